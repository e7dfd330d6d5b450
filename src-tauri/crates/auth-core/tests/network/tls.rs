//! Certificates made for a test, and servers that show them.

use std::sync::Arc;

use auth_core::{Network, Secret};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
        server::{NoClientAuth, WebPkiClientVerifier, danger::ClientCertVerifier},
    },
};

/// The name that servers of these tests go by, besides those of this machine.
pub(crate) const NAME: &str = "api.example";

/// A certificate and its key.
pub(crate) struct Certificate {
    pub(crate) pem: String,
    der: CertificateDer<'static>,
    key: KeyPair,
}

impl Certificate {
    /// One that nobody but itself vouches for.
    pub(crate) fn self_signed(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        Self {
            pem: certificate.pem(),
            der: certificate.der().clone(),
            key,
        }
    }

    /// The certificate and its key in one text, as a client shows it.
    pub(crate) fn identity(&self) -> Secret<String> {
        Secret::from(self.pem.clone() + &self.key.serialize_pem())
    }

    /// Shows it to whoever comes.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.speaking(&[], Arc::new(NoClientAuth))
    }

    /// The same over HTTP/2.
    pub(crate) fn http2(&self) -> TlsAcceptor {
        self.speaking(&[b"h2"], Arc::new(NoClientAuth))
    }

    /// Shows it to whoever has one of that authority.
    pub(crate) fn among(&self, authority: &Authority) -> TlsAcceptor {
        let mut roots = RootCertStore::empty();
        roots.add(authority.0.der().clone()).expect("a root");
        let provider = Arc::new(aws_lc_rs::default_provider());
        let known = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        self.speaking(&[], known.build().expect("a root"))
    }

    fn speaking(&self, protocols: &[&[u8]], clients: Arc<dyn ClientCertVerifier>) -> TlsAcceptor {
        let key = PrivatePkcs8KeyDer::from(self.key.serialize_der());
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![self.der.clone()], PrivateKeyDer::from(key))
            .expect("a certificate and its key");
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Somebody who vouches for others.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Test Authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A network that trusts it.
    pub(crate) fn trusted(&self) -> Network {
        Network::new().roots(self.pem().as_bytes()).expect("a root")
    }

    pub(crate) fn signs(&self, params: &CertificateParams) -> Certificate {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Certificate {
            pem: certificate.pem(),
            der: certificate.der().clone(),
            key,
        }
    }
}

/// A server's certificate for these names.
pub(crate) fn of(names: &[&str]) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("names");
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    params
}

/// The same, of long ago.
pub(crate) fn expired(mut params: CertificateParams) -> CertificateParams {
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2020, 1, 1);
    params
}

/// The same as the usual tools make it: an authority in itself.
pub(crate) fn as_authority(mut params: CertificateParams) -> CertificateParams {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.extended_key_usages = Vec::new();
    params
}
