//! A keychain that is there and unlocked, as it is on most days.

use keyring_rig::{Keyring, PrivateBus, RigError};

use super::app::App;

#[test]
fn a_secret_service_keeps_keys() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    assert_eq!(App::on(bus.address()).ask("contract"), "done");
    assert_eq!(keyring.count()?, 0, "it leaves nothing behind");
    Ok(())
}

#[test]
fn another_process_reads_the_key() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let _keyring = Keyring::start(&bus)?;
    assert_eq!(App::on(bus.address()).ask("write work 7"), "done");
    let mut another = App::on(bus.address());
    assert_eq!(another.ask("read work"), "key 7");
    assert_eq!(another.ask("read home"), "no key");
    Ok(())
}

#[test]
fn a_key_outlives_the_keychains_process_and_the_app_finds_the_new_one() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.stop()?;
    assert_eq!(app.ask("read work"), "no_keychain");
    keyring.start_again()?;
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn a_keychain_that_is_started_after_the_app_is_found() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "no_keychain");
    let _keyring = Keyring::start(&bus)?;
    assert_eq!(app.ask("write work 7"), "done");
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn calls_that_are_made_at_the_same_time_are_all_answered() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    for server in 0..10 {
        app.begin(&format!("write server-{server} {server}"));
    }
    for _ in 0..10 {
        assert_eq!(app.answer(), "done");
    }
    assert_eq!(keyring.count()?, 10);
    assert_eq!(app.ask("read server-3"), "key 3");
    Ok(())
}
