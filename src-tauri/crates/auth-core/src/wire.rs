//! What goes over the wire: addresses and paths that are checked once, requests and responses, where a
//! redirect leads, texts with places to fill in, the JSON and the cookies in answers, and the taking out of secrets.
//!
//! Pure, and the lowest room: it uses no other.

mod base_url;
pub(crate) mod html;
pub(crate) mod json;
mod legible;
pub(crate) mod path;
pub(crate) mod posted;
pub(crate) mod redact;
pub(crate) mod redirect;
mod request;
mod response;
pub(crate) mod spelling;
mod words;

pub use base_url::{BaseUrl, BaseUrlError, PlainHttp};
pub(crate) use base_url::{is_confidential, is_loopback};
pub(crate) use json::Pointer;
pub use legible::{legible, legible_text};
pub use path::PathError;
pub(crate) use posted::{Template, Unfilled, Values};
pub use request::Request;
pub use response::{CookieSet, Response};
pub(crate) use response::{cookies_set, set_cookie};
pub use words::Words;
