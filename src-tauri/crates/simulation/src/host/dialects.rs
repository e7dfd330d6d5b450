//! What the engine is told of each kind of back end: its presets, and two dialects of no back end in
//! particular.

use std::sync::Arc;

use auth_core::{Dialect, DialectError};
use serde_json::{Value, json};

use crate::server::{Kind, Rules};

/// The dialect of a server with these rules.
pub(crate) fn dialect_of(rules: &Rules) -> Result<Arc<Dialect>, DialectError> {
    let preset = Dialect::preset(rules.kind.name());
    let preset = preset.and_then(|preset| serde_json::from_str(&preset.to_json()).ok());
    let mut described = preset.unwrap_or_else(|| own(rules));
    if rules.is_sticky {
        // What bears the name of a known dialect is that.
        described["id"] = json!(format!("{}-sticky", rules.kind.name()));
        described["cookies"]["*"] = json!("always");
    }
    Dialect::from_json(&described.to_string()).map(Arc::new)
}

/// A dialect of no back end in particular.
fn own(rules: &Rules) -> Value {
    let routes = rules.kind.routes();
    let mut described = json!({
        "id": rules.kind.name(),
        "title": "Of no back end in particular",
        "sign_in": { "request": {
            "post": routes.sign_in,
            "json": { "username": "{username}", "password": "{password}" }
        } },
        "account": { "id": "/id", "username": "/username", "email": "/email", "roles": "/roles" },
        "sign_out": {
            "request": { "post": routes.sign_out, "json": {} },
            "needs_live_access": rules.sign_out_needs_live_access
        },
        "public_paths": ["/api/test/all"]
    });
    if rules.kind == Kind::OwnCookie {
        described["access"] = json!({ "cookie": "sid" });
        described["cookies"] = json!({ "sid": "always", "rid": "refresh" });
        described["refresh"] = json!({ "request": { "post": routes.refresh, "json": {} } });
    } else {
        described["grant"] = json!({
            "access_token": "/access_token",
            "refresh_token": "/refresh_token",
            "expires_in": "/expires_in"
        });
        described["access"] = json!({ "headers": { "authorization": "Bearer {access_token}" } });
        described["refresh"] = json!({ "request": {
            "post": routes.refresh,
            "json": { "refresh_token": "{refresh_token}" }
        } });
    }
    described
}
