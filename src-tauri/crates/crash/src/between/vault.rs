//! The one vault that everybody here opens.

use std::{path::Path, sync::Arc};

use sealed_vault::{Keep, KeyPlace, NoSteps, Profile, SealedVault, Steps, VaultConfig};

use super::no_keychain::NoKeychain;

/// The name of the server's place in the vault, and of its folder.
pub(crate) const ID: &str = "server";

/// Opens the vault as the app does, but for the key, which is in a file.
pub(crate) fn open(folder: &Path, server: &str, steps: Arc<dyn Steps>) -> SealedVault {
    let profile = Profile {
        folder: folder.to_owned(),
        app: "app.latchkey.crash".into(),
        id: ID.into(),
        origin: server.to_owned(),
    };
    let mut config = VaultConfig::new(profile, Arc::new(NoKeychain));
    config.steps = steps;
    SealedVault::new(config, Keep::Sealed(KeyPlace::File))
}

/// The same, with nobody between the vault and the disk.
pub(crate) fn open_plainly(folder: &Path, server: &str) -> SealedVault {
    open(folder, server, Arc::new(NoSteps))
}
