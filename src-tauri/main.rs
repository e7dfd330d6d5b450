//! The process. Everything it does is in the library, where tests can reach it.

// A release build on Windows is a window, not a console with a window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{alloc::System, process::ExitCode};

use zeroizing_alloc::ZeroAlloc;

/// Fills memory with zeros when it is freed. What is ours erases its secrets itself; but a token also passes
/// through buffers of hyper, rustls, serde and the keychain's client, which free them as they are, and what
/// was freed can stay readable for as long as the process lives: in a core dump, in swapped-out pages. With
/// this, a session that has ended leaves nothing of itself behind, whichever library held it last.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    latchkey_desktop::run()
}
