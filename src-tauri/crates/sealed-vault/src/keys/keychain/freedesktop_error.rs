//! What the refusals of a Secret Service, and of the bus that it is on, mean to us.

use std::io;

use secret_service::Error;
use zbus::{DBusError as _, fdo};

use crate::keys::key_store::KeyStoreError;

/// What a refusal of the service means.
pub(super) fn meaning(error: &Error) -> KeyStoreError {
    match error {
        // A person turned the unlocking down, or there was nobody to ask.
        Error::Locked | Error::Prompt => KeyStoreError::Locked,
        // There is no collection to keep anything in, or nothing that could have one.
        Error::NoResult | Error::Unavailable => KeyStoreError::Absent,
        Error::PromptDisconnected => KeyStoreError::NoAnswer,
        Error::Zbus(error) => of_bus(error),
        Error::ZbusFdo(error) => of_interface(error),
        error => refused(error),
    }
}

/// What a refusal of the bus means, or of a service by way of the bus.
pub(super) fn of_bus(error: &zbus::Error) -> KeyStoreError {
    match error {
        // No bus is meant, or none is there, or nobody listens any more where one was.
        zbus::Error::Address(_) => KeyStoreError::Absent,
        zbus::Error::Connection(error, _) | zbus::Error::InputOutput(error) => of_socket(error),
        zbus::Error::MethodError(name, ..) => named(name).unwrap_or_else(|| refused(error)),
        zbus::Error::FDO(error) => of_interface(error),
        error => refused(error),
    }
}

fn of_interface(error: &fdo::Error) -> KeyStoreError {
    match error {
        fdo::Error::ZBus(error) => of_bus(error),
        error => named(error.name().as_str()).unwrap_or_else(|| refused(error)),
    }
}

fn of_socket(error: &io::Error) -> KeyStoreError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => KeyStoreError::Absent,
        // The bus went away under the call.
        io::ErrorKind::BrokenPipe
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::UnexpectedEof => KeyStoreError::NoAnswer,
        _ => refused(error),
    }
}

/// By the names of the D-Bus specification and of the Secret Service API, "Errors".
fn named(name: &str) -> Option<KeyStoreError> {
    Some(match name {
        "org.freedesktop.Secret.Error.IsLocked" => KeyStoreError::Locked,
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner" => KeyStoreError::Absent,
        // The service ended under the call, or the bus gave up on it.
        "org.freedesktop.DBus.Error.NoReply"
        | "org.freedesktop.DBus.Error.Timeout"
        | "org.freedesktop.DBus.Error.TimedOut" => KeyStoreError::NoAnswer,
        // A service is installed that cannot be started.
        name if name.starts_with("org.freedesktop.DBus.Error.Spawn.") => KeyStoreError::Absent,
        _ => return None,
    })
}

/// A service says names and reasons in its errors. The secret is encrypted on its way, and in none of them.
fn refused(error: &impl ToString) -> KeyStoreError {
    KeyStoreError::Refused(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn interface(error: fdo::Error) -> Error {
        Error::Zbus(zbus::Error::FDO(Box::new(error)))
    }

    #[test]
    fn what_was_not_unlocked_is_locked() {
        assert_eq!(meaning(&Error::Locked), KeyStoreError::Locked);
        assert_eq!(meaning(&Error::Prompt), KeyStoreError::Locked);
        assert_eq!(
            named("org.freedesktop.Secret.Error.IsLocked"),
            Some(KeyStoreError::Locked)
        );
    }

    #[test]
    fn where_there_is_no_service_there_is_no_keychain() {
        let words = String::new;
        for error in [
            Error::NoResult,
            Error::Unavailable,
            Error::Zbus(zbus::Error::Address(words())),
            Error::ZbusFdo(fdo::Error::ServiceUnknown(words())),
            interface(fdo::Error::ServiceUnknown(words())),
            interface(fdo::Error::NameHasNoOwner(words())),
            interface(fdo::Error::SpawnChildExited(words())),
            interface(fdo::Error::SpawnServiceNotFound(words())),
        ] {
            assert_eq!(meaning(&error), KeyStoreError::Absent, "{error:?}");
        }
    }

    #[test]
    fn a_service_that_ends_under_a_call_gives_no_answer() {
        let words = String::new;
        for error in [
            Error::PromptDisconnected,
            Error::ZbusFdo(fdo::Error::NoReply(words())),
            interface(fdo::Error::TimedOut(words())),
        ] {
            assert_eq!(meaning(&error), KeyStoreError::NoAnswer, "{error:?}");
        }
    }

    #[test]
    fn a_socket_says_whether_there_is_a_bus() {
        for (kind, expected) in [
            (io::ErrorKind::NotFound, KeyStoreError::Absent),
            (io::ErrorKind::ConnectionRefused, KeyStoreError::Absent),
            (io::ErrorKind::UnexpectedEof, KeyStoreError::NoAnswer),
        ] {
            let error = zbus::Error::InputOutput(Arc::new(kind.into()));
            assert_eq!(of_bus(&error), expected, "{kind}");
        }
        let error = zbus::Error::InputOutput(Arc::new(io::ErrorKind::PermissionDenied.into()));
        let said = KeyStoreError::Refused("permission denied".to_owned());
        assert_eq!(of_bus(&error), said);
    }

    #[test]
    fn every_other_refusal_is_one_in_its_own_words() {
        let refusal = fdo::Error::AccessDenied("not for you".to_owned());
        for (error, words) in [
            (Error::Crypto("invalid vector"), "invalid vector"),
            (
                Error::Zbus(zbus::Error::InvalidReply),
                "Invalid D-Bus method reply",
            ),
            (interface(refusal), "not for you"),
        ] {
            let meaning = meaning(&error);
            assert!(
                matches!(&meaning, KeyStoreError::Refused(said) if said.contains(words)),
                "{meaning:?}"
            );
        }
        assert_eq!(named("org.freedesktop.Secret.Error.NoSession"), None);
    }
}
