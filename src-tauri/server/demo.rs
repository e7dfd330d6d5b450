//! The built-in demo server, as far as the app handles it: started when a person asks, on a free
//! port of this machine, and stopped with the app.
//!
//! A build without the feature `demo` has the same type, which always says that it cannot: what is added
//! to one is added to both. Uses the demo server's crate, and nothing else of the app.

#[cfg(not(feature = "demo"))]
mod absent;
#[cfg(feature = "demo")]
mod built_in;

#[cfg(not(feature = "demo"))]
pub(crate) use absent::Demo;
#[cfg(feature = "demo")]
pub(crate) use built_in::Demo;
