//! Tokens against forged requests: each goes with the credentials that it was fetched with.

use auth_core::Call;

use crate::{
    server::{CSRF_MARK, FamilyId, Purpose},
    world::World,
};

/// How often the server may miss it in one request: it was refreshed elsewhere since, and each of the sends may find
/// that out.
const MOST_MISSES: u32 = 4;

impl World {
    pub(super) fn check_csrf(&mut self, id: usize, call: &Call) {
        let header = call.headers.get("x-csrf-token");
        let shown = header.and_then(|it| it.to_str().ok());
        let Some((family, refreshes)) = shown.and_then(session_in) else {
            return;
        };
        let wire = &self.wires[id];
        let process = wire.process;
        let mut tokens = wire.tokens.iter().map(|token| &self.mint.tokens[*token]);
        let access = tokens.find(|token| token.purpose == Purpose::Access);
        let is_older =
            access.is_some_and(|access| access.family != family || access.refreshes > refreshes);
        if is_older {
            let what = format!("#{id} has a token of sign-in {family}, refresh {refreshes}");
            let rule = "a token against forged requests is that of the credentials beside it";
            self.violate(Some(process), rule, &what);
        }
    }

    /// The server missed it: what was sent did not count.
    pub(super) fn missed_csrf(&mut self, id: usize, operation: usize) {
        let it = &mut self.operations[operation];
        it.sends = it.sends.saturating_sub(1);
        it.misses += 1;
        if it.misses > MOST_MISSES {
            let (process, misses) = (it.process, it.misses);
            let what = format!("#{id} is the {misses}th without the token that is asked for");
            self.violate(Some(process), "a request is sent at most twice", &what);
        }
    }
}

/// The sign-in that a token is of, and after how many refreshes. A guest's is of none.
fn session_in(token: &str) -> Option<(FamilyId, u32)> {
    let digits = token.strip_prefix(CSRF_MARK)?;
    let family = usize::from_str_radix(digits.get(..8)?, 16).ok()?;
    let refreshes = u32::from_str_radix(digits.get(8..)?, 16).ok()?;
    Some((family, refreshes))
}
