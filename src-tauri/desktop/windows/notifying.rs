//! What the system tells a person who does not look at the window: that their session has ended.

use ipc::LogoutReason;
use tauri::{AppHandle, Manager as _, async_runtime};

use crate::app::App;

/// Tells of it if nobody sees it. Not in the caller's turn, who may hold what is asked for here.
pub(super) fn of_end(desktop: &AppHandle, end: &ipc::LogoutEvent) {
    let (desktop, server, reason) = (desktop.clone(), end.server.clone(), end.reason);
    async_runtime::spawn_blocking(move || {
        let app = desktop.state::<App>();
        if app.is_closing() || !is_worth_telling(reason, app.is_hidden()) {
            return;
        }
        let servers = app.snapshot().settings.servers;
        let server = servers.into_iter().find(|it| it.id == server);
        let shown = notification(server.map(|it| it.name).as_deref()).show();
        if let Err(error) = shown {
            // It stands in the window as well.
            tracing::info!(%error, "the system told nobody that the session has ended");
        }
    });
}

/// Who has signed out knows it.
fn is_worth_telling(reason: LogoutReason, is_hidden: bool) -> bool {
    is_hidden && reason != LogoutReason::SignedOutByUser
}

/// Without who was signed in: it may be shown on a locked screen.
fn notification(server: Option<&str>) -> notify_rust::Notification {
    let mut notification = notify_rust::Notification::new();
    notification
        .appname("Latchkey")
        .summary(&summary(server))
        .body("Your session has ended. Log in to pick up where you left off.");
    notification
}

fn summary(server: Option<&str>) -> String {
    match server {
        Some(server) => format!("Signed out of {}", ipc::legible(server)),
        None => "Signed out".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_to_who_does_not_look_and_did_not_ask_for_it() {
        let rejected = LogoutReason::RefreshRejected;
        assert!(is_worth_telling(rejected, true));
        assert!(!is_worth_telling(rejected, false));
        assert!(!is_worth_telling(LogoutReason::SignedOutByUser, true));
    }

    #[test]
    fn the_server_is_named_in_one_line_and_nobody_else() {
        assert_eq!(
            summary(Some("Harbour\noffice")),
            "Signed out of Harbour office"
        );
        assert_eq!(summary(None), "Signed out");
    }
}
