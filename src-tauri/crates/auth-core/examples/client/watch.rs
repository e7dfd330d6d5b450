//! `watch`: the session as it lives, one line for each change and each event.

use std::{io, thread};

use auth_core::{EventKind, Moment, Said, Session, Snapshot, State};
use tokio::sync::oneshot;

use crate::{
    failure::Failure,
    terminal::{note, say},
};

/// Prints until the person has seen enough, the input ends, or the session does.
pub(crate) async fn run(session: &Session) -> Result<(), Failure> {
    let mut events = session.events();
    let mut snapshots = session.watch();
    // While somebody watches, the session is in use and is refreshed ahead of time.
    session.set_visible(true);
    let mut input_ends = end_of_input();
    say(&line(&snapshots.borrow_and_update().clone(), session.now()));
    note("watching; Ctrl-C or the end of the input stops");
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => {
                    say(&format!("event {}: {}", event.seq, described(&event.kind)));
                    if let EventKind::Ended { reason, .. } = event.kind {
                        return Err(auth_core::Error::SignedOut { reason: Some(reason) }.into());
                    }
                }
                None => return Ok(()),
            },
            changed = snapshots.changed() => match changed {
                Ok(()) => say(&line(&snapshots.borrow_and_update().clone(), session.now())),
                Err(_) => return Ok(()),
            },
            _ = &mut input_ends => return Ok(()),
        }
    }
}

/// Resolves at the end of the input. A thread of its own waits for it, since nothing else can be
/// waiting for a terminal without stopping everything; it ends with the process.
fn end_of_input() -> oneshot::Receiver<()> {
    let (ended, end) = oneshot::channel();
    thread::spawn(move || {
        // What is typed while watching means nothing. An input that cannot be read has ended, too.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = ended.send(());
    });
    end
}

/// A snapshot in one line, with times from now.
fn line(snapshot: &Snapshot, now: Moment) -> String {
    let seconds = |moment: Moment| format!("{} s", moment.saturating_since(now).as_secs());
    let state = match snapshot.state {
        State::SignedOut => "signed out".to_owned(),
        State::Live => "live".to_owned(),
        State::Refreshing => "being refreshed".to_owned(),
        State::Degraded {
            cause, next_try, ..
        } => format!(
            "cannot be refreshed just now ({cause}), next try in {}",
            seconds(next_try)
        ),
        // A state that this client does not know yet is shown as the engine names it.
        other => format!("{other:?}"),
    };
    let mut parts = vec![state];
    if let Some(account) = &snapshot.account {
        let roles = account.roles.join(", ");
        parts.push(format!("{} ({roles})", account.username));
    }
    if let Some(access) = &snapshot.access {
        let left = access.deadline.map_or_else(
            || "for an unknown time".to_owned(),
            |end| format!("for {}", seconds(end)),
        );
        parts.push(format!("token {} good {left}", access.fingerprint));
    }
    if let Some(at) = snapshot.refreshes_at {
        parts.push(format!("refreshed in {}", seconds(at)));
    }
    let counts = snapshot.counts;
    parts.push(format!(
        "{} requests, {} refreshes of {} tried",
        counts.served, counts.refreshed, counts.refreshes
    ));
    format!("snapshot {}: {}", snapshot.seq, parts.join("; "))
}

/// An event with what is worth knowing of it.
fn described(kind: &EventKind) -> String {
    match kind {
        EventKind::SignedIn { account } => format!("{} signed in", account.username),
        EventKind::Restored { account } => format!("{} is signed in again", account.username),
        EventKind::RefreshStarted => "a refresh was sent".into(),
        EventKind::Refreshed => "the session was refreshed".into(),
        EventKind::Adopted => "another process had refreshed the session".into(),
        EventKind::RefreshFailed {
            cause,
            said,
            missing,
            retry_in,
        } => {
            let missing = missing
                .as_ref()
                .map(|place| format!("; nothing is at {place}"));
            format!(
                "the session was not refreshed: {cause}{}{}; next try in {} s",
                in_words(said.as_ref()),
                missing.unwrap_or_default(),
                retry_in.as_secs()
            )
        }
        EventKind::AccessRefused => "the server refuses what it has just granted".into(),
        EventKind::Ended { reason, said, .. } => {
            format!("the session ended: {reason}{}", in_words(said.as_ref()))
        }
        EventKind::Revoked => "the server has signed the old session out".into(),
        EventKind::NotRevoked { cause, said } => format!(
            "the server has not signed the old session out: {cause}{}",
            in_words(said.as_ref())
        ),
        EventKind::StaysGood {
            access,
            refresh,
            until,
        } => {
            let what = match (access, refresh) {
                (true, true) => "the access credential and what it is refreshed with stay",
                (true, false) => "the access credential stays",
                _ => "what it is refreshed with stays",
            };
            let until = until.map(|until| format!(" until {until} (seconds since 1970)"));
            format!("{what} good at the server{}", until.unwrap_or_default())
        }
        EventKind::StorageDegraded { error } => format!("the session is not saved: {error}"),
        EventKind::StorageRecovered => "the session is saved again".into(),
        EventKind::Missed { count } => format!("{count} events came too fast to be shown"),
        // An event that this client does not know yet is shown as the engine names it.
        other => other.code().into(),
    }
}

fn in_words(said: Option<&Said>) -> String {
    said.map_or_else(String::new, |said| format!("; it said: {said}"))
}
