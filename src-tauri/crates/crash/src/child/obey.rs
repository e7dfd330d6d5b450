//! A child's life: an order a line, and what came of it.

use std::{
    io::{self, BufRead as _},
    process::ExitCode,
    thread,
};

use auth_core::EventKind;
use tokio::sync::mpsc;

use super::{actor::Actor, say::say, storm};
use crate::between::{Order, Report};

/// Obeys until the standard input ends, which it does with the parent at the latest.
pub fn obey() -> ExitCode {
    let (orders, inbox) = mpsc::unbounded_channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            let Ok(order) = serde_json::from_str(&line) else {
                break;
            };
            if orders.send(order).is_err() {
                break;
            }
        }
        // Whatever is under way, such as a storm: nobody is there any more to whom it would matter.
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            runtime.block_on(live(inbox));
            ExitCode::SUCCESS
        }
        Err(_) => ExitCode::FAILURE,
    }
}

async fn live(mut inbox: mpsc::UnboundedReceiver<Order>) {
    let Some(Order::Open(opening)) = inbox.recv().await else {
        return say(&Report::Failed {
            why: "nothing was opened".into(),
        });
    };
    let actor = match Actor::open(&opening) {
        Ok(actor) => actor,
        Err(why) => return say(&Report::Failed { why }),
    };
    say(&Report::Opened);
    let mut events = actor.session.events();
    loop {
        tokio::select! {
            order = inbox.recv() => match order {
                Some(order) => say(&carry_out(&actor, order).await),
                None => return,
            },
            Some(event) = events.next() => {
                if let EventKind::Ended { reason, .. } = event.kind {
                    say(&Report::Ended { reason: reason.code().to_owned() });
                }
            }
        }
    }
}

async fn carry_out(actor: &Actor, order: Order) -> Report {
    let done = match order {
        Order::Open(_) => {
            return Report::Failed {
                why: "it is open".into(),
            };
        }
        Order::Restore => actor.restore().await,
        Order::SignIn(person) => actor.sign_in(&person).await.map(|()| Report::SignedIn),
        Order::SignOut => {
            actor.session.sign_out().await;
            Ok(Report::SignedOut)
        }
        Order::Get { path } => actor.get(&path).await,
        Order::Refresh => actor
            .session
            .refresh_now()
            .await
            .map(|()| Report::Refreshed),
        Order::Tell => Ok(actor.tell()),
        Order::Storm(storm) => return storm::rage(actor, &storm).await,
    };
    done.unwrap_or_else(|error| Report::Failed {
        why: error.to_string(),
    })
}
