//! The server around its answers: frameworks' manners, sockets, faults, the handle, the data file, the
//! program.
//!
//! What holds for every route goes in here. Uses `bench` and `client`.

mod connections;
mod control;
mod faults;
mod headers;
mod program;
mod storage;
