//! A server asked for from outside, by the command line or by `LATCHKEY_SERVER` and `LATCHKEY_DIALECT`.
//!
//! For starts from a script, and for a second start, which hands over to the first what it was asked for.

use std::{
    fs, io,
    path::{self, Path},
};

use auth_core::{BaseUrl, BaseUrlError, Dialect, DialectError, PlainHttp};

use super::dialects::ORIGINALS;

/// What says the address of a server, or `demo` for the built-in one.
const SERVER: &str = "LATCHKEY_SERVER (or --server)";
/// What says the kind of the server: a preset, or a file that describes one of your own.
const DIALECT: &str = "LATCHKEY_DIALECT (or --dialect)";
/// The kind when nothing is said.
const DEFAULT_DIALECT: &str = "n-body";
const DEMO: &str = "demo";
/// How the name of a file with a description ends, so that a misspelt preset is not taken for one.
const DESCRIPTION: &str = "json";

/// The server that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Launch {
    /// A server at an address.
    Server {
        /// Where.
        base: BaseUrl,
        /// How it speaks.
        dialect: ipc::DialectChoice,
    },
    /// The built-in demo server.
    Demo {
        /// [`ipc::KnownServer::id`].
        dialect: String,
    },
}

/// Why that cannot be followed. The app does not start: a script that asked for one server must not end up at
/// another.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LaunchError {
    /// Say what an address looks like.
    #[error(
        "{SERVER} is not an address that can be used: {0} (like https://example.org, or `{DEMO}`)"
    )]
    Server(BaseUrlError),
    /// Say which kinds there are.
    #[error(
        "{DIALECT} is none of the known kinds: {} (or a file that ends in .{DESCRIPTION})",
        known_dialects()
    )]
    Dialect,
    /// The file cannot be read.
    #[error("{DIALECT} names a file that cannot be read")]
    File(#[source] io::Error),
    /// Correct the file: the source names the field.
    #[error("{DIALECT} names a file that describes no server")]
    Description(#[source] DialectError),
    /// It speaks like the servers that Latchkey began with alone.
    #[error("{SERVER} asks for the demo server, which is one of {}", ORIGINALS.join(", "))]
    DemoSpeaksOriginals,
    /// Nothing says which server the kind is of.
    #[error("{DIALECT} is set, but {SERVER} is not")]
    DialectAlone,
    /// Built without the feature `demo`.
    #[error("{SERVER} asks for the demo server, which is not part of this build")]
    NoDemo,
}

impl Launch {
    /// Reads what was asked for as text. `None` when nothing was: an empty text says nothing.
    pub(crate) fn read(server: &str, dialect: &str) -> Result<Option<Self>, LaunchError> {
        let (server, named) = (server.trim(), dialect.trim());
        if server.is_empty() {
            return if named.is_empty() {
                Ok(None)
            } else {
                Err(LaunchError::DialectAlone)
            };
        }
        let dialect = dialect_choice(if named.is_empty() {
            DEFAULT_DIALECT
        } else {
            named
        })?;
        if server == DEMO {
            return match dialect {
                _ if !cfg!(feature = "demo") => Err(LaunchError::NoDemo),
                ipc::DialectChoice::Preset { id } if ORIGINALS.contains(&&*id) => {
                    Ok(Some(Self::Demo { dialect: id }))
                }
                _ => Err(LaunchError::DemoSpeaksOriginals),
            };
        }
        // Permission for plain http is a person's to give, with a warning in front of them.
        let base = BaseUrl::parse(server, PlainHttp::LoopbackOnly).map_err(LaunchError::Server)?;
        Ok(Some(Self::Server { base, dialect }))
    }
}

/// A preset by its id, or what a file describes.
fn dialect_choice(named: &str) -> Result<ipc::DialectChoice, LaunchError> {
    if Dialect::preset(named).is_some() {
        return Ok(ipc::DialectChoice::preset(named));
    }
    let path = Path::new(named);
    if path.extension().is_none_or(|it| it != DESCRIPTION) {
        return Err(LaunchError::Dialect);
    }
    let json = fs::read_to_string(path).map_err(LaunchError::File)?;
    Dialect::from_json(&json).map_err(LaunchError::Description)?;
    Ok(ipc::DialectChoice::Custom { json })
}

/// The kind as it is understood in any folder.
pub(crate) fn anywhere(dialect: &str) -> String {
    let path = Some(dialect.trim()).filter(|named| Dialect::preset(named).is_none());
    let path = path.and_then(|path| path::absolute(path).ok());
    path.map_or_else(
        || dialect.to_owned(),
        |path| path.to_string_lossy().into_owned(),
    )
}

fn known_dialects() -> String {
    let ids: Vec<&str> = Dialect::known().iter().map(Dialect::id).collect();
    ids.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_set_changes_nothing() {
        assert_eq!(Launch::read("", " ").unwrap(), None);
    }

    #[test]
    fn a_server_alone_is_taken_for_the_first_kind() {
        let Ok(Some(Launch::Server { base, dialect })) = Launch::read("http://127.0.0.1:8080/", "")
        else {
            panic!("not a server");
        };
        assert_eq!(
            (base.as_str(), dialect),
            (
                "http://127.0.0.1:8080",
                ipc::DialectChoice::preset("n-body")
            )
        );
    }

    #[test]
    fn what_cannot_be_followed_says_which_variable_is_wrong() {
        for (server, dialect, word) in [
            ("example.org", "", "LATCHKEY_SERVER"),
            ("http://example.org", "", "plain http"),
            (
                "https://example.org",
                "oauth",
                "n-body, n-cookie, s-body, s-cookie",
            ),
            ("https://example.org", "no/such/file.json", "cannot be read"),
            ("", "n-body", "LATCHKEY_SERVER (or --server) is not"),
        ] {
            let error = Launch::read(server, dialect).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_kind_is_the_same_in_every_folder() {
        assert_eq!(anywhere("s-body"), "s-body");
        let whole = anywhere("harbour.json");
        assert!(Path::new(&whole).is_absolute() && whole.ends_with("harbour.json"));
        assert_eq!(anywhere(&whole), whole);
        assert_eq!(anywhere(""), "");
    }

    #[test]
    fn a_file_describes_a_kind_of_ones_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("harbour.json");
        let json = serde_json::to_string(&Dialect::preset("s-body")).unwrap();
        fs::write(&file, &json).unwrap();
        let named = file.to_str().unwrap();
        let asked = Launch::read("https://example.org", named).unwrap();
        let Some(Launch::Server { dialect, .. }) = asked else {
            panic!("not a server");
        };
        assert_eq!(dialect, ipc::DialectChoice::Custom { json });

        fs::write(&file, r#"{"id":"harbour"}"#).unwrap();
        let error = Launch::read("https://example.org", named).unwrap_err();
        assert!(matches!(error, LaunchError::Description(_)), "{error}");
    }

    #[cfg(feature = "demo")]
    #[test]
    fn demo_is_a_server_of_its_own() {
        let asked = Launch::read("demo", "s-cookie").unwrap();
        assert_eq!(
            asked,
            Some(Launch::Demo {
                dialect: "s-cookie".into()
            })
        );
    }

    #[cfg(not(feature = "demo"))]
    #[test]
    fn demo_is_refused_by_a_build_without_it() {
        let refused = Launch::read("demo", "");
        assert!(matches!(refused, Err(LaunchError::NoDemo)), "{refused:?}");
    }
}
