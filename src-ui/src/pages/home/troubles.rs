//! What can happen to the demo server, to see what Latchkey does about it.

use ipc::{DemoTrouble, Error, ReadPage, RefreshNow, TroubleDemo};

use crate::{
    backend,
    components::{BusyButton, Card},
    prelude::*,
    state::App,
    words,
};

/// A button for each.
#[component(inline_props)]
pub(super) fn Troubles(app: App) -> View {
    view! {
        Card(title=words::label::trouble_title()) {
            p(class="card-text") { (words::label::trouble_text()) }
            div(class="card-actions") {
                Trouble(app=app, trouble=DemoTrouble::AccessExpires, label=words::label::trouble_expire(), testid="trouble-expire")
                Trouble(app=app, trouble=DemoTrouble::ServerAway, label=words::label::trouble_away(), testid="trouble-away")
                Trouble(app=app, trouble=DemoTrouble::SessionRevoked, label=words::label::trouble_revoke(), testid="trouble-revoke")
            }
        }
    }
}

#[component(inline_props)]
fn Trouble(app: App, trouble: DemoTrouble, label: &'static str, testid: &'static str) -> View {
    let busy = create_signal(false);
    view! {
        BusyButton(label=label, busy=*busy, testid=testid, on_press=Box::new(move || make(app, trouble, busy)))
    }
}

/// Has it happen, and then asks the server for something: otherwise nothing would be seen until somebody does.
fn make(app: App, trouble: DemoTrouble, busy: Signal<bool>) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    App::spawn(async move {
        match backend::call(TroubleDemo { trouble }).await {
            Ok(()) => {
                if trouble == DemoTrouble::ServerAway {
                    app.toast(words::label::trouble_gone());
                }
                let outcome = ask(app, trouble).await;
                if outcome.is_ok() && trouble == DemoTrouble::AccessExpires {
                    app.toast(words::label::trouble_expired());
                }
                // How the session stands now, and why it ended, is told where it always is.
                let _ = app.take_snapshot().await;
            }
            Err(error) => app.toast(words::failure(&error, 0)),
        }
        if busy.is_alive() {
            busy.set(false);
        }
    });
}

async fn ask(app: App, trouble: DemoTrouble) -> Result<(), Error> {
    let server = app
        .server
        .with_untracked(|it| it.as_ref().map(|it| it.id.clone()));
    // Of what everybody may read the session is not asked for.
    let page = untrack(|| app.pages().get_clone())
        .iter()
        .find(|(_, page)| !page.public)
        .map(|(at, _)| usize::from(*at));
    let refreshable = app
        .session
        .with_untracked(|it| it.as_ref().is_some_and(|it| it.refreshable));
    match (server, page) {
        // Something to refresh is out of reach at once; a page may come from what is there.
        _ if trouble == DemoTrouble::ServerAway && refreshable => {
            backend::call(RefreshNow {}).await
        }
        (Some(server), Some(page)) => {
            let read = ReadPage {
                server,
                page,
                part: None,
                glance: false,
            };
            backend::call(read).await.map(drop)
        }
        _ => Ok(()),
    }
}
