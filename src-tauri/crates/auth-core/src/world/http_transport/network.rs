//! What a program may say about its way to a server.

use std::fmt;

use reqwest::{Proxy, header::HeaderValue};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use url::Url;

use crate::secret::Secret;

/// A program's way to its servers: whom it trusts, what it shows of itself, and through whom it goes.
///
/// Without any of it, what the system trusts is trusted, the system's proxy is taken (`HTTPS_PROXY` and its
/// kind, in either case of letters), and the engine names itself as the program. Nothing goes through a
/// proxy to this machine itself.
///
/// ```
/// use auth_core::{BaseUrl, Dialect, Network, PlainHttp, SessionConfig};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let network = Network::new()
///     .user_agent("notes/1.4")?
///     .proxy("socks5h://proxy.example.org:1080")?;
/// let base = BaseUrl::parse("http://api.localhost:8080", PlainHttp::LoopbackOnly)?;
/// let dialect = Dialect::preset("s-body").expect("a preset");
/// let config = SessionConfig::with_network(base, dialect, &network)?;
/// # drop(config);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Network {
    pub(super) user_agent: HeaderValue,
    pub(super) proxy: Option<Proxy>,
    pub(super) roots: Vec<CertificateDer<'static>>,
    pub(super) identity: Option<Identity>,
}

/// A client certificate, with those that vouch for it, and its key.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// Why something cannot be part of a [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// Write it in visible ASCII, as in `notes/1.4`.
    #[error("the user agent contains a character that no header may have")]
    UserAgent,
    /// Write it as `http://`, `https://`, `socks4://`, `socks4a://`, `socks5://` or `socks5h://` with a host.
    #[error("the address of the proxy cannot be read")]
    Proxy,
    /// Give certificates in PEM: `-----BEGIN CERTIFICATE-----` and so on.
    #[error("the certificates cannot be read as PEM")]
    Roots,
    /// Give the certificate and its private key in one PEM, the key without a password.
    #[error("the client certificate or its key cannot be read as PEM")]
    Identity,
}

impl NetworkError {
    /// A stable name for machines: logs, and programs that count by it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UserAgent => "user_agent",
            Self::Proxy => "proxy",
            Self::Roots => "roots",
            Self::Identity => "identity",
        }
    }
}

impl Network {
    /// The system's way.
    pub fn new() -> Self {
        Self {
            user_agent: HeaderValue::from_static(concat!("auth-core/", env!("CARGO_PKG_VERSION"))),
            proxy: None,
            roots: Vec::new(),
            identity: None,
        }
    }

    /// What servers are told that the program is.
    ///
    /// # Errors
    ///
    /// [`NetworkError::UserAgent`] where no header can hold it.
    pub fn user_agent(mut self, name: &str) -> Result<Self, NetworkError> {
        self.user_agent = HeaderValue::from_str(name).map_err(|_| NetworkError::UserAgent)?;
        Ok(self)
    }

    /// Everything but this machine itself is reached through that proxy, whatever the system says. A name and
    /// a password stand before the host, as in `http://ann:secret@proxy.example.org:3128`.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Proxy`] where it is no address of a proxy.
    pub fn proxy(mut self, address: &str) -> Result<Self, NetworkError> {
        let known = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
        let url = Url::parse(address).map_err(|_| NetworkError::Proxy)?;
        if !known.contains(&url.scheme()) || url.host_str().is_none_or(str::is_empty) {
            return Err(NetworkError::Proxy);
        }
        self.proxy = Some(Proxy::all(url).map_err(|_| NetworkError::Proxy)?);
        Ok(self)
    }

    /// Trusts these certificates too, given in PEM: a company's own authority, or a server's own certificate.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Roots`] where there is none in it, or one that cannot be read.
    pub fn roots(mut self, pem: &[u8]) -> Result<Self, NetworkError> {
        self.roots
            .extend(certificates(pem).ok_or(NetworkError::Roots)?);
        Ok(self)
    }

    /// Shows a client certificate to servers that ask for one, given in PEM with its private key.
    ///
    /// # Errors
    ///
    /// [`NetworkError::Identity`] where one of the two is missing or cannot be read.
    pub fn identity(mut self, pem: &Secret<String>) -> Result<Self, NetworkError> {
        let pem = pem.expose().as_bytes();
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| NetworkError::Identity)?;
        let chain = certificates(pem).ok_or(NetworkError::Identity)?;
        self.identity = Some(Identity { chain, key });
        Ok(self)
    }
}

fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    all.ok().filter(|all| !all.is_empty())
}

impl Default for Network {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for Identity {
    fn clone(&self) -> Self {
        Self {
            chain: self.chain.clone(),
            key: self.key.clone_key(),
        }
    }
}

impl fmt::Debug for Network {
    /// Neither the proxy, whose address may hold a password, nor the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("user_agent", &self.user_agent)
            .field("proxy", &self.proxy.is_some())
            .field("roots", &self.roots.len())
            .field("identity", &self.identity.is_some())
            .finish()
    }
}
