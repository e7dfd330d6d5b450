//! A keychain that does not answer, or a person who does not.

use std::sync::mpsc;
use std::thread;

use keyring_rig::{Keyring, PrivateBus, RigError};
use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::{Message, Type};

use super::app::{App, PATIENCE};

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
    // On a busy machine the call may reach the bus only now, when nobody is there any more.
    let answer = app.answer();
    assert!(
        ["keychain_silent", "no_keychain"].contains(&&*answer),
        "{answer}"
    );
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
    let person = person_who_does_not_answer(&bus)?;
    app.begin("read work");
    wait_until_asked(&person);
    assert_eq!(app.answer_at_once(), None);
    keyring.kill()?;
    assert_eq!(app.answer(), "keychain_silent");
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
    wait_until_asked(&person);
    assert_eq!(app.answer_at_once(), None);
    drop(person);
    assert_eq!(app.answer(), "keychain_locked");
    assert_eq!(keyring.count()?, 0);
    Ok(())
}

/// Waits until the keychain has a question for them.
fn wait_until_asked(person: &Connection) {
    let mut messages = MessageIterator::from(person);
    let (sender, asked) = mpsc::channel();
    thread::spawn(move || {
        let is_question = |it: &Message| it.message_type() == Type::MethodCall;
        let question = messages.find(|it| it.as_ref().is_ok_and(is_question));
        // Nobody waits any more where this fails.
        let _ = sender.send(question.is_some());
    });
    assert_eq!(asked.recv_timeout(PATIENCE), Ok(true), "nobody was asked");
}

/// The name by which gnome-keyring finds what shows its questions, and nothing behind it that answers.
fn person_who_does_not_answer(bus: &PrivateBus) -> Result<Connection, RigError> {
    Ok(connection::Builder::address(bus.address())?
        .name("org.gnome.keyring.SystemPrompter")?
        .build()?)
}
