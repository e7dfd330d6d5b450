//! A server as an entry of the settings, made of what a person typed or of what a script set.

use std::collections::BTreeMap;

use auth_core::{BaseUrl, PlainHttp};
use ipc::field::{Field, FieldError, Problem};
use url::Url;

use super::dialects::described;
use crate::convert;

/// What a person typed, if it can be used. `kept` are the names of secret settings that are there already.
pub(crate) fn typed(
    id: String,
    draft: &ipc::ServerDraft,
    kept: &[String],
) -> Result<ipc::Server, ipc::Error> {
    let base = base_url(&draft.address, draft.plain_http_allowed)?;
    let asked = described(&draft.dialect)?.info.settings;
    let (settings, secrets) = set(&asked, draft, kept)?;
    let unnamed = unnamed(id, &base, draft.dialect.clone());
    Ok(ipc::Server {
        name: match auth_core::legible(draft.name.trim()) {
            name if name.is_empty() => unnamed.name,
            name => name,
        },
        settings,
        secrets,
        // Nobody is warned of a permission that waits for an address to come.
        plain_http_allowed: draft.plain_http_allowed && base.is_plain_http() && !base.is_loopback(),
        ..unnamed
    })
}

/// What is set of that which a dialect asks for: the values of what is no secret, and the names of what is one. Nothing
/// is set by what is empty, and what a dialect does not ask for is nobody's.
fn set(
    asked: &[ipc::FormField],
    draft: &ipc::ServerDraft,
    kept: &[String],
) -> Result<(BTreeMap<String, String>, Vec<String>), ipc::Error> {
    let (mut settings, mut secrets, mut errors) = (BTreeMap::new(), Vec::new(), Vec::new());
    for field in asked {
        let name = &field.name;
        let is_set = if field.secret {
            let typed = draft
                .secrets
                .get(name)
                .map(|it| !it.expose().trim().is_empty());
            let is_set = typed.unwrap_or_else(|| kept.contains(name));
            secrets.extend(is_set.then(|| name.clone()));
            is_set
        } else {
            let typed = draft.settings.get(name).map(|it| it.trim());
            let typed = typed.filter(|it| !it.is_empty());
            settings.extend(typed.map(|it| (name.clone(), it.to_owned())));
            typed.is_some()
        };
        if !is_set && field.default.is_none() {
            errors.push(FieldError {
                field: Field::Named(name.clone()),
                problem: Problem::Required,
            });
        }
    }
    if errors.is_empty() {
        Ok((settings, secrets))
    } else {
        Err(ipc::Error::Fields { errors })
    }
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
        settings: BTreeMap::new(),
        secrets: Vec::new(),
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

/// The names of the secret settings that an edit leaves as they are. None goes along to another address.
pub(crate) fn secrets_kept(old: &ipc::Server, draft: &ipc::ServerDraft) -> Vec<String> {
    let base = base_url(&draft.address, draft.plain_http_allowed);
    let stays = base.is_ok_and(|base| base.to_string() == old.address);
    if stays {
        old.secrets.clone()
    } else {
        Vec::new()
    }
}
