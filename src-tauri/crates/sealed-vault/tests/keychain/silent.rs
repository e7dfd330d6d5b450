//! A keychain that does not answer, or a person who does not.

use keyring_rig::{Keyring, PrivateBus, RigError};
use zbus::blocking::{Connection, connection};

use super::app::App;

#[test]
fn a_call_waits_for_a_frozen_keychain_and_gets_the_right_answer() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.freeze()?;
    app.begin("read work");
    app.begin("read home");
    assert_eq!(app.answer_at_once(), None);
    keyring.thaw()?;
    let mut answers = [app.answer(), app.answer()];
    answers.sort();
    assert_eq!(answers, ["key 7", "no key"]);
    Ok(())
}

#[test]
fn a_keychain_that_ends_under_a_call_ends_the_call() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.freeze()?;
    app.begin("read work");
    assert_eq!(app.answer_at_once(), None);
    keyring.kill()?;
    assert_eq!(app.answer(), "NoAnswer");
    keyring.start_again()?;
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn a_question_to_the_person_ends_with_the_keychain_that_asked_it() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.lock()?;
    let _person = person_who_does_not_answer(&bus)?;
    app.begin("read work");
    assert_eq!(app.answer_at_once(), None);
    keyring.kill()?;
    assert_eq!(app.answer(), "NoAnswer");
    keyring.start_again()?;
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn a_question_that_goes_away_unanswered_leaves_the_keychain_locked() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    keyring.lock()?;
    let person = person_who_does_not_answer(&bus)?;
    let mut app = App::on(bus.address());
    app.begin("write work 7");
    assert_eq!(app.answer_at_once(), None);
    drop(person);
    assert_eq!(app.answer(), "Locked");
    assert_eq!(keyring.count()?, 0);
    Ok(())
}

/// The name by which gnome-keyring finds what shows its questions, and nothing behind it that answers.
fn person_who_does_not_answer(bus: &PrivateBus) -> Result<Connection, RigError> {
    Ok(connection::Builder::address(bus.address())?
        .name("org.gnome.keyring.SystemPrompter")?
        .build()?)
}
