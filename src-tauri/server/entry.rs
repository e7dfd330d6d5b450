//! A server as an entry of the settings, made of what a person typed or of what a script set.

use auth_core::{BaseUrl, PlainHttp};
use url::Url;

use super::dialects::dialect;
use crate::convert;

/// What a person typed, if it can be used.
pub(crate) fn typed(id: String, draft: &ipc::ServerDraft) -> Result<ipc::Server, ipc::Error> {
    let base = base_url(&draft.address, draft.plain_http_allowed)?;
    dialect(&draft.dialect)?;
    let unnamed = unnamed(id, &base, draft.dialect.clone());
    Ok(ipc::Server {
        name: match auth_core::legible(draft.name.trim()) {
            name if name.is_empty() => unnamed.name,
            name => name,
        },
        // Nobody is warned of a permission that waits for an address to come.
        plain_http_allowed: draft.plain_http_allowed && base.is_plain_http() && !base.is_loopback(),
        ..unnamed
    })
}

/// A server that nobody gave a name: it goes by its host, with its port where that is not the usual one.
pub(crate) fn unnamed(id: String, base: &BaseUrl, dialect: ipc::DialectChoice) -> ipc::Server {
    let host = |url: Url| match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => Some(format!("{host}:{port}")),
        (host, _) => host.map(str::to_owned),
    };
    let host = Url::parse(base.as_str()).ok().and_then(host);
    ipc::Server {
        id,
        name: host.unwrap_or_else(|| base.to_string()),
        address: base.to_string(),
        dialect,
        plain_http_allowed: false,
        demo: false,
        last_username: None,
    }
}

/// Reads an address as the person typed it.
pub(crate) fn base_url(address: &str, plain_http_allowed: bool) -> Result<BaseUrl, ipc::Error> {
    let plain_http = if plain_http_allowed {
        PlainHttp::Allowed
    } else {
        PlainHttp::LoopbackOnly
    };
    BaseUrl::parse(address, plain_http).map_err(convert::address_error)
}

/// Where what is sent to an address goes: scheme, host and port (RFC 6454 section 4). An address that is none is like
/// no other.
pub(crate) fn origin(address: &str) -> String {
    Url::parse(address).map_or_else(
        |_| address.to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}
