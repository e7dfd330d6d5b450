//! The table of cases: a row for each thing that a client does, for all four dialects.
//!
//! A new case of a route goes into the file of that route. Uses `bench` and `client`.

mod boards;
mod refresh;
mod rotation;
mod sign_in;
mod sign_out;
mod sign_up;
