//! `watch`: the session as it lives, one line for each change and each event.

use std::{io, thread};

use auth_core::{EventKind, Moment, Session, Snapshot, State};
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
                    say(&format!("event {} {}", event.seq, described(&event.kind)));
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
    let seconds = |moment: Moment| format!("{}s", moment.saturating_since(now).as_secs());
    let state = match snapshot.state {
        State::SignedOut => "signed_out".to_owned(),
        State::Live => "live".to_owned(),
        State::Refreshing => "refreshing".to_owned(),
        State::Degraded {
            cause, next_try, ..
        } => format!(
            "degraded cause={} next_try={}",
            cause.code(),
            seconds(next_try)
        ),
        // A state that this client does not know yet is shown as the engine names it.
        other => format!("{other:?}"),
    };
    let mut parts = vec![format!("snapshot {} {state}", snapshot.seq)];
    if let Some(account) = &snapshot.account {
        parts.push(format!("user={}", account.username));
        parts.push(format!("roles={}", account.roles.join(",")));
    }
    if let Some(access) = &snapshot.access {
        parts.push(format!("token={}", access.fingerprint));
        let left = access.deadline.map_or("unknown".to_owned(), seconds);
        parts.push(format!("expires_in={left}"));
    }
    if let Some(at) = snapshot.refreshes_at {
        parts.push(format!("refreshes_in={}", seconds(at)));
    }
    let counts = snapshot.counts;
    parts.push(format!("served={}", counts.served));
    parts.push(format!("refreshed={}", counts.refreshed));
    parts.push(format!("refreshes={}", counts.refreshes));
    parts.join(" ")
}

/// An event with what is worth knowing of it.
fn described(kind: &EventKind) -> String {
    let name = kind.code();
    match kind {
        EventKind::RefreshFailed { cause, retry_in } => {
            format!(
                "{name} cause={} retry_in={}s",
                cause.code(),
                retry_in.as_secs()
            )
        }
        EventKind::Ended { reason, .. } => format!("{name} reason={}", reason.code()),
        _ => name.to_owned(),
    }
}
