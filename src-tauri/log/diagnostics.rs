//! The report for a bug ticket: what a developer asks for first, and nothing that is a secret or
//! that a person would not put on a public page. The user name is in it, the e-mail address is not.

use std::{
    fmt::{self, Write},
    time::{Duration, SystemTime},
};

use url::Url;

use super::{LogFolder, journal::Journal};

/// The report as plain text.
pub(crate) fn report(snapshot: &ipc::AppSnapshot, journal: &Journal, log: &LogFolder) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, snapshot, journal, log);
    text
}

fn write(
    out: &mut String,
    snapshot: &ipc::AppSnapshot,
    journal: &Journal,
    log: &LogFolder,
) -> fmt::Result {
    write_app(out, &snapshot.app)?;
    write_settings(out, snapshot)?;
    if let Some(session) = &snapshot.session {
        write_session(out, session)?;
    }
    match &log.0 {
        Some(folder) => writeln!(
            out,
            "log files: {}",
            auth_core::legible(&folder.to_string_lossy())
        )?,
        None => writeln!(out, "log files: none in this run")?,
    }
    write_journal(out, snapshot, journal)
}

fn write_app(out: &mut String, app: &ipc::AppInfo) -> fmt::Result {
    let arch = std::env::consts::ARCH;
    let demo = if app.demo {
        "built in"
    } else {
        "not in this build"
    };
    writeln!(out, "Latchkey {} on {} ({arch})", app.version, app.os)?;
    writeln!(out, "demo server: {demo}")
}

fn write_settings(out: &mut String, snapshot: &ipc::AppSnapshot) -> fmt::Result {
    let settings = &snapshot.settings;
    match settings.current_server() {
        Some(server) => writeln!(
            out,
            "server: {} ({})",
            origin(&server.address),
            dialect(&server.dialect)
        )?,
        None => writeln!(out, "server: none chosen")?,
    }
    writeln!(out, "servers in the settings: {}", settings.servers.len())?;
    for set_aside in &snapshot.dialects_set_aside {
        // The words of the error may spell what the person has written.
        let field = set_aside.error.as_ref().and_then(|it| it.field.as_deref());
        let what = match &set_aside.error {
            Some(_) => field.unwrap_or("no JSON"),
            None => "not known to this version",
        };
        writeln!(out, "a server that cannot be used: {what}")?;
    }
    if let Some(set_aside) = &snapshot.settings_set_aside {
        let instead = if set_aside.recovered {
            "the last good copy"
        } else {
            "the first settings"
        };
        writeln!(
            out,
            "damaged settings set aside as: {}; in use instead: {instead}",
            set_aside.file
        )?;
    }
    if let Some(left_alone) = &snapshot.settings_left_alone {
        // The path would name the person's account on this computer.
        writeln!(
            out,
            "settings not touched: {}; nothing of this run is kept",
            untouched(&left_alone.why)
        )?;
    }
    writeln!(
        out,
        "remember me: {}, key: {}",
        if settings.remember { "on" } else { "off" },
        if settings.key_file {
            "in a file"
        } else {
            "in the keychain"
        }
    )?;
    writeln!(out, "signed in at servers: {}", snapshot.signed_in.len())?;
    for set_aside in &snapshot.sessions_set_aside {
        writeln!(out, "kept session set aside as: {}", set_aside.file)?;
    }
    Ok(())
}

fn write_session(out: &mut String, session: &ipc::SessionView) -> fmt::Result {
    writeln!(out, "session: {}", state(&session.state))?;
    if let Some(account) = &session.account {
        writeln!(
            out,
            "signed in as: {} ({})",
            account.username,
            account.roles.join(", ")
        )?;
    }
    if let Some(access) = &session.access {
        let left = access
            .expires_in_ms
            .map_or("unknown".to_owned(), |ms| format!("{ms} ms"));
        writeln!(
            out,
            "access token: {left} left, fingerprint {}",
            access.fingerprint
        )?;
    }
    writeln!(
        out,
        "refreshable: {}",
        if session.refreshable { "yes" } else { "no" }
    )?;
    let counts = &session.counts;
    writeln!(
        out,
        "requests served: {}, replayed: {}",
        counts.served, counts.replayed
    )?;
    writeln!(
        out,
        "refreshes: {} of {} asked for, adopted: {}, failing for {} ms in all",
        counts.refreshed, counts.refreshes, counts.adopted, counts.degraded_ms
    )?;
    if let Some(ms) = session.refreshes_in_ms {
        writeln!(out, "next refresh: in {ms} ms")?;
    }
    if let Some(ago) = counts.last_refresh_ms_ago {
        writeln!(out, "last refresh: {ago} ms ago")?;
    }
    write_store(out, &session.store)
}

fn write_store(out: &mut String, store: &ipc::SecretStore) -> fmt::Result {
    let place = match store.place {
        ipc::SecretPlace::Memory => "in memory only",
        ipc::SecretPlace::Keychain => "in a sealed file, its key in the keychain",
        ipc::SecretPlace::KeyFile => "in a sealed file, its key beside it",
        _ => "unknown",
    };
    match store.trouble {
        None => writeln!(out, "secrets: {place}"),
        Some(error) => {
            write!(out, "secrets: {place}, but not just now ({error:?}")?;
            match &store.subject {
                Some(subject) => writeln!(out, ": {subject:?})"),
                None => writeln!(out, ")"),
            }
        }
    }
}

fn write_journal(out: &mut String, snapshot: &ipc::AppSnapshot, journal: &Journal) -> fmt::Result {
    writeln!(out, "\nlast events:")?;
    let mut none = true;
    for entry in journal.entries() {
        none = false;
        let when = SystemTime::UNIX_EPOCH + Duration::from_secs(entry.at);
        let server = snapshot
            .settings
            .servers
            .iter()
            .find(|server| server.id == entry.server);
        let at = server.map_or("a removed server".to_owned(), |server| {
            origin(&server.address)
        });
        writeln!(
            out,
            "{}  {at}  {}",
            httpdate::fmt_http_date(when),
            entry.what
        )?;
    }
    if none { writeln!(out, "none") } else { Ok(()) }
}

fn untouched(why: &ipc::LeftAlone) -> String {
    match why {
        ipc::LeftAlone::Newer => "written by a newer version".to_owned(),
        ipc::LeftAlone::Unreadable { cause } => format!("cannot be read ({cause})"),
        ipc::LeftAlone::Stuck { cause } => format!("damaged, cannot be set aside ({cause})"),
        ipc::LeftAlone::NoFolder { cause } => format!("their folder cannot be made ({cause})"),
    }
}

fn state(state: &ipc::SessionState) -> String {
    match state {
        ipc::SessionState::SignedOut => "signed out".to_owned(),
        ipc::SessionState::Restoring => "being restored".to_owned(),
        ipc::SessionState::Live => "live".to_owned(),
        ipc::SessionState::Refreshing => "refreshing".to_owned(),
        ipc::SessionState::Degraded { error, retry_in_ms } => {
            format!("refreshing fails ({error:?}), next try in {retry_in_ms} ms")
        }
        _ => "unknown".to_owned(),
    }
}

/// What a person calls a dialect of their own, and how it spells things, can name a customer.
fn dialect(choice: &ipc::DialectChoice) -> &str {
    match choice {
        ipc::DialectChoice::Preset { id } => id,
        ipc::DialectChoice::Custom { .. } => "custom",
    }
}

/// The path of an address can name a customer; the origin is what a developer needs.
fn origin(address: &str) -> String {
    Url::parse(address).map_or_else(
        |_| "not readable".to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}
