//! The person's own browser, and the way back from it.

use std::fmt;

use auth_core::Secret;

use super::Shown;

/// The browser that the system has, which knows the person's passwords. No page says where it is sent.
pub(crate) trait Browser: fmt::Debug + Send + Sync {
    /// Opens an address there. Resolves to `false` where the system opens none.
    fn open(&self, address: Secret<String>) -> Shown;
    /// Puts an address on the clipboard, for a browser that the system does not know. Resolves to `false` where there is no
    /// clipboard.
    fn copy(&self, address: Secret<String>) -> Shown;
    /// The person has done there what they were sent for: the app comes to the front.
    fn come_back(&self);
}
