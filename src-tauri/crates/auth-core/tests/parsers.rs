//! The engine from outside, against a network that answers whatever it likes: where a request may be
//! led, and what may be seen of a session's secrets.

mod parsers {
    mod redirects;
    mod secrecy;
    mod world;
}
