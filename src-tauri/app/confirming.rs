//! The one way to change where credentials go.

use tokio::sync::MutexGuard;

use super::{App, Question};
use crate::state::State;

impl App {
    /// The right to change servers and where their sessions are kept, once the person has said yes to what it needs a
    /// yes for.
    ///
    /// They take their time, and nothing waits for them meanwhile. So what would be asked is looked at again when they
    /// have answered: a yes to one thing is no yes to another.
    pub(super) async fn confirmed(
        &self,
        asks: impl Fn(&State) -> Result<Option<Question>, ipc::Error>,
    ) -> Result<MutexGuard<'_, ()>, ipc::Error> {
        let question = self.publisher.with(|state| asks(state))?;
        if let Some(question) = question.clone() {
            self.asking.ask(question, &*self.clock).await?;
        }
        let changing = self.servers_changing.lock().await;
        let now = self.publisher.with(|state| asks(state))?;
        if now.is_some() && now != question {
            let why = ipc::Unconfirmed::Overtaken;
            return Err(ipc::Error::NotConfirmed { why });
        }
        Ok(changing)
    }
}
