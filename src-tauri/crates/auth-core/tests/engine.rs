//! The engine against a real server over real sockets. The numbered tests are the scenarios of the
//! session engine's design.

mod engine {
    mod dialects;
    mod ending;
    mod face;
    mod leaks;
    mod processes;
    mod rig;
    mod sending;
    mod storms;
    mod time;
    mod trouble;
    mod wire;
    mod world;
}
