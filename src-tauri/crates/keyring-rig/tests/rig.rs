//! The rig does what its tests' authors believe it does.
#![cfg(target_os = "linux")]

use std::env;
use std::error::Error;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use keyring_rig::{Keyring, PrivateBus, RigError};
use zbus::blocking::{connection, fdo::DBusProxy};
use zbus::names::BusName;

#[test]
fn a_keyring_starts_unlocked_and_empty() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    assert!(!keyring.is_locked()?);
    assert_eq!(keyring.count()?, 0);
    Ok(())
}

#[test]
fn a_keyring_locks_and_unlocks() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let keyring = Keyring::start(&bus)?;
    keyring.lock()?;
    assert!(keyring.is_locked()?);
    keyring.unlock()?;
    assert!(!keyring.is_locked()?);
    Ok(())
}

#[test]
fn a_keyring_starts_again_as_it_is_told() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let mut keyring = Keyring::start(&bus)?;
    keyring.stop()?;
    assert!(matches!(keyring.is_locked(), Err(RigError::NotRunning)));
    keyring.start_again_locked()?;
    assert!(keyring.is_locked()?);
    keyring.unlock()?;
    assert!(!keyring.is_locked()?);
    keyring.stop()?;
    keyring.start_again()?;
    assert!(!keyring.is_locked()?);
    Ok(())
}

#[test]
fn two_keyrings_know_nothing_of_each_other() -> Result<(), RigError> {
    let (here, there) = (PrivateBus::start()?, PrivateBus::start()?);
    assert_ne!(here.address(), there.address());
    let (mine, theirs) = (Keyring::start(&here)?, Keyring::start(&there)?);
    mine.lock()?;
    assert!(!theirs.is_locked()?);
    Ok(())
}

#[test]
fn what_is_dropped_has_ended() -> Result<(), RigError> {
    let bus = PrivateBus::start()?;
    let address = bus.address().to_owned();
    let keyring = Keyring::start(&bus)?;
    keyring.freeze()?;
    drop(keyring);
    drop(bus);
    let connected = connection::Builder::address(address.as_str())?.build();
    assert!(connected.is_err());
    Ok(())
}

/// Set for the process that is to be killed with a bus and a keyring on its hands.
const ROLE: &str = "KEYRING_RIG_TEST_HOLDER";

#[test]
fn holds_a_keyring_until_it_is_killed() -> Result<(), RigError> {
    if env::var_os(ROLE).is_none() {
        return Ok(());
    }
    let bus = PrivateBus::start()?;
    let _keyring = Keyring::start(&bus)?;
    println!("\naddress: {}", bus.address());
    loop {
        thread::park();
    }
}

fn holder() -> Result<Command, io::Error> {
    let mut command = Command::new(env::current_exe()?);
    command
        .args([
            "--exact",
            "--nocapture",
            "holds_a_keyring_until_it_is_killed",
        ])
        .env(ROLE, "");
    Ok(command)
}

#[test]
fn where_the_programs_are_missing_a_test_fails_and_says_what_to_do() -> Result<(), Box<dyn Error>> {
    let output = holder()?.env("PATH", "/nowhere").output()?;
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(words.contains("run `cargo xtask setup`"), "{words}");
    Ok(())
}

#[test]
fn what_a_killed_run_has_started_ends_with_it() -> Result<(), Box<dyn Error>> {
    // Who is killed does not tidy up. Its folders are made in here, and go with this one.
    let folders = tempfile::tempdir()?;
    let mut holder = holder()?
        .env("TMPDIR", folders.path())
        .stdout(Stdio::piped())
        .spawn()?;
    let lines = BufReader::new(holder.stdout.take().ok_or("no output")?).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| Some(line.strip_prefix("address: ")?.to_owned()))
        .ok_or("no address")?;
    let is_there = || {
        let bus = connection::Builder::address(address.as_str())?.build()?;
        let keyring = BusName::try_from("org.freedesktop.secrets")?;
        DBusProxy::new(&bus)?.get_connection_unix_process_id(keyring)?;
        Ok::<_, Box<dyn Error>>(())
    };
    is_there()?;
    holder.kill()?;
    holder.wait()?;
    let ends = Instant::now() + Duration::from_secs(10);
    while is_there().is_ok() {
        assert!(Instant::now() < ends, "the bus outlives the run");
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
