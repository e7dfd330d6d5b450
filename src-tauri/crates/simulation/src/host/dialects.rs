//! What the engine is told of each kind of back end: its presets, and two dialects of no back end in
//! particular.

use std::sync::Arc;

use auth_core::{AccessCarrier, CookiePayload, Dialect, RefreshCarrier};

use crate::server::{Kind, Rules};

/// The dialect of a server with these rules.
pub(crate) fn dialect_of(rules: &Rules) -> Option<Arc<Dialect>> {
    if rules.kind.is_known() {
        let mut dialect = Dialect::preset(rules.kind.name())?;
        dialect.cookies = rules.is_sticky;
        return Some(Arc::new(dialect));
    }
    let mut dialect = Dialect::preset("s-body")?;
    dialect.cookies = rules.is_sticky;
    let routes = rules.kind.routes();
    rules.kind.name().clone_into(&mut dialect.id);
    routes.sign_in.clone_into(&mut dialect.sign_in.path);
    "access_token".clone_into(&mut dialect.fields.access_token);
    "refresh_token".clone_into(&mut dialect.fields.refresh_token);
    "expires_in".clone_into(&mut dialect.fields.expires_in);
    if let Some(sign_out) = &mut dialect.sign_out {
        routes.sign_out.clone_into(&mut sign_out.path);
        sign_out.ends_every_session = false;
        sign_out.needs_live_access = rules.sign_out_needs_live_access;
    }
    if let Some(refresh) = &mut dialect.refresh {
        routes.refresh.clone_into(&mut refresh.path);
        refresh.refusals.clear();
        refresh.credential = RefreshCarrier::Body {
            field: "refresh_token".to_owned(),
        };
        if rules.kind == Kind::OwnCookie {
            refresh.credential = RefreshCarrier::Cookie {
                name: "rid".to_owned(),
            };
            dialect.access = AccessCarrier::Cookie {
                name: "sid".to_owned(),
                payload: CookiePayload::Token,
            };
        }
    }
    Some(Arc::new(dialect))
}
