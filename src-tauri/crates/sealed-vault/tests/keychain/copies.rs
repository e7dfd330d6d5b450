//! Entries that others have put there, as people and their programs do.

use std::collections::HashMap;

use keyring_rig::{Keyring, PrivateBus};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::blocking::connection;

use super::app::{App, SERVICE};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Puts entries of this user name there one after the other, each beside the others.
fn put(bus: &PrivateBus, user: &str, secrets: &[&[u8]]) -> Outcome {
    let connection = connection::Builder::address(bus.address())?.build()?;
    let service = SecretService::connect_with_existing(EncryptionType::Dh, connection)?;
    let collection = service.get_default_collection()?;
    for (at, secret) in secrets.iter().enumerate() {
        if at > 0 {
            // Keychains remember whole seconds.
            std::thread::sleep(std::time::Duration::from_millis(1100));
        }
        let attributes = HashMap::from([("service", SERVICE), ("username", user)]);
        collection.create_item("an entry", attributes, secret, false, "text/plain")?;
    }
    Ok(())
}

#[test]
fn an_entry_that_another_program_made_is_a_key_if_it_is_as_long_as_one() -> Outcome {
    let bus = PrivateBus::start()?;
    let _keyring = Keyring::start(&bus)?;
    put(&bus, "session key work", &[&[7; 32]])?;
    put(&bus, "session key home", &[b"a password"])?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("read work"), "key 7");
    assert_eq!(app.ask("read home"), "no_key");
    assert_eq!(app.ask("write home 8"), "done");
    assert_eq!(app.ask("read home"), "key 8");
    Ok(())
}

#[test]
fn of_several_entries_the_newest_counts_and_a_new_key_replaces_them_all() -> Outcome {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    put(&bus, "session key work", &[&[7; 32], &[8; 32]])?;
    assert_eq!(keyring.count()?, 2);
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("read work"), "key 8");
    assert_eq!(app.ask("write work 9"), "done");
    assert_eq!(app.ask("read work"), "key 9");
    assert_eq!(keyring.count()?, 1);
    Ok(())
}

#[test]
fn a_key_that_is_removed_is_removed_in_every_copy() -> Outcome {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    put(&bus, "session key work", &[&[7; 32], &[7; 32]])?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("remove work"), "done");
    assert_eq!(app.ask("read work"), "no key");
    assert_eq!(keyring.count()?, 0);
    Ok(())
}
