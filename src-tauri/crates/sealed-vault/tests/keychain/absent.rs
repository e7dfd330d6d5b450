//! No keychain, in the ways that there can be none.

use keyring_rig::{Keyring, PrivateBus, RigError};

use super::app::App;

fn assert_absent(app: &mut App) {
    assert_eq!(app.ask("read work"), "no_keychain");
    assert_eq!(app.ask("write work 7"), "no_keychain");
    assert_eq!(app.ask("remove work"), "no_keychain");
}

#[test]
fn a_bus_without_a_keychain_is_said_to_have_none() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    assert_absent(&mut App::on(bus.address()));
    Ok(())
}

#[test]
fn a_computer_without_a_session_bus_has_no_keychain() {
    let nowhere = tempfile::tempdir().unwrap();
    // As over SSH, or in a container: no variable, and nothing at the usual place.
    assert_absent(&mut App::with(|command| {
        command.env("XDG_RUNTIME_DIR", nowhere.path())
    }));
    assert_absent(&mut App::on("disabled:"));
}

#[test]
fn a_bus_that_has_ended_leaves_no_keychain() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let _keyring = Keyring::start(&bus)?;
    let mut app = App::on(bus.address());
    assert_eq!(app.ask("write work 7"), "done");
    drop(bus);
    assert_absent(&mut app);
    Ok(())
}

#[test]
fn a_keychain_with_no_collection_to_keep_anything_in_is_as_good_as_none() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let _keyring = Keyring::start_bare(&bus)?;
    assert_absent(&mut App::on(bus.address()));
    Ok(())
}
