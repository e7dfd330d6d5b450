//! A dialect that nobody has thought of.

use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
    string::string_regex,
};

use crate::dialect::{
    AccessCarrier, CookiePayload, Dialect, Fields, Meaning, RefreshCarrier, RefreshRoute, Refusal,
    Route, SignOutRoute,
};

/// Text of this pattern, compiled once and not for each case.
fn matching(pattern: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(pattern).expect("a good pattern")
}

pub(super) fn a_path() -> impl Strategy<Value = String> {
    matching("(/[a-z0-9_.~!$&'()*+,=:@-]{1,8}[a-z]){1,4}")
}

fn access() -> impl Strategy<Value = AccessCarrier> {
    let payload = prop_oneof![
        Just(CookiePayload::Token),
        matching("[a-z]{1,8}").prop_map(|field| CookiePayload::Base64Json { field }),
    ];
    prop_oneof![
        (matching("x-[a-z0-9]{1,9}"), matching("([!-~][ -~]{0,8})?"))
            .prop_map(|(name, prefix)| AccessCarrier::Header { name, prefix }),
        (matching("[A-Za-z!#$%&'*+.^_`|~-]{1,9}"), payload)
            .prop_map(|(name, payload)| AccessCarrier::Cookie { name, payload }),
    ]
}

fn refresh() -> impl Strategy<Value = RefreshRoute> {
    let credential = prop_oneof![
        matching("\\PC{1,20}").prop_map(|field| RefreshCarrier::Body { field }),
        matching("[a-z-]{1,9}").prop_map(|name| RefreshCarrier::Cookie { name }),
    ];
    let means = select(&[Meaning::Expired, Meaning::Rejected, Meaning::Unavailable][..]);
    let refusal = (400..=599_u16, option::of(matching("\\PC{1,50}")), means).prop_map(
        |(status, contains, means)| Refusal {
            status,
            contains,
            means,
        },
    );
    (a_path(), credential, vec(refusal, 0..5)).prop_map(|(path, credential, refusals)| {
        RefreshRoute {
            path,
            credential,
            refusals,
        }
    })
}

fn sign_out() -> impl Strategy<Value = SignOutRoute> {
    (a_path(), any::<bool>(), any::<bool>()).prop_map(
        |(path, needs_live_access, ends_every_session)| SignOutRoute {
            path,
            needs_live_access,
            ends_every_session,
        },
    )
}

fn fields() -> impl Strategy<Value = Fields> {
    vec(matching("\\PC{1,20}"), 9).prop_map(|names| {
        let mut names = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| format!("){at}{name}"));
        let mut next = || names.next().expect("nine");
        Fields {
            id: next(),
            username: next(),
            email: next(),
            password: next(),
            roles: next(),
            access_token: next(),
            refresh_token: next(),
            expires_in: next(),
            message: next(),
        }
    })
}

/// A dialect that nobody has thought of, and that keeps to the rules.
pub(super) fn any_dialect() -> impl Strategy<Value = Dialect> {
    let names = (
        matching("[a-z0-9]{1,9}(-[a-z0-9]{1,9})?"),
        matching("[A-Za-z][\\PC]{0,50}"),
    );
    let routes = (a_path(), a_path());
    let rest = (
        option::of(refresh()),
        option::of(sign_out()),
        (access(), any::<bool>()),
        fields(),
    );
    (names, routes, rest, vec(a_path(), 0..4)).prop_map(
        |(
            (id, title),
            (sign_up, sign_in),
            (refresh, sign_out, (access, cookies), fields),
            public_paths,
        )| {
            let mut dialect = Dialect {
                id: format!("z{id}"),
                title,
                sign_up: Route { path: sign_up },
                sign_in: Route { path: sign_in },
                refresh,
                sign_out,
                access,
                cookies,
                fields,
                public_paths: Vec::new(),
            };
            dialect.public_paths = public_paths;
            dialect
                .public_paths
                .retain(|path| ![&dialect.sign_up.path, &dialect.sign_in.path].contains(&path));
            dialect
        },
    )
}
