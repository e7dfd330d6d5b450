//! Signing in on another device. The code that is entered there is the window's to show; the one by which the server is asked
//! stays in the engine.

use auth_core::{Account, Error, OAuthProblem, Session};

use crate::{app::App, state::Waiting};

impl App {
    /// [`ipc::SignInOnDevice`].
    pub(crate) async fn sign_in_on_device(
        &self,
        args: &ipc::SignInOnDevice,
    ) -> Result<ipc::SignInOutcome, ipc::Error> {
        let step = async |session: &Session, trip| self.wait_for_device(session, trip).await;
        self.signing_in_elsewhere(args.number, |_| false, step)
            .await
    }

    /// Shows the code until somebody has entered it. Then they look for what comes of it here.
    async fn wait_for_device(&self, session: &Session, trip: u64) -> Result<Account, Error> {
        let waiting = session.begin_on_device().await?;
        let waits = Waiting::on_device(&waiting);
        self.publisher.note(|state| state.trips.wait(trip, waits));
        let outcome = waiting.finish().await;
        let is_decided = match &outcome {
            Ok(_) => true,
            Err(error) => matches!(error, Error::OAuth(OAuthProblem::Declined { .. })),
        };
        if is_decided {
            self.browser.come_back();
        }
        outcome
    }
}
