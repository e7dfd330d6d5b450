//! What the engine is told of each kind of back end: its presets, and five dialects of no back end in
//! particular, as the rules of the server have them.

use std::sync::Arc;

use auth_core::{Dialect, DialectError};
use serde_json::{Value, json};

use crate::server::{ACCOUNT, CODE, Csrf, Kind, NO_CODE, Routes, Rules, SEND_CODE, SecondStep};

/// The dialect of a server with these rules.
pub(crate) fn dialect_of(rules: &Rules) -> Result<Arc<Dialect>, DialectError> {
    let preset = Dialect::preset(rules.kind.name());
    let preset = preset.and_then(|preset| serde_json::from_str(&preset.to_json()).ok());
    let mut described = preset.unwrap_or_else(|| match rules.kind {
        Kind::Form => form(rules),
        Kind::Guest => guest(rules),
        Kind::OAuth => oauth(rules),
        _ => own(rules),
    });
    if rules.is_sticky {
        // What bears the name of a known dialect is that.
        described["id"] = json!(format!("{}-sticky", rules.kind.name()));
        described["cookies"]["*"] = json!("always");
    }
    Dialect::from_json(&described.to_string()).map(Arc::new)
}

/// Tokens in JSON, or cookies.
fn own(rules: &Rules) -> Value {
    let routes = rules.kind.routes();
    let mut described = base(rules, routes);
    described["sign_out"] = json!({
        "request": { "post": routes.sign_out, "json": {} },
        "needs_live_access": rules.sign_out_needs_live_access
    });
    if rules.kind == Kind::OwnCookie {
        described["access"] = json!({ "cookie": "sid" });
        described["cookies"] = if rules.is_one {
            json!({ "sid": "refresh_past_end" })
        } else {
            json!({ "sid": "always", "rid": "refresh" })
        };
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
    let means = json!([{ "status": 403, "at": "/error", "is": "csrf", "means": "csrf" }]);
    match rules.csrf {
        Csrf::None => {}
        Csrf::Cookie => {
            described["cookies"]["csrf"] = json!("always");
            described["csrf"] = json!({
                "find": { "cookie": "csrf" }, "header": "x-csrf-token", "answers": means
            });
        }
        Csrf::Fetched { .. } => {
            described["csrf"] = json!({
                "request": { "get": routes.csrf },
                "find": "/token", "header": "x-csrf-token", "answers": means
            });
        }
    }
    if let Some(step) = rules.second_step {
        ask_for_code(&mut described, step);
    }
    described
}

fn base(rules: &Rules, routes: Routes) -> Value {
    json!({
        "id": rules.kind.name(),
        "title": "Of no back end in particular",
        "sign_in": { "request": {
            "post": routes.sign_in,
            "json": { "username": "{username}", "password": "{password}" }
        } },
        "account": { "id": "/id", "username": "/username", "email": "/email", "roles": "/roles" },
        "public_paths": ["/api/test/all"]
    })
}

fn ask_for_code(described: &mut Value, step: SecondStep) {
    described["sign_in"]["keep_public"] = json!({ "ticket": "/ticket" });
    described["sign_in"]["answers"] = json!([
        { "status": 401, "at": "/error", "is": "code_wanted", "means": "second_step" },
        { "status": 200, "at": "/code_wanted", "is": true, "means": "second_step" }
    ]);
    let ticket = |path: &str| json!({ "post": path, "json": { "ticket": "{ticket}" } });
    described["second_step"] = json!({
        "title": "Code",
        "request": { "post": CODE, "json": { "ticket": "{ticket}", "code": "{code}" } },
        "answers": [
            { "status": 401, "at": "/error", "is": "wrong_code", "means": "refused" },
            { "status": 401, "at": "/error", "is": "lapsed", "means": "lapsed" }
        ]
    });
    if step.sends {
        described["second_step"]["send"] = json!({ "request": ticket(SEND_CODE) });
    }
    if !step.grants {
        described["second_step"]["give_up"] = ticket(NO_CODE);
    }
}

/// Pages and forms, and a cookie that remembers people.
fn form(rules: &Rules) -> Value {
    let routes = rules.kind.routes();
    let mut described = base(rules, routes);
    described["sign_in"] = json!({
        "before": [{ "request": { "get": routes.csrf }, "keep": { "form_token": { "input": "_csrf" } } }],
        "request": { "post": routes.sign_in, "form": {
            "username": "{username}", "password": "{password}", "_csrf": "{form_token}"
        } },
        "answers": [
            { "status": 302, "location": "/login?error", "means": "refused", "words": "Wrong." },
            { "status": 302, "location": "/login", "means": "unavailable" },
            { "status": 302, "sets_cookie": "sid", "means": "done" }
        ]
    });
    described["account"] =
        json!({ "request": { "get": ACCOUNT }, "id": "/id", "username": "/name" });
    described["access"] = json!({
        "cookie": "sid",
        "answers": [{ "status": 302, "location": "/login", "means": "refused" }]
    });
    described["cookies"] = json!({ "sid": "always", "remember": "refresh" });
    described["refresh"] = json!({
        "request": { "get": routes.refresh },
        "answers": [
            { "status": 200, "means": "done" },
            { "status": 302, "location": "/login", "means": "rejected" }
        ]
    });
    described["csrf"] = json!({
        "request": { "get": routes.csrf },
        "find": { "input": "_csrf" },
        "header": "x-csrf-token",
        "answers": [{ "status": 403, "at": "/error", "is": "csrf", "means": "csrf" }]
    });
    described["sign_out"] = json!({
        "request": { "post": routes.sign_out },
        "answers": [
            { "status": 302, "location": "/login?logout", "means": "done" },
            { "status": 302, "location": "/login", "means": "refused" }
        ]
    });
    described
}

/// A server that refuses nobody.
fn guest(rules: &Rules) -> Value {
    let routes = rules.kind.routes();
    let mut described = base(rules, routes);
    described["grant"] = json!({ "access_token": "/access_token" });
    described["access"] = json!({
        "headers": { "authorization": "{access_token}" },
        "answers": [
            { "status": 200, "at": "/total", "is": 0, "means": "doubt" },
            { "status": 400, "means": "doubt" }
        ]
    });
    described["refresh"] = json!({
        "request": { "post": routes.refresh, "headers": { "authorization": "{access_token}" } },
        "answers": [{ "status": 401, "at": "/message", "means": "rejected" }],
        "only_while_live": true
    });
    described
}

/// An authorization server that says itself where it has what.
fn oauth(rules: &Rules) -> Value {
    let mut described = base(rules, rules.kind.routes());
    described["sign_in"] = json!({ "oauth": { "client_id": "latchkey", "scope": "profile" } });
    described["account"]["request"] = json!({ "get": ACCOUNT });
    described["access"] = json!({ "headers": { "authorization": "Bearer {access_token}" } });
    described
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ground::Dice, world::Plan};

    #[test]
    fn every_server_that_a_seed_makes_can_be_described() {
        for seed in 1..500 {
            for rules in Plan::roll(&mut Dice::new(seed)).servers {
                let described = dialect_of(&rules);
                assert!(described.is_ok(), "{rules:?}: {described:?}");
            }
        }
    }
}
