//! Numbers that nobody can guess, out of one seed: the same again in a simulation, which gives the same seed.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::secret::Secret;

/// A seed, and how much was taken of it.
pub(crate) struct Random {
    seed: Option<Secret<[u8; 32]>>,
    taken: AtomicU64,
}

impl Random {
    /// Without a seed it gives nothing.
    pub(crate) fn new(seed: Option<[u8; 32]>) -> Self {
        Self {
            seed: seed.map(Secret::from),
            taken: AtomicU64::new(0),
        }
    }

    /// 256 bits as 43 signs of base64url, which is a code verifier to the letter (RFC 7636 section 4.1); `None` where the
    /// system has no randomness.
    pub(crate) fn take(&self) -> Option<Secret<String>> {
        let seed = self.seed.as_ref()?;
        let taken = self.taken.fetch_add(1, Ordering::Relaxed);
        let digest = Sha256::new()
            .chain_update(b"latchkey oauth")
            .chain_update(seed.expose())
            .chain_update(taken.to_be_bytes())
            .finalize();
        Some(Secret::from(URL_SAFE_NO_PAD.encode(digest)))
    }
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").finish_non_exhaustive()
    }
}
