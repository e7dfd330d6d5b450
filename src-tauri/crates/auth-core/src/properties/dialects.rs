//! Dialects: what a person writes is refused in words or read the same ever after.

use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
    sample::select,
};

use crate::{
    base_url::{BaseUrl, PlainHttp},
    dialect::{
        AccessCarrier, CookiePayload, Dialect, Fields, Meaning, RefreshCarrier, RefreshRoute,
        Refusal, Route, SignOutRoute,
    },
    path,
    properties::{
        cases,
        hostile::{self, matching},
        places,
    },
};

fn a_path() -> impl Strategy<Value = String> {
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
pub(super) fn random() -> impl Strategy<Value = Dialect> {
    let names = (
        matching("[a-z0-9]{1,9}(-[a-z0-9]{1,9})?"),
        matching("[A-Za-z][\\PC]{0,50}"),
    );
    let routes = (a_path(), a_path());
    let rest = (
        option::of(refresh()),
        option::of(sign_out()),
        access(),
        fields(),
    );
    (names, routes, rest, vec(a_path(), 0..4)).prop_map(
        |((id, title), (sign_up, sign_in), (refresh, sign_out, access, fields), public_paths)| {
            let mut dialect = Dialect {
                id: format!("z{id}"),
                title,
                sign_up: Route { path: sign_up },
                sign_in: Route { path: sign_in },
                refresh,
                sign_out,
                access,
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

fn text() -> impl Strategy<Value = String> {
    hostile::broken_text(hostile::dialect().prop_map(|dialect| dialect.to_json()))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_dialect_that_keeps_to_the_rules_survives_json(dialect in random()) {
        prop_assert_eq!(dialect.check(), Ok(()));
        prop_assert_eq!(Dialect::from_json(&dialect.to_json()), Ok(dialect));
    }

    #[test]
    fn a_text_is_refused_in_few_words_or_read_the_same_ever_after(text in text()) {
        match Dialect::from_json(&text) {
            Ok(dialect) => {
                prop_assert_eq!(Dialect::from_json(&dialect.to_json()), Ok(dialect.clone()));
                let base = BaseUrl::parse("https://a.example/app", PlainHttp::LoopbackOnly).expect("good");
                let paths = [&dialect.sign_in.path, &dialect.sign_up.path];
                for path in paths.into_iter().chain(&dialect.public_paths) {
                    let url = path::join(&base, path).expect("a dialect's path can be asked for");
                    prop_assert_eq!(url.path(), format!("/app{path}"), "to the letter");
                }
            }
            Err(error) => {
                let said = error.to_string();
                prop_assert!(said.len() < 400, "{}", said);
                prop_assert!(!said.contains(char::is_control) && !said.ends_with('.'), "{}", said);
                prop_assert!(said.starts_with(['`', 't']), "{}", said);
            }
        }
    }

    #[test]
    fn a_path_of_a_dialect_means_one_thing_to_every_part_of_the_engine(
        path in places::a_path(),
        known in a_path(),
    ) {
        let mut dialect = Dialect::preset("n-body").expect("a preset");
        dialect.id = "ours".to_owned();
        for path in [path, known] {
            dialect.sign_in.path = path;
            let path = &dialect.sign_in.path;
            if dialect.check().is_ok() {
                let base = BaseUrl::parse("https://a.example/app", PlainHttp::LoopbackOnly).expect("good");
                let url = path::join(&base, path).expect("a dialect's path can be asked for");
                prop_assert_eq!(url.path(), format!("/app{path}"), "to the letter");
                prop_assert!(dialect.is_auth_path(path));
            }
        }
    }

    #[test]
    fn an_error_repeats_no_credential_that_was_put_into_the_text(
        secret in hostile::secret(),
        place in select(&["\"id\": \"n-body\"", "\"path\": \"/api/auth/signin\"", "\"kind\": \"header\"", "\"name\": "][..]),
    ) {
        let preset = Dialect::preset("n-body").expect("a preset").to_json();
        let name = place.split(':').next().unwrap_or_default();
        for with in [format!("{name}: \"{secret}\", \"x\": 1"), format!("\"{secret}\": 1, {place}")] {
            let text = preset.replacen(place, &with, 1);
            if let Err(error) = Dialect::from_json(&text) {
                prop_assert!(!format!("{error} {error:?}").contains(&secret), "{}", error);
            }
        }
    }
}
