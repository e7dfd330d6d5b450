//! Signing up, signing in and refreshing, with every way in which the tutorial's code fails.

use std::{future::pending, sync::Arc};

use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{Response, StatusCode},
};
use serde::Serialize;
use serde_json::Value;

use super::{
    fields::{Field, Fields},
    reply, session,
};
use crate::{
    backend::{Backend, hash_password, verify_password},
    setup::{Dialect, Role, Unanswered},
    store::{NewUser, Refresh, StoreError, User},
};

/// The longest text that the originals' columns hold.
const COLUMN: usize = 255;
const NO_DATABASE: &str = "connect ECONNREFUSED 127.0.0.1:3306";

/// What ends a handler before its last line.
type Refused = Box<Response<Body>>;

/// `POST /api/auth/signup`
pub(super) async fn sign_up(
    State(backend): State<Arc<Backend>>,
    Extension(fields): Extension<Fields>,
) -> Response<Body> {
    match signed_up(&backend, &fields).await {
        Ok(()) => reply::message(StatusCode::OK, "User registered successfully!"),
        Err(refused) => *refused,
    }
}

async fn signed_up(backend: &Backend, fields: &Fields) -> Result<(), Refused> {
    let username = unique(backend, fields, "username").await?;
    let email = unique(backend, fields, "email").await?;
    let roles = wanted_roles(fields)?;
    let Field::Text(password) = fields.get("password") else {
        return Err(no_password_to_hash(backend.dialect(), fields.get("password")).into());
    };
    for (column, value) in [("username", username), ("email", email)] {
        if value.chars().count() > COLUMN {
            let words = format!("Data too long for column '{column}' at row 1");
            return Err(failure(&words).into());
        }
    }
    let password_hash = hash_password(password.to_owned())
        .await
        .map_err(|error| failure(&error.to_string()))?;
    let user = NewUser {
        username,
        email,
        password_hash: &password_hash,
        roles: &roles,
    };
    backend
        .store
        .create(&user)
        .map_err(|error| failure(store_words(&error)).into())
}

/// `checkDuplicateUsernameOrEmail` for one of the two. N-body does not catch what goes wrong here.
async fn unique<'a>(
    backend: &Backend,
    fields: &'a Fields,
    name: &'static str,
) -> Result<&'a str, Refused> {
    let Field::Text(value) = fields.get(name) else {
        return Err(unanswered(backend, &undefined(name)).await.into());
    };
    let (taken, words) = if name == "username" {
        (
            backend.store.has_username(value),
            "Failed! Username is already in use!",
        )
    } else {
        (
            backend.store.has_email(value),
            "Failed! Email is already in use!",
        )
    };
    match taken {
        Ok(false) => Ok(value),
        Ok(true) => Err(reply::message(StatusCode::BAD_REQUEST, words).into()),
        Err(error) => Err(unanswered(backend, store_words(&error)).await.into()),
    }
}

/// `checkRolesExisted` and the query after it. An empty list makes Sequelize ask for rows without
/// any condition, so the new account gets all three roles.
fn wanted_roles(fields: &Fields) -> Result<Vec<Role>, Refused> {
    let Some(names) = fields.list("roles") else {
        return Ok(vec![Role::User]);
    };
    if names.is_empty() {
        return Ok(Role::ALL.to_vec());
    }
    let role = |name: &String| match name.as_str() {
        "user" => Ok(Role::User),
        "moderator" => Ok(Role::Moderator),
        "admin" => Ok(Role::Admin),
        _ => {
            let words = format!("Failed! Role does not exist = {name}");
            Err(reply::message(StatusCode::BAD_REQUEST, &words).into())
        }
    };
    names.iter().map(role).collect()
}

/// bcrypt throws. N-cookie catches it; on N-body it happens outside of any promise, so Express
/// shows its stack.
fn no_password_to_hash(dialect: Dialect, password: Field<'_>) -> Response<Body> {
    let words = illegal(password);
    match dialect {
        Dialect::NBody => reply::page(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!("Error: {words}"),
            &HASH_STACK,
        ),
        _ => failure(&words),
    }
}

/// `POST /api/auth/signin`
pub(super) async fn sign_in(
    State(backend): State<Arc<Backend>>,
    Extension(fields): Extension<Fields>,
) -> Response<Body> {
    match authenticated(&backend, &fields)
        .await
        .and_then(|user| welcome(&backend, &user))
    {
        Ok(response) => response,
        Err(refused) => *refused,
    }
}

async fn authenticated(backend: &Backend, fields: &Fields) -> Result<User, Refused> {
    let Field::Text(username) = fields.get("username") else {
        return Err(failure(&undefined("username")).into());
    };
    let found = backend
        .store
        .user_and_hash(username)
        .map_err(|error| failure(store_words(&error)))?;
    let Some((user, hash)) = found else {
        return Err(reply::message(StatusCode::NOT_FOUND, "User Not found.").into());
    };
    let Field::Text(password) = fields.get("password") else {
        return Err(failure(&illegal(fields.get("password"))).into());
    };
    if verify_password(password.to_owned(), hash).await {
        return Ok(user);
    }
    let words = "Invalid Password!";
    let refusal = match backend.dialect() {
        Dialect::NBody => {
            let refusal = NullToken {
                access_token: None,
                message: words,
            };
            reply::json(StatusCode::UNAUTHORIZED, &refusal)
        }
        _ => reply::message(StatusCode::UNAUTHORIZED, words),
    };
    Err(refusal.into())
}

fn welcome(backend: &Backend, user: &User) -> Result<Response<Body>, Refused> {
    let mut welcome = Welcome {
        id: user.id,
        username: &user.username,
        email: &user.email,
        roles: user.role_names(),
        tokens: None,
    };
    if backend.dialect() == Dialect::NBody {
        let (access_token, refresh_token) = backend
            .issue_pair(user)
            .map_err(|error| failure(store_words(&error)))?;
        welcome.tokens = Some(Tokens {
            access_token,
            refresh_token,
        });
        return Ok(reply::json(StatusCode::OK, &welcome));
    }
    let mut response = reply::json(StatusCode::OK, &welcome);
    session::keep(backend, &mut response, backend.mint(user));
    Ok(response)
}

/// `POST /api/auth/refreshtoken`, on N-body alone.
pub(super) async fn refresh(
    State(backend): State<Arc<Backend>>,
    Extension(fields): Extension<Fields>,
) -> Response<Body> {
    let refusal = |words| reply::message(StatusCode::FORBIDDEN, words);
    let token = match fields.raw("refreshToken") {
        None | Some(Value::Null) => return refusal("Refresh Token is required!"),
        // Sequelize refuses these as values, with an error that has no members of its own.
        Some(Value::Object(_) | Value::Array(_)) => return reply::empty_message(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    match backend.refresh(&token) {
        Ok(Refresh::Refreshed { access, refresh }) => {
            let tokens = Tokens {
                access_token: access,
                refresh_token: refresh,
            };
            reply::json(StatusCode::OK, &tokens)
        }
        Ok(Refresh::Unknown) => refusal("Refresh token is not in database!"),
        Ok(Refresh::Expired) => {
            refusal("Refresh token was expired. Please make a new signin request")
        }
        Ok(Refresh::Ownerless) => reply::empty_message(),
        Err(_) => reply::json(
            StatusCode::INTERNAL_SERVER_ERROR,
            &ConnectionRefused::default(),
        ),
    }
}

/// For what N-body never answers: an exception in a promise that nobody catches. N-cookie catches
/// it, and so does this server's switch.
pub(super) async fn unanswered(backend: &Backend, words: &str) -> Response<Body> {
    if backend.dialect() == Dialect::NBody && backend.config.unanswered == Unanswered::Hang {
        return pending().await;
    }
    failure(words)
}

fn failure(words: &str) -> Response<Body> {
    reply::message(StatusCode::INTERNAL_SERVER_ERROR, words)
}

fn store_words(error: &StoreError) -> &'static str {
    match error {
        StoreError::Down | StoreError::Sqlite(_) => NO_DATABASE,
        StoreError::Conflict => "Validation error",
    }
}

fn undefined(name: &str) -> String {
    format!("WHERE parameter \"{name}\" has invalid \"undefined\" value")
}

fn illegal(password: Field<'_>) -> String {
    let kind = match password {
        Field::Missing => "undefined",
        Field::Text(_) => "string",
        Field::Other(kind) => kind,
    };
    format!("Illegal arguments: {kind}, string")
}

#[derive(Serialize)]
struct Welcome<'a> {
    id: i64,
    username: &'a str,
    email: &'a str,
    roles: Vec<&'static str>,
    #[serde(flatten)]
    tokens: Option<Tokens>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tokens {
    access_token: String,
    refresh_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NullToken {
    access_token: Option<()>,
    message: &'static str,
}

/// Sequelize's error as JSON: the source sends the object instead of its message.
#[derive(Default, Serialize)]
struct ConnectionRefused {
    message: SequelizeError,
}

#[derive(Serialize)]
struct SequelizeError {
    name: &'static str,
    parent: SocketError,
    original: SocketError,
}

#[derive(Clone, Copy, Serialize)]
struct SocketError {
    errno: i32,
    code: &'static str,
    syscall: &'static str,
    address: &'static str,
    port: u16,
    fatal: bool,
}

impl Default for SequelizeError {
    fn default() -> Self {
        let parent = SocketError {
            errno: -111,
            code: "ECONNREFUSED",
            syscall: "connect",
            address: "127.0.0.1",
            port: 3306,
            fatal: true,
        };
        Self {
            name: "SequelizeConnectionRefusedError",
            parent,
            original: parent,
        }
    }
}

/// The stack that the recorded server shows under a sign-up without a password.
const HASH_STACK: [&str; 18] = [
    "bcrypt.hashSync (/srv/app/node_modules/bcryptjs/dist/bcrypt.js:189:19)",
    "exports.signup (/srv/app/app/controllers/auth.controller.js:15:22)",
    "Layer.handle [as handle_request] (/srv/app/node_modules/express/lib/router/layer.js:95:5)",
    "next (/srv/app/node_modules/express/lib/router/route.js:149:13)",
    "checkRolesExisted (/srv/app/app/middleware/verifySignUp.js:49:3)",
    "Layer.handle [as handle_request] (/srv/app/node_modules/express/lib/router/layer.js:95:5)",
    "next (/srv/app/node_modules/express/lib/router/route.js:149:13)",
    "/srv/app/app/middleware/verifySignUp.js:32:7",
    "tryCatcher (/srv/app/node_modules/bluebird/js/release/util.js:16:23)",
    "Promise._settlePromiseFromHandler (/srv/app/node_modules/bluebird/js/release/promise.js:547:31)",
    "Promise._settlePromise (/srv/app/node_modules/bluebird/js/release/promise.js:604:18)",
    "Promise._settlePromise0 (/srv/app/node_modules/bluebird/js/release/promise.js:649:10)",
    "Promise._settlePromises (/srv/app/node_modules/bluebird/js/release/promise.js:729:18)",
    "_drainQueueStep (/srv/app/node_modules/bluebird/js/release/async.js:93:12)",
    "_drainQueue (/srv/app/node_modules/bluebird/js/release/async.js:86:9)",
    "Async._drainQueues (/srv/app/node_modules/bluebird/js/release/async.js:102:5)",
    "Async.drainQueues [as _onImmediate] (/srv/app/node_modules/bluebird/js/release/async.js:15:14)",
    "process.processImmediate (node:internal/timers:483:21)",
];
