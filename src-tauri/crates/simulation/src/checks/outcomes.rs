//! What callers get.

use auth_core::Error;

use crate::{
    ground::ProcessId,
    server::TokenId,
    world::{Operation, Outcome, Wish, World},
};

impl World {
    pub(crate) fn check_outcome(&mut self, id: usize) {
        let Operation {
            process, outcome, ..
        } = &self.operations[id];
        let process = *process;
        if let Some(Outcome::Failed(error)) = outcome {
            let error = error.clone();
            self.check_words(Some(process), "an error", &(&error, error.to_string()));
        }
        match self.operations[id].wish {
            Wish::SignIn { .. } | Wish::EnterCode { .. } => self.check_sign_in(id),
            Wish::Restore => self.check_restored(id),
            Wish::Send { .. } => {
                self.check_was_doubted(id);
                self.check_sent(id);
            }
            _ => {}
        }
    }

    /// What another process has refreshed may be old as well: who is refused with that, too, is owed a refresh.
    fn check_sent(&mut self, id: usize) {
        let operation = &self.operations[id];
        let process = operation.process;
        let Some(Outcome::Status(status)) = operation.outcome else {
            return;
        };
        let was_ours = |token: &TokenId| {
            let mut received = self.processes[process].witness.received.iter();
            received.any(|(of, _)| of == token)
        };
        if let (302 | 401, [first, second]) = (status, operation.refused_with.as_slice())
            && first != second
            && !was_ours(second)
            // Once it went without any, whose cookie had expired.
            && operation.sends == 2
        {
            let what = format!("it is refused with {first} and with {second}, of another process");
            self.violate(Some(process), "adopting is no refresh", &what);
        }
        self.settle_cookies(process, Some(id));
    }

    fn check_sign_in(&mut self, id: usize) {
        self.check_is_whole(id);
        let operation = &self.operations[id];
        let process = operation.process;
        let server = &self.servers[self.processes[process].server];
        let account = match operation.wish {
            Wish::SignIn { account, .. } => Some(account),
            _ => operation
                .signed_in_as
                .map(|it| self.mint.families[it].account),
        };
        let asked = account.map_or("", |account| &server.accounts[account].name);
        let has_begun = matches!(operation.outcome, Some(Outcome::Done(_)));
        if let Some(Outcome::Done(Some(name))) = &operation.outcome
            && name != asked
        {
            let what = format!("{asked} signs in and is told to be {name}");
            self.violate(Some(process), "accounts are never mixed", &what);
        }
        if has_begun {
            self.settle_cookies(process, Some(id));
        }
    }

    fn makes_guests(&self, process: ProcessId) -> bool {
        let server = &self.servers[self.processes[process].server];
        server.rules.makes_guests
    }

    /// Whatever was whole on a disk that could be read comes back, and nothing else does.
    fn check_restored(&mut self, id: usize) {
        let operation = &self.operations[id];
        let process = operation.process;
        let it = &self.processes[process];
        let disk = &self.disks[it.disk];
        let (changes, was_well) = operation.disk_before;
        let others_act = self.operations.iter().any(|other| {
            other.process == process
                && matches!(
                    other.wish,
                    Wish::SignIn { .. } | Wish::EnterCode { .. } | Wish::SignOut | Wish::Close
                )
        });
        let failed = it.witness.storage_failed_at.is_some();
        if changes != disk.changes.len() || !was_well || !disk.is_well() || others_act || failed {
            return;
        }
        if disk.record.is_some() && disk.tokens.is_empty() && self.makes_guests(process) {
            // What may be a guest's cookie is worth a try.
            return;
        }
        // A record in which nothing is left but a name brings nobody back.
        let family = disk.family.filter(|_| !disk.tokens.is_empty());
        let kept = family.map(|family| {
            let family = &self.mint.families[family];
            self.servers[family.server].accounts[family.account]
                .name
                .clone()
        });
        let is_right = match &operation.outcome {
            Some(Outcome::Done(restored)) => *restored == kept,
            Some(Outcome::Failed(Error::Vault(_))) => disk.is_damaged,
            Some(Outcome::GoneAway) => true,
            _ => false,
        };
        if !is_right {
            let what = format!(
                "the disk keeps {kept:?}, and it gets {:?}",
                operation.outcome
            );
            self.violate(Some(process), "a restart brings the session back", &what);
        }
    }
}
