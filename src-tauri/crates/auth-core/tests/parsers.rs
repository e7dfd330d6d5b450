//! The engine from outside, against a network that answers whatever it likes: where a request may be
//! led, what may be seen of a session's secrets, and what of a strange answer is good enough.

mod parsers {
    mod redirects;
    mod secrecy;
    mod strange;
    mod world;
}
