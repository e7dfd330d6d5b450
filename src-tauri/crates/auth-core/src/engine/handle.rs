//! The way to the owner of a session, for whoever holds the session or sends with it.

use std::sync::{Arc, atomic::Ordering};

use tokio::sync::{mpsc::UnboundedSender, oneshot};

use super::{
    config::SessionConfig,
    core::Core,
    machine::{Input, WaiterId, Why},
    owner::{Message, Owner},
};
use crate::{credentials::CredentialId, report::Error};

/// The way to the owner. While one is there the owner lives.
#[derive(Clone, Debug)]
pub(crate) struct Handle {
    core: Arc<Core>,
    owner: UnboundedSender<Message>,
}

impl Handle {
    /// Starts an owner for a session that nobody is signed in to.
    pub(crate) fn start(config: SessionConfig) -> Self {
        let (core, machine) = Core::new(config);
        let core = Arc::new(core);
        let owner = Owner::start(Arc::clone(&core), machine);
        Self { core, owner }
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// Waits until credentials newer than `seen` are in use.
    pub(crate) async fn refresh(&self, seen: CredentialId, why: Why) -> Result<(), Error> {
        self.ask(move |waiter| Input::Refresh { seen, why, waiter })
            .await
    }

    /// What counts is what is so when the owner hears of it, not what was so before.
    pub(crate) fn set_visible(&self, visible: bool) {
        self.core.visible.store(visible, Ordering::SeqCst);
        let _ = self.owner.send(Message::Seen);
    }

    /// Has the published state looked at again: something beside the machine has changed.
    pub(crate) fn show(&self) {
        let _ = self.owner.send(Message::Seen);
    }

    pub(crate) fn tell(&self, input: Input) {
        // Without an owner there is no session left to tell.
        let _ = self.owner.send(Message::Tell(input));
    }

    /// The same, and waits until the published state shows it: for what the next request depends on.
    pub(crate) async fn told(&self, input: Input) {
        let (reply, shown) = oneshot::channel();
        if self.owner.send(Message::Told(input, reply)).is_ok() {
            let _ = shown.await;
        }
    }

    /// Asked at once, whoever waits for the answer, and whether anybody does.
    pub(crate) fn ask<Asked: FnOnce(WaiterId) -> Input + Send + 'static>(
        &self,
        input: Asked,
    ) -> impl Future<Output = Result<(), Error>> + use<Asked> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Ask(Box::new(input), reply);
        // Without an owner the message goes, and its reply with it.
        let _ = self.owner.send(message);
        async { answer.await.unwrap_or(Err(Error::Closed)) }
    }
}
