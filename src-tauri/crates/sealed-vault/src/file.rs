//! One server's sealed file: what is in it, which key opens it, and how it is loaded, replaced and erased in
//! one step between processes.
//!
//! Everything here blocks. What may change is when and in what order; the layout of an envelope and the names
//! of the files may not, or what is kept is lost. It uses `health`, `error`, `keys`, `server` and `disk`, and
//! knows nothing of async.
//!
//! - `sealed_file`: load, decide, replace
//! - `server_keys`: which key opens what is kept, and which one seals what comes next
//! - `envelope`: the bytes of the file; pure
//! - `history`: what it means that the file is not there
//! - `erased`: the word that is left where a record was erased; pure
//! - `folder`: what the files are called, and whether the folder is ours

mod envelope;
mod erased;
mod folder;
mod history;
mod sealed_file;
mod server_keys;

pub(crate) use erased::Why;
pub(crate) use folder::Folder;
pub(crate) use sealed_file::{SealedFile, UpdateLock};
pub(crate) use server_keys::ServerKeys;
