//! What keeps other people and other programs of this computer away from the app's files and its memory.
//!
//! Each is set before anything else happens, and for the whole process: a library's file, or the webview's, is one of
//! the app's, too. Uses no other room.

pub(crate) mod files;
pub(crate) mod memory;
