//! The ends that are not asked for in the window: signals, and toolkits that see no way on.
//!
//! Each makes of them what the closing of the window is. Uses `telling`, and nothing that knows a session.

pub(super) mod signals;
#[cfg(target_os = "linux")]
pub(super) mod toolkit_end;
