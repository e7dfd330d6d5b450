//! `AuthController` of both Spring servers.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

use super::{
    entry::{self, JWT_COOKIE},
    fields, reply,
};
use crate::{
    backend::{Backend, hash_password, now_millis, verify_password},
    dialects::request::{AskedPath, cookie},
    setup::{Dialect, Rotation},
    store::{NewUser, Refresh, StoreError, User},
};

const REFRESH_COOKIE: &str = "bezkoder-jwt-refresh";
const JWT_PATH: &str = "/api";
const REFRESH_PATH: &str = "/api/auth/refreshtoken";
/// Both cookies live for a day, whatever the lifetimes of what is in them.
const COOKIE_LIFETIME: Duration = Duration::from_hours(24);
const NOT_IN_DATABASE: &str = "Refresh token is not in database!";

/// What ends a handler before its last line.
type Refused = Box<Response<Body>>;

/// `POST /api/auth/signup`
pub(super) async fn sign_up(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match signed_up(&backend, &path.0, &headers, &body).await {
        Ok(()) => reply::message(StatusCode::OK, "User registered successfully!"),
        Err(refused) => *refused,
    }
}

async fn signed_up(
    backend: &Backend,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Refused> {
    let error = |status| entry::error(backend.dialect(), status, path);
    let broken = |_: StoreError| error(StatusCode::INTERNAL_SERVER_ERROR);
    let request: fields::SignUp = fields::read(headers, body).map_err(error)?;
    let Some((username, email, password)) = request.valid() else {
        return Err(error(StatusCode::BAD_REQUEST).into());
    };
    if backend.store.has_username(username).map_err(broken)? {
        let words = "Error: Username is already taken!";
        return Err(reply::message(StatusCode::BAD_REQUEST, words).into());
    }
    if backend.store.has_email(email).map_err(broken)? {
        let words = "Error: Email is already in use!";
        return Err(reply::message(StatusCode::BAD_REQUEST, words).into());
    }
    let password_hash = hash_password(password.to_owned())
        .await
        .map_err(|_| error(StatusCode::INTERNAL_SERVER_ERROR))?;
    let roles = request.roles();
    let user = NewUser {
        username,
        email,
        password_hash: &password_hash,
        roles: &roles,
    };
    backend.store.create(&user).map_err(broken)?;
    Ok(())
}

/// `POST /api/auth/signin`
pub(super) async fn sign_in(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let user = match authenticated(&backend, &path.0, &headers, &body).await {
        Ok(user) => user,
        Err(refused) => return *refused,
    };
    // On S-cookie this meets the unique column when the account has a token already.
    let Ok((access, refresh)) = backend.issue_pair(&user) else {
        return entry::error(
            backend.dialect(),
            StatusCode::INTERNAL_SERVER_ERROR,
            &path.0,
        );
    };
    welcome(&backend, &user, access, refresh)
}

async fn authenticated(
    backend: &Backend,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<User, Refused> {
    let error = |status| entry::error(backend.dialect(), status, path);
    let request: fields::SignIn = fields::read(headers, body).map_err(error)?;
    let Some((username, password)) = request.valid() else {
        return Err(error(StatusCode::BAD_REQUEST).into());
    };
    let found = backend
        .store
        .user_and_hash(username)
        .map_err(|_| error(StatusCode::INTERNAL_SERVER_ERROR))?;
    if let Some((user, hash)) = found
        && verify_password(password.to_owned(), hash).await
    {
        return Ok(user);
    }
    Err(entry::unauthorized(path, "Bad credentials").into())
}

fn welcome(backend: &Backend, user: &User, access: String, refresh: String) -> Response<Body> {
    let info = UserInfo {
        id: user.id,
        username: &user.username,
        email: &user.email,
        roles: user.role_names(),
    };
    if backend.dialect() == Dialect::SBody {
        let body = JwtResponse {
            refresh_token: refresh,
            info,
            access_token: access,
            token_type: "Bearer",
        };
        return reply::json(StatusCode::OK, &body);
    }
    let mut response = reply::json(StatusCode::OK, &info);
    set_cookie(&mut response, JWT_COOKIE, &access, JWT_PATH);
    set_cookie(&mut response, REFRESH_COOKIE, &refresh, REFRESH_PATH);
    response
}

/// `POST /api/auth/refreshtoken`
pub(super) async fn refresh(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let shown = match shown_token(backend.dialect(), &path.0, &headers, &body) {
        Ok(token) => token,
        Err(refused) => return *refused,
    };
    let refused = |words| refresh_refused(&shown, &path.0, words);
    match backend.refresh(&shown) {
        Ok(Refresh::Refreshed { access, refresh }) => refreshed(&backend, access, refresh),
        Ok(Refresh::Unknown | Refresh::Ownerless) => refused(NOT_IN_DATABASE),
        Ok(Refresh::Expired) => {
            refused("Refresh token was expired. Please make a new signin request")
        }
        Err(_) => entry::error(
            backend.dialect(),
            StatusCode::INTERNAL_SERVER_ERROR,
            &path.0,
        ),
    }
}

fn shown_token(
    dialect: Dialect,
    path: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<String, Refused> {
    if dialect == Dialect::SCookie {
        let token = cookie(headers, REFRESH_COOKIE).filter(|token| !token.is_empty());
        return token.map(str::to_owned).ok_or_else(|| {
            reply::message(StatusCode::BAD_REQUEST, "Refresh Token is empty!").into()
        });
    }
    let error = |status| entry::error(dialect, status, path);
    let request: fields::Refresh = fields::read(headers, body).map_err(error)?;
    request
        .valid()
        .map(str::to_owned)
        .ok_or_else(|| error(StatusCode::BAD_REQUEST).into())
}

fn refreshed(backend: &Backend, access: String, refresh: String) -> Response<Body> {
    if backend.dialect() == Dialect::SBody {
        let body = TokenRefreshResponse {
            access_token: access,
            refresh_token: refresh,
            token_type: "Bearer",
        };
        return reply::json(StatusCode::OK, &body);
    }
    let mut response = reply::message(StatusCode::OK, "Token is refreshed successfully!");
    set_cookie(&mut response, JWT_COOKIE, &access, JWT_PATH);
    if backend.config.rotation != Rotation::Off {
        set_cookie(&mut response, REFRESH_COOKIE, &refresh, REFRESH_PATH);
    }
    response
}

/// `TokenControllerAdvice`. The message repeats the token: a client must not log it as it is.
fn refresh_refused(token: &str, path: &str, words: &str) -> Response<Body> {
    let body = ErrorMessage {
        status_code: 403,
        timestamp: reply::timestamp(now_millis()),
        message: format!("Failed for [{token}]: {words}"),
        description: format!("uri={path}"),
    };
    reply::json(StatusCode::FORBIDDEN, &body)
}

/// `POST /api/auth/signout`
pub(super) async fn sign_out(
    State(backend): State<Arc<Backend>>,
    Extension(path): Extension<AskedPath>,
    headers: HeaderMap,
) -> Response<Body> {
    let broken = || {
        entry::error(
            backend.dialect(),
            StatusCode::INTERNAL_SERVER_ERROR,
            &path.0,
        )
    };
    let revoked = match entry::principal(&backend, &headers) {
        Some(user) => backend.store.revoke_of_user(user.id).is_ok(),
        // S-body casts the text "anonymousUser" to its own class. S-cookie looks first, says that
        // all is well, and keeps the row.
        None => backend.dialect() == Dialect::SCookie,
    };
    if !revoked {
        return broken();
    }
    if backend.dialect() == Dialect::SBody {
        return reply::message(StatusCode::OK, "Log out successful!");
    }
    let mut response = reply::message(StatusCode::OK, "You've been signed out!");
    // Without Max-Age and Expires: empty session cookies, not deletions.
    add_cookie(&mut response, &format!("{JWT_COOKIE}=; Path={JWT_PATH}"));
    add_cookie(
        &mut response,
        &format!("{REFRESH_COOKIE}=; Path={REFRESH_PATH}"),
    );
    response
}

/// `ResponseCookie.from(name, value).path(path).maxAge(24 * 60 * 60).httpOnly(true)`
fn set_cookie(response: &mut Response<Body>, name: &str, value: &str, path: &str) {
    let expires = httpdate::fmt_http_date(SystemTime::now() + COOKIE_LIFETIME);
    let seconds = COOKIE_LIFETIME.as_secs();
    let cookie =
        format!("{name}={value}; Path={path}; Max-Age={seconds}; Expires={expires}; HttpOnly");
    add_cookie(response, &cookie);
}

fn add_cookie(response: &mut Response<Body>, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[derive(Serialize)]
struct UserInfo<'a> {
    id: i64,
    username: &'a str,
    email: &'a str,
    roles: Vec<&'static str>,
}

/// Jackson lists the members with a field of their own name first, then those that only getters
/// name.
#[derive(Serialize)]
struct JwtResponse<'a> {
    #[serde(rename = "refreshToken")]
    refresh_token: String,
    #[serde(flatten)]
    info: UserInfo<'a>,
    #[serde(rename = "accessToken")]
    access_token: String,
    #[serde(rename = "tokenType")]
    token_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenRefreshResponse {
    access_token: String,
    refresh_token: String,
    token_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorMessage {
    status_code: u16,
    timestamp: String,
    message: String,
    description: String,
}
