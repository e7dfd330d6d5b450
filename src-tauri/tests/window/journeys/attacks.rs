//! Attacks on the running app: by a server, by a script in its page, and by what stands beside it on the desktop.
//!
//! Each names what it is attacked with, and looks at what a person would have lost. May use `steps` and the rig.

pub(super) mod lying_server;
pub(super) mod native_question;
pub(super) mod raised;
