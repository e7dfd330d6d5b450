//! From the engine's dialects to what a window asks and shows because of them, and what a test of one has found.

use auth_core::{Dialect, DialectError, ProbeVerdict, Setting};

pub(crate) fn info(dialect: &Dialect, original: bool) -> ipc::DialectInfo {
    let pages = dialect.pages().iter().map(|page| ipc::Page {
        title: page.title().to_owned(),
        role: page.role().map(str::to_owned),
        public: dialect.is_read_signed_out(page),
    });
    ipc::DialectInfo {
        id: dialect.id().to_owned(),
        title: dialect.title().to_owned(),
        tested_with: dialect.tested_with().map(str::to_owned),
        original,
        refreshes: dialect.refreshes(),
        settings: fields(dialect.settings()),
        username_title: dialect.username_title().map(str::to_owned),
        signs_in: if dialect.may_sign_in_on_device() {
            ipc::SignsIn::InBrowserOrOnDevice
        } else if dialect.signs_in_in_browser() {
            ipc::SignsIn::InBrowser
        } else {
            ipc::SignsIn::Here
        },
        comes_back: dialect.comes_back(),
        sign_up: dialect.signs_up().then(|| ipc::SignUpForm {
            takes_email: dialect.sign_up_takes_email(),
            has_lengths: original,
            fields: fields(dialect.sign_up_fields()),
        }),
        pages: pages.collect(),
    }
}

fn fields<'a>(asked: impl Iterator<Item = (&'a str, &'a Setting)>) -> Vec<ipc::FormField> {
    let fields = asked.map(|(name, asked)| ipc::FormField {
        name: name.to_owned(),
        title: asked.title().to_owned(),
        default: asked.default_value().map(str::to_owned),
        secret: asked.is_secret(),
    });
    fields.collect()
}

pub(crate) fn error(error: &DialectError) -> ipc::Error {
    let error = ipc::DialectError {
        field: error.field().map(str::to_owned),
        message: error.to_string(),
        line: match error {
            DialectError::Syntax { line, .. } => Some(*line),
            _ => None,
        },
    };
    ipc::Error::Dialect { error }
}

pub(crate) fn verdict(verdict: &ProbeVerdict) -> ipc::Verdict {
    match verdict {
        ProbeVerdict::Matches => ipc::Verdict::Matches,
        ProbeVerdict::LooksLike(id) => ipc::Verdict::LooksLike {
            dialect: id.clone(),
        },
        ProbeVerdict::NotThisApi { status, html } => ipc::Verdict::NotThisApi {
            status: *status,
            html: *html,
        },
        _ => ipc::Verdict::Unsure,
    }
}

/// What was found of a dialect that no known server is like. It may say itself what it is told by; the questions of the
/// others are about places that such a server need not have, so that most answers say no more than that there is one.
pub(crate) fn verdict_of_own(found: &ProbeVerdict) -> ipc::Verdict {
    match found {
        ProbeVerdict::Matches => ipc::Verdict::Matches,
        ProbeVerdict::NotThisApi { status, html: true } if *status < 400 => {
            ipc::Verdict::NotThisApi {
                status: *status,
                html: true,
            }
        }
        _ => ipc::Verdict::Answers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_kind_of_ones_own_only_a_web_page_is_told_from_a_server() {
        let page = ProbeVerdict::NotThisApi {
            status: 200,
            html: true,
        };
        let no_such_path = ProbeVerdict::NotThisApi {
            status: 404,
            html: true,
        };
        assert_ne!(verdict_of_own(&page), ipc::Verdict::Answers);
        for answer in [
            no_such_path,
            ProbeVerdict::Unsure,
            ProbeVerdict::LooksLike("n-body".to_owned()),
        ] {
            assert_eq!(verdict_of_own(&answer), ipc::Verdict::Answers);
        }
        assert_eq!(
            verdict_of_own(&ProbeVerdict::Matches),
            ipc::Verdict::Matches
        );
    }

    #[test]
    fn another_device_is_offered_unless_the_description_speaks_for_the_server_and_names_no_address_for_it()
     {
        let ways = |oauth: &str| {
            let dialect = format!(
                r#"{{ "id": "ours", "title": "Ours", "sign_in": {{ "oauth": {oauth} }},
                    "access": {{ "headers": {{ "authorization": "Bearer {{access_token}}" }} }} }}"#
            );
            info(&Dialect::from_json(&dialect).unwrap(), false).signs_in
        };
        let with = |endpoints: &str| {
            ways(&format!(
                r#"{{ "client_id": "latchkey", "endpoints": {{ {endpoints} }} }}"#
            ))
        };
        let told = r#""authorization": "https://id.example/a", "token": "https://id.example/t""#;
        let own = with(r#""token": "https://id.example/t""#);
        let discovered = ways(r#"{ "client_id": "latchkey" }"#);
        assert_eq!([own, discovered], [ipc::SignsIn::InBrowserOrOnDevice; 2]);
        assert_eq!(with(told), ipc::SignsIn::InBrowser);
        let named = with(&format!(r#"{told}, "device": "https://id.example/d""#));
        assert_eq!(named, ipc::SignsIn::InBrowserOrOnDevice);
        let typed = info(Dialect::known().first().unwrap(), true);
        assert_eq!(typed.signs_in, ipc::SignsIn::Here);
    }

    #[test]
    fn a_window_is_told_what_to_ask_and_to_show() {
        let dialect = Dialect::from_json(
            r#"{
            "id": "ours", "title": "Ours", "tested_with": "ours 2",
            "settings": { "key": { "title": "Project key", "secret": true },
                          "realm": { "title": "Realm", "default": "main" } },
            "sign_up": { "request": { "post": "/people", "json": { "user": "{username}", "pass": "{password}", "town": "{town}" } },
                         "fields": { "town": { "title": "Town" } } },
            "sign_in": { "username_title": "E-mail address",
                         "request": { "post": "/login", "json": { "user": "{username}", "pass": "{password}" } } },
            "grant": { "access_token": "/token" },
            "access": { "headers": { "authorization": "Bearer {access_token}", "apikey": "{setting.key}", "realm": "{setting.realm}" } },
            "pages": [ { "title": "News", "request": { "get": "/news?of=today" } },
                       { "title": "Books", "request": { "get": "/books" }, "role": "staff" } ],
            "public_paths": ["/news"] }"#,
        )
        .unwrap();
        let info = info(&dialect, false);
        let settings: Vec<_> = info
            .settings
            .iter()
            .map(|it| (&*it.name, it.secret))
            .collect();
        assert_eq!(settings, [("key", true), ("realm", false)]);
        assert_eq!(info.settings[1].default.as_deref(), Some("main"));
        assert_eq!(info.username_title.as_deref(), Some("E-mail address"));
        assert_eq!(info.tested_with.as_deref(), Some("ours 2"));
        assert!(!info.refreshes);
        let form = info.sign_up.unwrap();
        assert!(!form.takes_email && !form.has_lengths);
        assert_eq!(form.fields[0].title, "Town");
        let pages: Vec<_> = info
            .pages
            .iter()
            .map(|it| (&*it.title, it.role.as_deref(), it.public))
            .collect();
        assert_eq!(
            pages,
            [("News", None, true), ("Books", Some("staff"), false)]
        );
    }
}
