//! The ends that are not asked for in the window: signals, toolkits that see no way on, and another process in the place of
//! this one.
//!
//! The first two make of them what the closing of the window is. Uses `telling`, and nothing that knows a session.

pub(super) mod signals;
pub(super) mod successor;
#[cfg(target_os = "linux")]
pub(super) mod toolkit_end;
