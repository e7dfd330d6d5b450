//! What is kept, or its key, goes to another place, as the person chooses.

use std::sync::Arc;

use auth_core::{Change, Record, VaultError};

use super::SealedVault;
use crate::{error::Error, file::Why, keys::KeyPlace};

impl SealedVault {
    /// Seals what is kept with a key in another place from now on, and removes the old key. Moved from the
    /// keychain to a file, what the keychain does not give away is set aside, and its key stays.
    ///
    /// # Errors
    ///
    /// Any [`Error`], and everything is as it was.
    ///
    /// # Cancellation
    ///
    /// Dropped in the middle, the key may have moved or not; [`SealedVault::key_place`] says so soon.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sealed_vault::{Error, KeyPlace, KeyStoreError, SealedVault};
    /// # async fn of(vault: &SealedVault) -> Result<(), Error> {
    /// if let Some(Error::Key { error: KeyStoreError::Absent, .. }) = vault.error() {
    ///     // The person was asked, and chose to go without a keychain.
    ///     vault.move_key(KeyPlace::File).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn move_key(&self, place: KeyPlace) -> Result<(), Error> {
        let moving = Arc::clone(&self.moving).write_owned().await;
        if place == self.key_place() {
            return Ok(());
        }
        self.with_lock(move |file, held| {
            // Until it has come to its end, and not until nobody waits for it any more.
            let _moving = moving;
            file.move_key(&held, place)
        })
        .await
    }

    /// Begins to keep what was kept elsewhere so far, such as in memory, with the key in this place. Takes the
    /// place of what the file has: that is set aside if it cannot be read, and left alone if it is another
    /// version's. With nothing to keep, no disk and no keychain is touched.
    ///
    /// # Errors
    ///
    /// Any [`Error`], and nothing of it is on the disk, not even by half.
    ///
    /// # Cancellation
    ///
    /// Dropped in the middle, the record may be kept or not.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sealed_vault::{Error, KeyPlace, SealedVault};
    /// # async fn of(vault: &SealedVault, memory: &auth_core::MemoryVault) -> Result<(), Error> {
    /// // The person turned "remember me" on.
    /// vault.move_in(memory.record(), KeyPlace::Keychain).await?;
    /// # Ok(()) }
    /// ```
    pub async fn move_in(&self, record: Option<Record>, place: KeyPlace) -> Result<(), Error> {
        self.file.keys.move_to(place);
        let Some(record) = record else {
            return Ok(());
        };
        let write = Box::new(move |kept: Result<Option<Record>, VaultError>| match kept {
            Ok(_) | Err(VaultError::Unreadable | VaultError::KeyMissing | VaultError::MovedOut) => {
                Change::Replace(record)
            }
            Err(_) => Change::Keep,
        });
        self.with_lock(move |file, held| {
            let written = file.update(&held, write);
            let Some(error) = written.err().or_else(|| file.health.error()) else {
                return Ok(());
            };
            // What was chosen not to be kept is not there, not even by half.
            if file.erase_ours(Why::MovedOut).is_ok() && file.remove_keys(&held).is_err() {
                tracing::debug!("a key that opens nothing is left behind");
            }
            file.health.clear();
            Err(error)
        })
        .await?;
        self.see_now().await;
        Ok(())
    }

    /// Stops keeping, and answers what was kept, to be kept elsewhere: nothing of it stays on the disk, the key
    /// included. What the keychain does not give away is erased unread.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] and [`Error::Newer`] where what is kept is damaged or another version's: it stays,
    /// and nothing else does. [`Error::KeyMissing`] and [`Error::MovedOut`] where it could not be answered because
    /// nothing here opens it, or another process has moved it out before: nothing stays. With any other, everything
    /// is as it was.
    ///
    /// # Cancellation
    ///
    /// Dropped in the middle, what was kept may be erased and answered to nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sealed_vault::{Error, SealedVault};
    /// # async fn of(vault: &SealedVault) -> Result<(), Error> {
    /// // The person turned "remember me" off, and stays signed in until the program ends.
    /// let record = match vault.move_out().await {
    ///     Err(Error::Unreadable | Error::Newer | Error::KeyMissing { .. } | Error::MovedOut) => None,
    ///     moved => moved?,
    /// };
    /// # Ok(()) }
    /// ```
    pub async fn move_out(&self) -> Result<Option<Record>, Error> {
        if !self.has_folder().await? {
            return Ok(None);
        }
        let kept = self
            .with_lock(|file, held| {
                let kept = file.read();
                if let Err(error) = &kept
                    && !error.is_of_content()
                {
                    return Err(error.clone());
                }
                file.erase_ours(Why::MovedOut)?;
                // A key that opens nothing is no reason to keep what it opened.
                if let Err(error) = file.remove_keys(&held) {
                    tracing::warn!(%error, "a key that is not used any more is left behind");
                }
                file.health.clear();
                Ok(kept)
            })
            .await?;
        match kept {
            // The session was not there to be answered, which is no reason to take it for signed out.
            Err(error) if error == Error::Newer || error.gives_way() => Err(error),
            kept => Ok(kept.unwrap_or(None)),
        }
    }
}
