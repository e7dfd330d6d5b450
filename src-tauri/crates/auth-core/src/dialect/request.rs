//! A request as a dialect describes it.

use std::{borrow::Cow, collections::BTreeMap, convert::Infallible};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method,
    header::{ACCEPT, CONTENT_TYPE},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;
use url::Url;

use super::error::piece;
use crate::{
    secret::Secret,
    wire::{BaseUrl, Template, Unfilled, Values, path, posted},
    world::{Call, Connection},
};

/// Everything but what RFC 3986 section 2.3 leaves as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request: one method with its path, headers, and a body of JSON, of a form, or none.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "an object with a method and its path, such as `{ \"post\": \"/login\" }`"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Request {
    /// The path below the server's address, with its query.
    pub(crate) get: Option<Template>,
    /// As `get`, for a `POST`.
    pub(crate) post: Option<Template>,
    /// As `get`, for a `PUT`.
    pub(crate) put: Option<Template>,
    /// As `get`, for a `PATCH`.
    pub(crate) patch: Option<Template>,
    /// As `get`, for a `DELETE`.
    pub(crate) delete: Option<Template>,
    /// Headers by their names. `accept` is `application/json` unless it is here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) headers: BTreeMap<String, Template>,
    /// A body of JSON. Every text in it is a template.
    pub(crate) json: Option<Value>,
    /// A body of `application/x-www-form-urlencoded`, by the names of its fields.
    pub(crate) form: Option<BTreeMap<String, Template>>,
}

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unsendable {
    /// A value is missing.
    Unfilled(Unfilled),
    /// What was filled in makes no address or no header.
    Malformed,
}

impl From<Unfilled> for Unsendable {
    fn from(unfilled: Unfilled) -> Self {
        Self::Unfilled(unfilled)
    }
}

/// A further field of a body: what CSRF asks for.
pub(crate) type Extra<'a> = Option<(&'a str, &'a Secret<String>)>;

impl Request {
    /// The methods that are there, by their names.
    pub(crate) fn methods(&self) -> impl Iterator<Item = (&'static str, Method, &Template)> {
        [
            ("get", Method::GET, &self.get),
            ("post", Method::POST, &self.post),
            ("put", Method::PUT, &self.put),
            ("patch", Method::PATCH, &self.patch),
            ("delete", Method::DELETE, &self.delete),
        ]
        .into_iter()
        .filter_map(|(name, method, path)| Some((name, method, path.as_ref()?)))
    }

    /// The method. A checked request has one.
    pub(crate) fn method(&self) -> Method {
        self.methods().next().map_or(Method::GET, |(_, it, _)| it)
    }

    /// Whether it may change something at the server (RFC 9110 section 9.2.1).
    pub(crate) fn is_unsafe(&self) -> bool {
        !self.method().is_safe()
    }

    /// Whether a field more can be put into its body.
    pub(super) fn takes_fields(&self) -> bool {
        self.json.as_ref().is_none_or(Value::is_object)
    }

    /// The path as it was written, without its query.
    pub(crate) fn path(&self) -> &str {
        let path = self.methods().next().map_or("", |(_, _, it)| it.as_str());
        path.split('?').next().unwrap_or_default()
    }

    /// Whether its address is a word of an authorization server, and not below the server's own.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.path().starts_with("{oauth.")
    }

    /// Every name that is to be filled in.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.each_template(&mut |_, text| {
            if let Ok(template) = Template::try_from(text.to_owned()) {
                names.extend(template.names().map(str::to_owned));
            }
        });
        names
    }

    /// Every text that is a template, with its place in the request.
    pub(super) fn each_template(&self, see: &mut dyn FnMut(&str, &str)) {
        let mut add = |at: &str, name: &str, template: &Template| {
            see(&format!("{at}{}", piece(name)), template.as_str());
        };
        for (method, _, path) in self.methods() {
            add("", method, path);
        }
        for (name, template) in &self.headers {
            add("headers.", name, template);
        }
        for (name, template) in self.form.iter().flatten() {
            add("form.", name, template);
        }
        let mut json = self.json.clone().unwrap_or_default();
        let _: Result<(), Infallible> = each_text("json", &mut json, &mut |at, text| {
            see(at, text);
            Ok(())
        });
    }

    /// The path with its values, as a caller of [`Session::send`](crate::Session::send) writes it.
    pub(crate) fn target(&self, values: &Values<'_>) -> Result<Secret<String>, Unsendable> {
        let (_, _, path) = self.methods().next().ok_or(Unsendable::Malformed)?;
        Ok(path.fill_spelt(values, escaped)?)
    }

    /// The request as it goes onto the wire, on a fresh connection.
    pub(crate) fn call(
        &self,
        base: &BaseUrl,
        values: &Values<'_>,
        extra: Extra<'_>,
    ) -> Result<Call, Unsendable> {
        let url = self.url(base, values)?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let body = self.body(values, extra, &mut headers)?;
        set_headers(&self.headers, values, &mut headers)?;
        Ok(Call::new(self.method(), url)
            .headers(headers)
            .body(body)
            .connection(Connection::Fresh))
    }

    fn url(&self, base: &BaseUrl, values: &Values<'_>) -> Result<Url, Unsendable> {
        if !self.is_elsewhere() {
            let target = self.target(values)?;
            return path::join(base, target.expose()).map_err(|_| Unsendable::Malformed);
        }
        let (_, _, address) = self.methods().next().ok_or(Unsendable::Malformed)?;
        let address = address.fill(values)?;
        Url::parse(address.expose()).map_err(|_| Unsendable::Malformed)
    }

    fn body(
        &self,
        values: &Values<'_>,
        extra: Extra<'_>,
        headers: &mut HeaderMap,
    ) -> Result<Bytes, Unsendable> {
        if let Some(json) = &self.json {
            let mut body = json.clone();
            each_text("", &mut body, &mut |_, text| {
                if let Ok(template) = Template::try_from(text.clone()) {
                    template.fill(values)?.expose().clone_into(text);
                }
                Ok::<_, Unfilled>(())
            })?;
            if let (Value::Object(map), Some((name, value))) = (&mut body, extra) {
                map.insert(name.to_owned(), value.expose().as_str().into());
            }
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            return Ok(posted::json(body));
        }
        // Where nothing else would carry it, what changes something is a form of that alone.
        let extra = extra.filter(|_| self.form.is_some() || self.is_unsafe());
        if self.form.is_none() && extra.is_none() {
            return Ok(Bytes::new());
        }
        let mut fields = Vec::new();
        for (name, template) in self.form.iter().flatten() {
            fields.push((name.as_str(), template.fill(values)?));
        }
        if let Some((name, value)) = extra {
            fields.retain(|(given, _)| *given != name);
            fields.push((name, value.clone()));
        }
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, kind);
        Ok(posted::form(&fields))
    }
}

/// Headers from their templates.
pub(crate) fn set_headers(
    templates: &BTreeMap<String, Template>,
    values: &Values<'_>,
    headers: &mut HeaderMap,
) -> Result<(), Unsendable> {
    for (name, template) in templates {
        let text = template.fill(values)?;
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_str(text.expose());
        let (Ok(name), Ok(mut value)) = (name, value) else {
            return Err(Unsendable::Malformed);
        };
        value.set_sensitive(template.names().next().is_some());
        headers.insert(name, value);
    }
    Ok(())
}

/// A value as a path or a query has it.
fn escaped(value: &str) -> Cow<'_, str> {
    utf8_percent_encode(value, RESERVED).into()
}

/// Every text in JSON, however deep, with its place.
fn each_text<E>(
    at: &str,
    json: &mut Value,
    see: &mut dyn FnMut(&str, &mut String) -> Result<(), E>,
) -> Result<(), E> {
    match json {
        Value::String(text) => see(at, text),
        Value::Array(items) => (items.iter_mut().enumerate())
            .try_for_each(|(index, item)| each_text(&format!("{at}[{index}]"), item, see)),
        Value::Object(map) => (map.iter_mut())
            .try_for_each(|(name, item)| each_text(&format!("{at}.{}", piece(name)), item, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
