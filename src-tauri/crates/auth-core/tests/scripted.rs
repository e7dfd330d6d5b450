//! The engine against a script: each call waits for the test's answer, and time passes when the test says so.
//! What happens here could be made to happen on no socket, or only by waiting for minutes.

#[path = "scripted/world.rs"]
mod world;

#[path = "scripted/anonymous.rs"]
mod anonymous;
#[path = "scripted/cookies.rs"]
mod cookies;
#[path = "scripted/described.rs"]
mod described;
#[path = "scripted/doubt.rs"]
mod doubt;
#[path = "scripted/echoes.rs"]
mod echoes;
#[path = "scripted/forgery.rs"]
mod forgery;
#[path = "scripted/guests.rs"]
mod guests;
#[path = "scripted/leaving.rs"]
mod leaving;
#[path = "scripted/signing_in/oauth.rs"]
mod oauth;
#[path = "scripted/requests.rs"]
mod requests;
#[path = "scripted/signing_in/second_step.rs"]
mod second_step;
#[path = "scripted/signing_out.rs"]
mod signing_out;
