//! The request bodies and their bean validation.

use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};

use crate::setup::Role;

/// `SignupRequest`
#[derive(Deserialize)]
pub(super) struct SignUp {
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) password: Option<String>,
    #[serde(default)]
    pub(super) role: Option<Vec<String>>,
}

/// `LoginRequest`
#[derive(Deserialize)]
pub(super) struct SignIn {
    #[serde(default)]
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) password: Option<String>,
}

/// `TokenRefreshRequest`
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refresh {
    #[serde(default)]
    pub(super) refresh_token: Option<String>,
}

/// Reads a JSON body; the error is the status that Spring gives it.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, StatusCode> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    if !essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_json::from_slice(body).map_err(|_| StatusCode::BAD_REQUEST)
}

impl SignUp {
    /// `@NotBlank`, `@Size` and `@Email`, as the tutorial puts them on the members.
    pub(super) fn valid(&self) -> Option<(&str, &str, &str)> {
        let username = not_blank(self.username.as_deref())?;
        let email = not_blank(self.email.as_deref())?;
        let password = not_blank(self.password.as_deref())?;
        let sized = (3..=20).contains(&length(username))
            && length(email) <= 50
            && (6..=40).contains(&length(password));
        (sized && is_email(email)).then_some((username, email, password))
    }

    /// Unknown names fall through to the plain user role. An empty list gives no role at all.
    pub(super) fn roles(&self) -> Vec<Role> {
        let Some(names) = &self.role else {
            return vec![Role::User];
        };
        let role = |name: &String| match name.as_str() {
            "admin" => Role::Admin,
            "mod" => Role::Moderator,
            _ => Role::User,
        };
        names.iter().map(role).collect()
    }
}

impl SignIn {
    pub(super) fn valid(&self) -> Option<(&str, &str)> {
        Some((
            not_blank(self.username.as_deref())?,
            not_blank(self.password.as_deref())?,
        ))
    }
}

impl Refresh {
    pub(super) fn valid(&self) -> Option<&str> {
        not_blank(self.refresh_token.as_deref())
    }
}

fn not_blank(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

/// Java counts UTF-16 units.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What Hibernate Validator's `@Email` asks for, without its finer points: something before the
/// last `@`, something after it, and no blanks.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |part: &str| !part.is_empty() && !part.contains([' ', '\t', '@', '\r', '\n']);
    plain(local) && plain(domain) && !domain.starts_with('.') && !domain.ends_with('.')
}
