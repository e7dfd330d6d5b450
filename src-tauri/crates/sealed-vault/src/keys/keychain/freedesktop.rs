//! Secret Service over D-Bus: gnome-keyring, `KWallet`, `KeePassXC`, and whatever else speaks it.
//!
//! The `secret-service` crate is used itself, and not the store that `keyring` builds on it. That one
//! takes every search without a result for a missing entry, which a locked keychain may answer too; it
//! holds one connection for ever, with a lock around it for as long as a call lasts; and it waits for
//! ever for a question to the person when the keychain ends under it. The entries have the attributes
//! that `keyring` gives to its own, so either finds what the other has kept.

use std::collections::HashMap;
use std::pin::pin;

use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use secret_service::{Collection, EncryptionType, Item, SecretService};
use zbus::Connection;
use zbus::fdo::DBusProxy;
use zeroize::Zeroizing;

use super::entries::Entries;
use super::freedesktop_error::{meaning, of_bus};
use crate::keys::key_store::KeyStoreError;

/// The name that a Secret Service has on the bus.
const NAME: &str = "org.freedesktop.secrets";
const CONTENT_TYPE: &str = "application/octet-stream";

type Answer<T> = Result<T, KeyStoreError>;

/// The entries of one app.
pub(super) struct SecretItems {
    service: String,
}

impl SecretItems {
    pub(super) fn new(service: &str) -> Self {
        Self {
            service: service.to_owned(),
        }
    }

    fn attributes<'a>(&'a self, user: &'a str) -> HashMap<&'a str, &'a str> {
        HashMap::from([("service", self.service.as_str()), ("username", user)])
    }

    /// What a person sees who looks through their keychain.
    fn label(&self, user: &str) -> String {
        format!("{}: {user}", self.service)
    }
}

impl Entries for SecretItems {
    fn fetch(&self, user: &str) -> Answer<Option<Zeroizing<Vec<u8>>>> {
        on_a_connection(async |service| {
            let collection = unlocked_default(service).await?;
            let items = newest_first(service, self.attributes(user)).await?;
            let Some(item) = items.first() else {
                // Some keychains find nothing while they are locked, and a person may have locked it
                // since the look before the search.
                collection.ensure_unlocked().await.map_err(refused)?;
                return Ok(None);
            };
            let secret = item.get_secret().await.map_err(refused)?;
            Ok(Some(Zeroizing::new(secret)))
        })
    }

    fn put(&self, user: &str, secret: &[u8]) -> Answer<()> {
        on_a_connection(async |service| {
            let collection = unlocked_default(service).await?;
            let items = newest_first(service, self.attributes(user)).await?;
            let Some((item, others)) = items.split_first() else {
                let (label, attributes) = (self.label(user), self.attributes(user));
                collection
                    .create_item(&label, attributes, secret, true, CONTENT_TYPE)
                    .await
                    .map_err(refused)?;
                return Ok(());
            };
            item.set_secret(secret, CONTENT_TYPE)
                .await
                .map_err(refused)?;
            delete(others).await
        })
    }

    fn remove(&self, user: &str) -> Answer<()> {
        on_a_connection(async |service| {
            unlocked_default(service).await?;
            delete(&newest_first(service, self.attributes(user)).await?).await
        })
    }

    /// As the person's own tool for keyrings names it.
    fn name(&self) -> Option<String> {
        let label = on_a_connection(async |service| {
            let collection = service.get_default_collection().await.map_err(refused)?;
            collection.get_label().await.map_err(refused)
        });
        label.ok().filter(|label| !label.is_empty())
    }
}

/// Asks the keychain that is there now, on a connection of this call's own.
fn on_a_connection<T>(ask: impl AsyncFnOnce(&SecretService<'_>) -> Answer<T>) -> Answer<T> {
    async_io::block_on(async {
        let bus = Connection::session()
            .await
            .map_err(|error| of_bus(&error))?;
        let asking = pin!(async {
            let connected = SecretService::connect_with_existing(EncryptionType::Dh, bus.clone());
            ask(&connected.await.map_err(refused)?).await
        });
        match select(asking, pin!(end_of_keychain(&bus))).await {
            Either::Left((answer, _)) => answer,
            Either::Right((error, _)) => Err(error),
        }
    })
}

/// Returns when the keychain that has the name on the bus ends, or the bus does.
///
/// The bus itself answers in the name of a service that ends under a call. A question to the person is
/// no call, though, and its answer would never come.
async fn end_of_keychain(bus: &Connection) -> KeyStoreError {
    let watch = async {
        let proxy = DBusProxy::new(bus).await?;
        let watched = [(0, NAME)];
        proxy.receive_name_owner_changed_with_args(&watched).await
    };
    let mut changes = match watch.await {
        Ok(changes) => changes,
        Err(error) => return of_bus(&error),
    };
    while let Some(change) = changes.next().await {
        // A name that nobody had is taken when the bus starts a keychain for this very call.
        if change.args().is_ok_and(|change| change.old_owner.is_some()) {
            break;
        }
    }
    KeyStoreError::NoAnswer
}

/// The collection that new secrets go to, which is unlocked now.
///
/// While it is locked nothing else is asked: a search may find nothing in it, and that must not be taken
/// for a missing key.
async fn unlocked_default<'a>(service: &'a SecretService<'_>) -> Answer<Collection<'a>> {
    let collection = service.get_default_collection().await.map_err(refused)?;
    if collection.is_locked().await.map_err(refused)? {
        collection.unlock().await.map_err(refused)?;
        collection.ensure_unlocked().await.map_err(refused)?;
    }
    Ok(collection)
}

/// Every item with these attributes, in any collection, unlocked.
///
/// There is one, or none, unless somebody has copied it, or has changed which collection is the default
/// one. Then the one that was written last counts: it is the likeliest to open the envelope, and refusing
/// would lose the session for certain where a wrong guess loses it perhaps.
async fn newest_first<'a>(
    service: &'a SecretService<'_>,
    attributes: HashMap<&str, &str>,
) -> Answer<Vec<Item<'a>>> {
    let found = service.search_items(attributes).await.map_err(refused)?;
    if !found.locked.is_empty() {
        let locked: Vec<&Item<'_>> = found.locked.iter().collect();
        service.unlock_all(&locked).await.map_err(refused)?;
    }
    let mut items = Vec::new();
    for item in found.unlocked.into_iter().chain(found.locked) {
        let modified = item.get_modified().await.map_err(refused)?;
        items.push((modified, item));
    }
    items.sort_by_key(|(modified, _)| std::cmp::Reverse(*modified));
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

async fn delete(items: &[Item<'_>]) -> Answer<()> {
    for item in items {
        item.delete().await.map_err(refused)?;
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to `map_err`, which gives the error away"
)]
fn refused(error: secret_service::Error) -> KeyStoreError {
    meaning(&error)
}
