//! Saving something where the person says: the body of an answer, the report.

use ipc::FileProblem;
use tokio::task::spawn_blocking;

use crate::app::App;

impl App {
    /// Writes this where the person says, who is offered to call it so. `false` where they said nothing.
    pub(in crate::app) async fn save_as(
        &self,
        name: &str,
        contents: Vec<u8>,
    ) -> Result<bool, ipc::Error> {
        let picking = self.picking.try_lock();
        let picking = picking.map_err(|_| another_question())?;
        let Some(path) = self.picker.to_write(name).await else {
            return Ok(false);
        };
        drop(picking);
        match spawn_blocking(move || std::fs::write(path, contents)).await {
            Ok(Ok(())) => Ok(true),
            Ok(Err(_)) | Err(_) => Err(ipc::Error::File {
                problem: FileProblem::NotWritten,
            }),
        }
    }
}

/// One window of the system's at a time.
pub(in crate::app) const fn another_question() -> ipc::Error {
    let why = ipc::Unconfirmed::Asking;
    ipc::Error::NotConfirmed { why }
}
