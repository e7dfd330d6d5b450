//! From JSON to a dialect, field by field, so that whatever is wrong is named by its whole path.
//!
//! A derived reader would say "missing field `name`" without saying where, repeat as much of the text
//! as it likes, and take a list for an object.

use serde::{Deserialize, Deserializer};

use super::{
    description::{
        AccessCarrier, CookiePayload, Dialect, Fields, Meaning, RefreshCarrier, RefreshRoute,
        Refusal, Route, SignOutRoute,
    },
    error::{DialectError, quoted},
    place::{Place, Read},
    tree::{self, Tree},
};

impl Dialect {
    /// Reads a dialect that a person wrote and checks it. The errors name the field and say what it
    /// should be; `DIALECTS.md`, beside this crate's `Cargo.toml`, explains every field.
    ///
    /// ```
    /// use auth_core::Dialect;
    ///
    /// let error = Dialect::from_json(r#"{"id": "ours", "titel": "Our server"}"#).unwrap_err();
    /// assert_eq!(error.field(), Some("titel"));
    /// ```
    pub fn from_json(text: &str) -> Result<Self, DialectError> {
        let dialect = dialect(&tree::parse(text)?)?;
        dialect.check()?;
        Ok(dialect)
    }
}

/// Goes the way of [`Dialect::from_json`], so that there is no way around its checks.
impl<'de> Deserialize<'de> for Dialect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tree = Tree::deserialize(deserializer)?;
        let dialect = dialect(&tree).map_err(serde::de::Error::custom)?;
        dialect.check().map_err(serde::de::Error::custom)?;
        Ok(dialect)
    }
}

fn dialect(tree: &Tree) -> Read<Dialect> {
    let Tree::Object(_) = tree else {
        return Err(DialectError::NotObject { found: tree.kind() });
    };
    let whole = Place::whole(tree).object(&[
        "id",
        "title",
        "sign_up",
        "sign_in",
        "refresh",
        "sign_out",
        "access",
        "cookies",
        "fields",
        "public_paths",
    ])?;
    Ok(Dialect {
        id: whole.required("id")?.text()?,
        title: whole.required("title")?.text()?,
        sign_up: route(&whole.required("sign_up")?)?,
        sign_in: route(&whole.required("sign_in")?)?,
        refresh: whole.unless_null("refresh", refresh)?,
        sign_out: whole.unless_null("sign_out", sign_out)?,
        access: access(&whole.required("access")?)?,
        cookies: whole.or_default("cookies", Place::flag)?,
        fields: whole.or_default("fields", fields)?,
        public_paths: whole.or_default("public_paths", |list| list.list(Place::text))?,
    })
}

fn route(place: &Place<'_>) -> Read<Route> {
    let route = place.object(&["path"])?;
    Ok(Route {
        path: route.required("path")?.text()?,
    })
}

fn refresh(place: &Place<'_>) -> Read<RefreshRoute> {
    let route = place.object(&["path", "credential", "refusals"])?;
    Ok(RefreshRoute {
        path: route.required("path")?.text()?,
        credential: refresh_carrier(&route.required("credential")?)?,
        refusals: route.or_default("refusals", |list| list.list(refusal))?,
    })
}

fn refresh_carrier(place: &Place<'_>) -> Read<RefreshCarrier> {
    let kind = place.kind()?;
    match kind.text()?.as_str() {
        "body" => Ok(RefreshCarrier::Body {
            field: place
                .object(&["kind", "field"])?
                .required("field")?
                .text()?,
        }),
        "cookie" => Ok(RefreshCarrier::Cookie {
            name: place.object(&["kind", "name"])?.required("name")?.text()?,
        }),
        other => Err(kind.wrong(quoted(other))),
    }
}

fn refusal(place: &Place<'_>) -> Read<Refusal> {
    let refusal = place.object(&["status", "contains", "means"])?;
    let status = refusal.required("status")?;
    let means = refusal.required("means")?;
    Ok(Refusal {
        status: status.status()?,
        contains: refusal.unless_null("contains", Place::text)?,
        means: match means.text()?.as_str() {
            "expired" => Meaning::Expired,
            "rejected" => Meaning::Rejected,
            "unavailable" => Meaning::Unavailable,
            other => return Err(means.wrong(quoted(other))),
        },
    })
}

fn sign_out(place: &Place<'_>) -> Read<SignOutRoute> {
    let route = place.object(&["path", "needs_live_access", "ends_every_session"])?;
    Ok(SignOutRoute {
        path: route.required("path")?.text()?,
        needs_live_access: route.or_default("needs_live_access", Place::flag)?,
        ends_every_session: route.or_default("ends_every_session", Place::flag)?,
    })
}

fn access(place: &Place<'_>) -> Read<AccessCarrier> {
    let kind = place.kind()?;
    match kind.text()?.as_str() {
        "header" => {
            let header = place.object(&["kind", "name", "prefix"])?;
            Ok(AccessCarrier::Header {
                name: header.required("name")?.text()?,
                prefix: header.or_default("prefix", Place::text)?,
            })
        }
        "cookie" => {
            let cookie = place.object(&["kind", "name", "payload"])?;
            let read = cookie.optional("payload").map(|place| payload(&place));
            Ok(AccessCarrier::Cookie {
                name: cookie.required("name")?.text()?,
                payload: read.transpose()?.unwrap_or(CookiePayload::Token),
            })
        }
        other => Err(kind.wrong(quoted(other))),
    }
}

fn payload(place: &Place<'_>) -> Read<CookiePayload> {
    let kind = place.kind()?;
    match kind.text()?.as_str() {
        "token" => place.object(&["kind"]).map(|_| CookiePayload::Token),
        "base64_json" => Ok(CookiePayload::Base64Json {
            field: place
                .object(&["kind", "field"])?
                .required("field")?
                .text()?,
        }),
        other => Err(kind.wrong(quoted(other))),
    }
}

fn fields(place: &Place<'_>) -> Read<Fields> {
    let given = place.object(&[
        "id",
        "username",
        "email",
        "password",
        "roles",
        "access_token",
        "refresh_token",
        "expires_in",
        "message",
    ])?;
    let name = |field: &str, usual: String| match given.optional(field) {
        Some(place) => place.text(),
        None => Ok(usual),
    };
    let usual = Fields::default();
    Ok(Fields {
        id: name("id", usual.id)?,
        username: name("username", usual.username)?,
        email: name("email", usual.email)?,
        password: name("password", usual.password)?,
        roles: name("roles", usual.roles)?,
        access_token: name("access_token", usual.access_token)?,
        refresh_token: name("refresh_token", usual.refresh_token)?,
        expires_in: name("expires_in", usual.expires_in)?,
        message: name("message", usual.message)?,
    })
}
