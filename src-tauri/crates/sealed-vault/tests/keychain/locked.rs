//! A keychain that is locked, with nobody there to unlock it.

use keyring_rig::{Keyring, PrivateBus, RigError};

use super::app::App;

#[test]
fn a_locked_keychain_is_not_a_missing_key() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.lock()?;
    assert_eq!(app.ask("read work"), "keychain_locked");
    assert_eq!(app.ask("read never-written"), "keychain_locked");
    keyring.unlock()?;
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn a_keychain_that_was_not_unlocked_at_the_log_in_is_locked() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut keyring = Keyring::start(&bus)?;
    assert_eq!(App::on(bus.address()).ask("write work 7"), "done");
    keyring.stop()?;
    keyring.start_again_locked()?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("read work"), "keychain_locked");
    assert_eq!(app.ask("read never-written"), "keychain_locked");
    keyring.unlock()?;
    assert_eq!(app.ask("read work"), "key 7");
    Ok(())
}

#[test]
fn a_locked_keychain_takes_no_key_and_gives_none_up() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    keyring.lock()?;
    assert_eq!(app.ask("write work 8"), "keychain_locked");
    assert_eq!(app.ask("write home 8"), "keychain_locked");
    assert_eq!(app.ask("remove work"), "keychain_locked");
    assert_eq!(keyring.count()?, 1);
    keyring.unlock()?;
    assert_eq!(app.ask("read work"), "key 7");
    assert_eq!(app.ask("read home"), "no key");
    Ok(())
}
