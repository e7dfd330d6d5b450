//! Whom a connection is made with: TLS, and which certificates are believed.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::{
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};
use rustls_platform_verifier::Verifier;

use super::network::Network;
use crate::wire::BaseUrl;

/// TLS over which HTTP/2 and HTTP/1.1 may be spoken, believing the system and the network's own roots. `None`
/// where there is nobody to speak it to, which a proxy may be besides the server.
pub(super) fn tls(base: &BaseUrl, network: &Network) -> Result<Option<ClientConfig>, Error> {
    if base.is_plain_http() && base.is_loopback() {
        return Ok(None);
    }
    let provider = CryptoProvider::get_default()
        .map_or_else(|| Arc::new(aws_lc_rs::default_provider()), Arc::clone);
    let trust = Trust {
        system: Verifier::new_with_extra_roots(network.roots.clone(), Arc::clone(&provider))?,
        roots: network.roots.clone(),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust));
    let mut config = match network.identity.clone() {
        Some(identity) => config.with_client_auth_cert(identity.chain, identity.key)?,
        None => config.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(config))
}

/// What the system says, and one thing that it does not.
///
/// A self-signed certificate mostly says that it is an authority, since tools make it so, and is then refused
/// as a server's own. Who has it among the trusted ones means that very certificate, as browsers see it.
#[derive(Debug)]
struct Trust {
    system: Verifier,
    roots: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// Asked when such a certificate is there and not before: it reads the system's whole list.
    fn has(&self, certificate: &CertificateDer<'_>) -> bool {
        let is_it = |known: &CertificateDer<'_>| known == certificate;
        self.roots.iter().any(is_it)
            || rustls_native_certs::load_native_certs()
                .certs
                .iter()
                .any(is_it)
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.system.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verdict {
            // Days are looked at before what a certificate is for, so that they are in order here.
            Err(Error::InvalidCertificate(CertificateError::Other(_))) if self.has(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}
