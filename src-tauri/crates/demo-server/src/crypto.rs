//! The three kinds of cryptography that the originals use: signed tokens, signed cookies, hashed passwords.
//!
//! The bytes are those of the originals' libraries, and the recordings hold them fast. Pure but for chance;
//! nothing here knows a request or a row. Uses `setup`, for the error.

pub(crate) mod jwt;
pub(crate) mod keygrip;
pub(crate) mod password;
