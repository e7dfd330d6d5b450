//! Whose session is kept.

use std::fmt;

use auth_core::BaseUrl;

/// The app's identifier: the same in every run and every process of it, and no other app's.
///
/// ```
/// let app = sealed_vault::AppId::new("org.example.app");
/// assert_eq!(app.as_str(), "org.example.app");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppId(String);

impl AppId {
    /// An identifier, best in the form that keychains show: a domain of the app's maker from the back.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of one server among those of an app, and the name of its folder.
///
/// Any text is an id, since none leads out of the folder of all servers: up to 64 ASCII letters, digits and
/// hyphens are the folder's name as they are, and whatever is not is spelt in hex. Two ids must differ by
/// more than upper and lower case, which some file systems do not tell apart.
///
/// ```
/// let id = sealed_vault::ServerId::new("work");
/// assert_eq!(id.as_str(), "work");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerId(String);

impl ServerId {
    /// An id. One that was another server's must not be used again: what that left behind is bound to it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the server's folder.
    pub(crate) fn folder_name(&self) -> String {
        let Self(id) = self;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !id.is_empty() && id.len() <= 64 && id.bytes().all(is_plain) {
            return id.clone();
        }
        id.bytes()
            .fold("x_".to_owned(), |name, byte| format!("{name}{byte:02x}"))
    }
}

impl fmt::Display for ServerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The server whose session is kept, as one app knows it. What is sealed is bound to all three parts, and
/// opens as nothing else.
///
/// ```
/// use auth_core::{BaseUrl, PlainHttp};
/// use sealed_vault::{AppId, Server, ServerId};
///
/// # fn main() -> Result<(), auth_core::BaseUrlError> {
/// let base = BaseUrl::parse("https://api.example.org/v1", PlainHttp::LoopbackOnly)?;
/// let server = Server::new(AppId::new("org.example.app"), ServerId::new("work"), &base);
/// assert_eq!(server.origin(), "https://api.example.org");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    app: AppId,
    id: ServerId,
    origin: String,
}

impl Server {
    /// The server at an address. Only the address's origin counts: a server that moves to another origin
    /// does not take its session along, and one whose path is corrected keeps it.
    pub fn new(app: AppId, id: ServerId, base: &BaseUrl) -> Self {
        let origin = origin_of(base.as_str()).to_owned();
        Self { app, id, origin }
    }

    /// Whose server it is.
    pub fn app(&self) -> &AppId {
        &self.app
    }

    /// Which of the app's servers it is.
    pub fn id(&self) -> &ServerId {
        &self.id
    }

    /// Where it is: scheme, host and port (RFC 6454, section 6.2).
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// An address is normalised and has no credentials, no query and no fragment: what is before its path is
/// its origin.
fn origin_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let path = address[host..].find('/');
    path.map_or(address, |path| &address[..host + path])
}

#[cfg(test)]
mod tests {
    use auth_core::PlainHttp;

    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder_of_all() {
        for id in ["", ".", "..", "../x", "a/b", "a\\b", "c:", "x_", "naïve"] {
            let name = ServerId::new(id).folder_name();
            assert!(name.starts_with("x_"), "{id} becomes {name}");
            assert!(
                name.bytes()
                    .all(|it| it.is_ascii_alphanumeric() || it == b'_'),
                "{name}"
            );
        }
        assert_eq!(ServerId::new("0a1b-2c").folder_name(), "0a1b-2c");
    }

    #[test]
    fn a_session_is_bound_to_the_origin_and_not_to_the_path() {
        for (address, origin) in [
            ("https://example.org", "https://example.org"),
            ("https://EXAMPLE.org:443/api/v1/", "https://example.org"),
            ("https://example.org:8443/", "https://example.org:8443"),
            ("http://[::1]:8080/api", "http://[::1]:8080"),
            ("https://bücher.example/x", "https://xn--bcher-kva.example"),
        ] {
            let base = BaseUrl::parse(address, PlainHttp::LoopbackOnly).unwrap();
            let server = Server::new(AppId::new("app"), ServerId::new("server"), &base);
            assert_eq!(server.origin(), origin);
        }
    }
}
