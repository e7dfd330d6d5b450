//! Snapshots for tests of views and state.

use ipc::{
    AccessView, Account, AppInfo, AppSnapshot, Counts, DialectInfo, KnownServer, LogoutReason,
    NetworkError, Page, SecretPlace, SecretStore, Server, SessionState, SessionView, Settings,
    SignUpForm, SignedIn, VaultError,
};

/// Everything that can stand in the way of keeping a session.
pub(crate) const VAULT_ERRORS: [VaultError; 13] = [
    VaultError::NotWritten,
    VaultError::DiskFull,
    VaultError::ReadOnly,
    VaultError::NotOurs,
    VaultError::NotAllowed,
    VaultError::Unreadable,
    VaultError::KeyMissing,
    VaultError::MovedOut,
    VaultError::Newer,
    VaultError::NoKeychain,
    VaultError::Locked,
    VaultError::Refused,
    VaultError::NoAnswer,
];

/// The first start: no server.
pub(crate) fn fresh(seq: u64) -> AppSnapshot {
    AppSnapshot {
        seq,
        app: AppInfo {
            version: "0.1.0".into(),
            language: ipc::Language::English,
            os: "linux".into(),
            demo: true,
            known: [("n-body", "Node, tokens"), ("n-cookie", "Node, cookies")]
                .map(|(id, title)| KnownServer {
                    id: id.into(),
                    title: title.into(),
                    tested_with: Some(format!("{title}, in version 1")),
                    original: true,
                })
                .into(),
        },
        settings: Settings::default(),
        dialect: None,
        failed_elsewhere: None,
        session: None,
        signed_in: vec![],
        settings_set_aside: None,
        settings_left_alone: None,
        dialects_set_aside: vec![],
        sessions_set_aside: vec![],
    }
}

/// How a server like the presets speaks.
pub(crate) fn dialect() -> DialectInfo {
    let page = |title: &str, role: Option<&str>| Page {
        title: title.into(),
        role: role.map(str::to_owned),
        public: title == "Public",
    };
    DialectInfo {
        id: "n-body".into(),
        title: "Node, tokens".into(),
        tested_with: None,
        original: true,
        refreshes: true,
        settings: vec![],
        username_title: None,
        signs_in: ipc::SignsIn::Here,
        comes_back: false,
        sign_up: Some(SignUpForm {
            takes_email: true,
            has_lengths: true,
            fields: vec![],
        }),
        pages: vec![
            page("Public", None),
            page("User", None),
            page("Moderator", Some("ROLE_MODERATOR")),
            page("Admin", Some("ROLE_ADMIN")),
        ],
    }
}

/// A chosen server and nobody signed in.
pub(crate) fn signed_out(seq: u64, ended: Option<LogoutReason>) -> AppSnapshot {
    let mut snapshot = fresh(seq);
    snapshot.settings.servers.push(Server {
        id: "s1".into(),
        name: "Acme".into(),
        address: "https://server.example".into(),
        dialect: ipc::DialectChoice::preset("n-body"),
        settings: <_>::default(),
        secrets: vec![],
        plain_http_allowed: false,
        demo: false,
        last_username: None,
    });
    snapshot.settings.current = Some("s1".into());
    snapshot.dialect = Some(dialect());
    snapshot.session = Some(SessionView {
        state: SessionState::SignedOut,
        account: None,
        second_step: None,
        elsewhere: None,
        access: None,
        refreshable: true,
        refreshes_in_ms: None,
        access_refused: false,
        ended,
        counts: Counts::default(),
        log_seq: 0,
        store: SecretStore::MEMORY,
    });
    snapshot
}

/// Somebody with these roles is signed in.
pub(crate) fn signed_in(seq: u64, roles: &[&str]) -> AppSnapshot {
    let mut snapshot = signed_out(seq, None);
    if let Some(session) = &mut snapshot.session {
        session.state = SessionState::Live;
        session.account = Some(Account {
            id: "7".into(),
            username: "ann".into(),
            email: "ann@server.example".into(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        });
        session.access = Some(AccessView {
            issued_at: Some(1_795_298_731),
            expires_at: Some(1_795_298_791),
            expires_in_ms: Some(60_000),
            fingerprint: "0badcafe".into(),
        });
    }
    snapshot.signed_in = vec![SignedIn {
        server: "s1".into(),
        username: "ann".into(),
    }];
    snapshot
}

/// What was kept of ann's session is being read.
pub(crate) fn restoring(seq: u64) -> AppSnapshot {
    let mut snapshot = signed_out(seq, None);
    snapshot.settings.servers[0].last_username = Some("ann".into());
    if let Some(session) = &mut snapshot.session {
        session.state = SessionState::Restoring;
    }
    snapshot
}

/// The same snapshot, but its session cannot be kept where it was meant to be.
pub(crate) fn in_trouble(mut snapshot: AppSnapshot, error: VaultError) -> AppSnapshot {
    if let Some(session) = &mut snapshot.session {
        session.store = SecretStore {
            place: SecretPlace::Keychain,
            trouble: Some(error),
            subject: None,
        };
    }
    snapshot
}

/// The same, but the server is away and the next try comes in 8 s.
pub(crate) fn degraded(seq: u64) -> AppSnapshot {
    let mut snapshot = signed_in(seq, &["ROLE_USER"]);
    if let Some(session) = &mut snapshot.session {
        session.state = SessionState::Degraded {
            error: NetworkError::Deadline { seconds: 30 },
            retry_in_ms: 8_000,
        };
    }
    snapshot
}
