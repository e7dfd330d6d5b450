//! The address of a server, checked once, so that nothing else needs to doubt it.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

/// The base address of a server: `https`, or `http` where that is allowed; no credentials, no
/// query, no fragment, no trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    text: String,
}

/// Whether plain http may leave this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainHttp {
    /// Only to loopback addresses.
    LoopbackOnly,
    /// The person allowed it for this server and was warned.
    Allowed,
}

/// Why a text cannot be a base address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// Ask for an address.
    #[error("the address is empty")]
    Empty,
    /// Ask for one like `https://example.org`.
    #[error("the address cannot be read as a URL")]
    NotUrl,
    /// Ask for `https`.
    #[error("the address is neither https nor http")]
    Scheme,
    /// Ask for `https`, or for the person's explicit permission.
    #[error("plain http to {host} could be read by anybody on the way")]
    PlainHttp {
        /// Where it would go.
        host: String,
    },
    /// Ask for the address without them; they are typed at sign-in.
    #[error("the address contains a user name or a password")]
    Credentials,
    /// Ask for the address without them.
    #[error("the address contains a query or a fragment")]
    QueryOrFragment,
}

impl BaseUrlError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotUrl => "not_url",
            Self::Scheme => "scheme",
            Self::PlainHttp { .. } => "plain_http",
            Self::Credentials => "credentials",
            Self::QueryOrFragment => "query_or_fragment",
        }
    }
}

/// No server has a longer address, and the rules for international host names take their time over one.
const LONGEST: usize = 2048;

impl BaseUrl {
    /// Reads an address as a person types it; surrounding space and trailing slashes are forgiven.
    ///
    /// ```
    /// use auth_core::{BaseUrl, BaseUrlError, PlainHttp};
    ///
    /// let base = BaseUrl::parse(" https://api.example.org/app/ ", PlainHttp::LoopbackOnly)?;
    /// assert_eq!(base.as_str(), "https://api.example.org/app");
    /// let plain = BaseUrl::parse("http://api.example.org", PlainHttp::LoopbackOnly);
    /// assert!(matches!(plain, Err(BaseUrlError::PlainHttp { .. })));
    /// # Ok::<(), BaseUrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Says what is wrong with it, and so what to ask for.
    pub fn parse(text: &str, plain_http: PlainHttp) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BaseUrlError::Empty);
        }
        if text.len() > LONGEST {
            return Err(BaseUrlError::NotUrl);
        }
        // `url` drops tabs and newlines and reads `\` as `/`; what a person meant by those is
        // anybody's guess.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(BaseUrlError::NotUrl);
        }
        let mut url = Url::parse(text).map_err(|_| BaseUrlError::NotUrl)?;
        check(&url, text, plain_http)?;
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let text = url.as_str().trim_end_matches('/').to_owned();
        // Escaping makes it longer, and what is kept must be readable again.
        if text.len() > LONGEST {
            return Err(BaseUrlError::NotUrl);
        }
        Ok(Self { url, text })
    }

    /// The normalised address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the server is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Whether the connection is plain http.
    pub fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// The name or number of the machine.
    #[cfg(feature = "http-transport")]
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The path of the address, without a trailing slash; empty for most servers.
    pub(crate) fn prefix(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The origin, as requests name it (RFC 6454 section 6.2).
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Whether a URL is of this server's origin (RFC 6454 section 4: scheme, host and port), without a
    /// user name that would become a credential.
    pub(crate) fn is_of_server(&self, other: &Url) -> bool {
        let is_anonymous = other.username().is_empty() && other.password().is_none();
        self.url.origin() == other.origin() && is_anonymous
    }

    /// The path of a URL below the path of the address, which a redirect may spell in other letters; the
    /// whole path where it is not below.
    pub(crate) fn below<'a>(&self, url: &'a Url) -> &'a str {
        let (path, prefix) = (url.path(), self.prefix());
        match path.split_at_checked(prefix.len()) {
            Some((start, rest)) if start.eq_ignore_ascii_case(prefix) => rest,
            _ => path,
        }
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BaseUrl").field(&self.text).finish()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn check(url: &Url, text: &str, plain_http: PlainHttp) -> Result<(), BaseUrlError> {
    if !matches!(url.scheme(), "https" | "http") {
        // `localhost:8080` parses as the scheme `localhost`.
        return Err(if text.contains("://") {
            BaseUrlError::Scheme
        } else {
            BaseUrlError::NotUrl
        });
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err(BaseUrlError::NotUrl);
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BaseUrlError::Credentials);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BaseUrlError::QueryOrFragment);
    }
    let may_be_read = url.scheme() == "http" && !is_loopback(url);
    if may_be_read && plain_http == PlainHttp::LoopbackOnly {
        return Err(BaseUrlError::PlainHttp {
            host: host.to_owned(),
        });
    }
    Ok(())
}

/// Whether nobody on the way can read what goes there: it goes over TLS, or stays on this machine. Nor is a user name in
/// it, which would become a credential.
pub(crate) fn is_confidential(url: &Url) -> bool {
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    is_anonymous && is_safe && url.fragment().is_none()
}

/// `localhost` and all below it count (RFC 6761 section 6.3): the transport asks no resolver for them,
/// which could say otherwise.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => {
            // The dot at the end is the root of all names, and says that this one is whole.
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, BaseUrlError> {
        BaseUrl::parse(text, PlainHttp::LoopbackOnly).map(|base| base.to_string())
    }

    #[test]
    fn space_and_trailing_slashes_are_forgiven() {
        assert_eq!(
            parse("  https://Example.org// "),
            Ok("https://example.org".into())
        );
        assert_eq!(
            parse("https://example.org/app/"),
            Ok("https://example.org/app".into())
        );
        assert_eq!(
            parse("http://127.0.0.1:8080/"),
            Ok("http://127.0.0.1:8080".into())
        );
        assert_eq!(parse("http://[::1]:8080"), Ok("http://[::1]:8080".into()));
    }

    #[test]
    fn plain_http_to_another_machine_needs_permission() {
        let error = BaseUrlError::PlainHttp {
            host: "example.org".into(),
        };
        assert_eq!(parse("http://example.org"), Err(error));
        assert!(parse("http://127.0.0.1.example.org").is_err());
        assert!(BaseUrl::parse("http://example.org", PlainHttp::Allowed).is_ok());
    }

    #[test]
    fn all_names_of_this_machine_are_loopback_and_no_others() {
        for host in [
            "localhost",
            "LocalHost.",
            "api.localhost",
            "a.b.localhost.",
            "127.9.9.9",
            "[::1]",
        ] {
            let base = BaseUrl::parse(&format!("http://{host}:8080"), PlainHttp::LoopbackOnly);
            assert!(base.is_ok_and(|base| base.is_loopback()), "{host}");
        }
        for host in [
            "notlocalhost",
            "localhost.example.org",
            "localhost..",
            "localhost.localdomain",
            "127.0.0.1.example.org",
            "[::2]",
        ] {
            let base = BaseUrl::parse(&format!("http://{host}"), PlainHttp::LoopbackOnly);
            assert!(base.is_err(), "{host}");
        }
    }

    #[test]
    fn what_is_no_base_address_is_refused_with_its_reason() {
        for (text, error) in [
            ("", BaseUrlError::Empty),
            ("   ", BaseUrlError::Empty),
            ("example.org", BaseUrlError::NotUrl),
            ("localhost:8080", BaseUrlError::NotUrl),
            ("https://", BaseUrlError::NotUrl),
            ("https:\\\\example.org", BaseUrlError::NotUrl),
            (
                &format!("https://{}", "x".repeat(LONGEST)),
                BaseUrlError::NotUrl,
            ),
            (
                &format!("https://example.org/{}", "<".repeat(LONGEST / 2)),
                BaseUrlError::NotUrl,
            ),
            ("https://exam\tple.org", BaseUrlError::NotUrl),
            ("ftp://example.org", BaseUrlError::Scheme),
            ("https://ann:secret@example.org", BaseUrlError::Credentials),
            ("https://example.org/?x=1", BaseUrlError::QueryOrFragment),
            ("https://example.org/#x", BaseUrlError::QueryOrFragment),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }
}
