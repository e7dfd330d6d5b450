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
        _ => KeyStoreError::Refused,
    }
}

#[cfg(target_os = "macos")]
fn of_failure(error: &PlatformError) -> KeyStoreError {
    error
        .downcast_ref::<security_framework::base::Error>()
        .map_or(KeyStoreError::Refused, |error| of_macos(error.code()))
}

#[cfg(target_os = "macos")]
use of_failure as of_no_access;

#[cfg(not(target_os = "macos"))]
fn of_failure(_error: &PlatformError) -> KeyStoreError {
    KeyStoreError::Refused
}

/// Windows says it for one reason, `ERROR_NO_SUCH_LOGON_SESSION`: somebody who is logged in over the
/// network has no credentials there.
#[cfg(not(target_os = "macos"))]
fn of_no_access(_error: &PlatformError) -> KeyStoreError {
    KeyStoreError::Absent
}

/// By the codes of `SecBase.h`.
#[cfg(any(test, target_os = "macos"))]
fn of_macos(code: i32) -> KeyStoreError {
    match code {
        // errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed, errSecInteractionRequired:
        // nobody was there to unlock it, or they would not or could not.
        -128 | -25293 | -25308 | -25315 => KeyStoreError::Locked,
        // errSecNotAvailable, errSecNoSuchKeychain, errSecNoDefaultKeychain.
        -25291 | -25294 | -25307 => KeyStoreError::Absent,
        _ => KeyStoreError::Refused,
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
            assert_eq!(of_macos(code), KeyStoreError::Locked, "{code}");
        }
        for code in [-25291, -25294, -25307] {
            assert_eq!(of_macos(code), KeyStoreError::Absent, "{code}");
        }
        // errSecReadOnly, errSecDuplicateItem
        for code in [-25292, -25299] {
            assert_eq!(of_macos(code), KeyStoreError::Refused, "{code}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_key_and_every_other_refusal_is_one() {
        let system = || PlatformError::from("a reason that nobody has heard of");
        let cases = [
            (Error::BadEncoding(vec![1]), KeyStoreError::NoKey),
            (
                Error::BadDataFormat(vec![1], system()),
                KeyStoreError::NoKey,
            ),
            (Error::PlatformFailure(system()), KeyStoreError::Refused),
            (
                Error::TooLong("secret".to_owned(), 2),
                KeyStoreError::Refused,
            ),
            (Error::Ambiguous(Vec::new()), KeyStoreError::Refused),
            (Error::NoDefaultStore, KeyStoreError::Refused),
        ];
        for (error, expected) in cases {
            let words = error.to_string();
            assert_eq!(meaning(error), expected, "{words}");
        }
    }
}
