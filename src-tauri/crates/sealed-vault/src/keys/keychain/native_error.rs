//! What the refusals of the keychains of Windows and macOS mean to us.

use keyring_core::{Error, error::PlatformError};
use zeroize::Zeroize as _;

use crate::keys::key_store::KeyStoreError;

/// What a refusal means. That there is no such entry is none, and is looked at before.
pub(super) fn meaning(error: Error) -> KeyStoreError {
    match error {
        Error::PlatformFailure(error) => of_failure(&error),
        Error::NoStorageAccess(error) => of_no_access(&error),
        // They carry what is kept.
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeyStoreError::NoKey
        }
        error => refused(&error),
    }
}

/// What a system says names attributes and limits, and nothing that is kept.
fn refused(error: &impl ToString) -> KeyStoreError {
    KeyStoreError::Refused(error.to_string())
}

#[cfg(target_os = "macos")]
fn of_failure(error: &PlatformError) -> KeyStoreError {
    error
        .downcast_ref::<security_framework::base::Error>()
        .and_then(|error| of_macos(error.code()))
        .unwrap_or_else(|| refused(error))
}

#[cfg(target_os = "macos")]
use of_failure as of_no_access;

#[cfg(not(target_os = "macos"))]
fn of_failure(error: &PlatformError) -> KeyStoreError {
    refused(error)
}

/// Windows says it for one reason, `ERROR_NO_SUCH_LOGON_SESSION`: somebody who is logged in over the
/// network has no credentials there.
#[cfg(not(target_os = "macos"))]
fn of_no_access(_error: &PlatformError) -> KeyStoreError {
    KeyStoreError::Absent
}

/// By the codes of `SecBase.h`.
#[cfg(any(test, target_os = "macos"))]
fn of_macos(code: i32) -> Option<KeyStoreError> {
    match code {
        // errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed, errSecInteractionRequired:
        // nobody was there to unlock it, or they would not or could not.
        -128 | -25293 | -25308 | -25315 => Some(KeyStoreError::Locked),
        // errSecNotAvailable, errSecNoSuchKeychain, errSecNoDefaultKeychain.
        -25291 | -25294 | -25307 => Some(KeyStoreError::Absent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(target_os = "macos"))]
    #[test]
    fn a_log_in_without_credentials_on_windows_is_without_a_keychain() {
        let error = Error::NoStorageAccess("ERROR_NO_SUCH_LOGON_SESSION".into());
        assert_eq!(meaning(error), KeyStoreError::Absent);
    }

    #[test]
    fn an_unlocking_that_a_person_turned_down_on_macos_leaves_it_locked() {
        for code in [-128, -25293, -25308, -25315] {
            assert_eq!(of_macos(code), Some(KeyStoreError::Locked), "{code}");
        }
        for code in [-25291, -25294, -25307] {
            assert_eq!(of_macos(code), Some(KeyStoreError::Absent), "{code}");
        }
        // errSecReadOnly, errSecDuplicateItem
        for code in [-25292, -25299] {
            assert_eq!(of_macos(code), None, "{code}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_key_and_every_other_refusal_is_one_in_its_own_words() {
        let system = || PlatformError::from("a reason that nobody has heard of");
        for error in [
            Error::BadEncoding(b"secret".to_vec()),
            Error::BadDataFormat(b"secret".to_vec(), system()),
        ] {
            assert_eq!(meaning(error), KeyStoreError::NoKey);
        }
        let failure = meaning(Error::PlatformFailure(system()));
        let said = "a reason that nobody has heard of".to_owned();
        assert_eq!(failure, KeyStoreError::Refused(said));
        for error in [
            Error::TooLong("service".to_owned(), 2),
            Error::Ambiguous(Vec::new()),
            Error::NoDefaultStore,
        ] {
            let said = KeyStoreError::Refused(error.to_string());
            assert_eq!(meaning(error), said);
        }
    }
}
