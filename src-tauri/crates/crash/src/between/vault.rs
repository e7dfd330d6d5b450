//! The one vault that everybody here opens.

use std::{path::Path, sync::Arc};

use auth_core::BaseUrl;
use sealed_vault::{AppId, KeyPlace, NoKeychain, SealedVault, Server, ServerId, VaultConfig};

/// The server's id, and the name of its folder.
pub(crate) const ID: &str = "server";

/// Opens its vault as the app does, but for the key, which is in a file, as a person without a keychain may
/// choose.
pub(crate) fn open(folder: &Path, base: &BaseUrl) -> SealedVault {
    let server = Server::new(AppId::new("app.latchkey.crash"), ServerId::new(ID), base);
    let config = VaultConfig::new(folder, server, Arc::new(NoKeychain));
    SealedVault::new(config.key_place(KeyPlace::File))
}
