//! What every key store does, whatever the system.

use sealed_vault::{Key, KeyStore};

/// Puts a store through everything that the vault does with one. It must be unlocked, and is left
/// without a key of either name.
pub(crate) fn keeps_keys(store: &dyn KeyStore) {
    let (first, second) = (Key::generate().unwrap(), Key::generate().unwrap());
    let (work, home) = ("contract work", "contract ✓ home");
    assert_eq!(store.read(work), Ok(None));
    assert_eq!(store.remove(work), Ok(()), "removing nothing is a success");

    assert_eq!(store.write(work, &first), Ok(()));
    assert_eq!(store.read(work), Ok(Some(first.clone())));
    assert_eq!(store.read(home), Ok(None), "names are apart");
    assert_eq!(store.write(home, &first), Ok(()));

    assert_eq!(
        store.write(work, &second),
        Ok(()),
        "in the place of another"
    );
    assert_eq!(store.read(work), Ok(Some(second)));
    assert_eq!(store.read(home), Ok(Some(first)));

    assert_eq!(store.remove(work), Ok(()));
    assert_eq!(store.read(work), Ok(None));
    assert_eq!(store.remove(home), Ok(()));
    assert_eq!(store.read(home), Ok(None));
}

#[cfg(any(windows, target_os = "macos"))]
#[test]
fn the_systems_own_keychain_keeps_keys() {
    // A run that died must not have left anything behind for this one.
    let service = format!("app.latchkey.test-{}", std::process::id());
    keeps_keys(&sealed_vault::Keychain::new(&sealed_vault::AppId::new(
        service,
    )));
}
