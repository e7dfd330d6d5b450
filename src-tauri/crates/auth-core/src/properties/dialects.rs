//! Dialects: what a person writes is refused in words or read the same ever after.

use proptest::{
    prelude::{Strategy, prop_assert, prop_assert_eq, proptest},
    sample::select,
};

use serde_json::Value;

use crate::{
    dialect::Dialect,
    properties::{any_dialect, cases, hostile, places},
    wire::{BaseUrl, PlainHttp, path},
};

fn text() -> impl Strategy<Value = String> {
    hostile::broken_text(hostile::dialect().prop_map(|dialect| dialect.to_json()))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_dialect_that_keeps_to_the_rules_survives_json(dialect in any_dialect::any_dialect()) {
        prop_assert_eq!(Dialect::from_json(&dialect.to_json()), Ok(dialect));
    }

    #[test]
    fn a_text_is_refused_in_few_words_or_read_the_same_ever_after(text in text()) {
        match Dialect::from_json(&text) {
            Ok(dialect) => {
                prop_assert_eq!(Dialect::from_json(&dialect.to_json()), Ok(dialect.clone()));
                let base = BaseUrl::parse("https://a.example/app", PlainHttp::LoopbackOnly).expect("good");
                let sign_in = dialect.sign_in.request.path();
                for path in dialect.public_paths.iter().map(String::as_str).chain([sign_in]) {
                    if path.contains('{') {
                        continue;
                    }
                    let url = path::join(&base, path).expect("a dialect's path can be asked for");
                    prop_assert_eq!(url.path(), format!("/app{path}"), "to the letter");
                }
            }
            Err(error) => {
                let said = error.to_string();
                prop_assert!(said.len() < 800, "{}", said);
                prop_assert!(!said.contains(char::is_control) && !said.ends_with('.'), "{}", said);
                prop_assert!(said.starts_with(['`', 't']), "{}", said);
            }
        }
    }

    #[test]
    fn a_path_of_a_dialect_means_one_thing_to_every_part_of_the_engine(
        path in places::a_path(),
        known in any_dialect::a_path(),
    ) {
        let preset = Dialect::preset("n-body").expect("a preset").to_json();
        let mut dialect: Value = serde_json::from_str(&preset).expect("JSON");
        dialect["id"] = "ours".into();
        for path in [path, known] {
            dialect["sign_in"]["request"]["post"] = path.as_str().into();
            let Ok(dialect) = Dialect::from_json(&dialect.to_string()) else { continue };
            let path = dialect.sign_in.request.path();
            let base = BaseUrl::parse("https://a.example/app", PlainHttp::LoopbackOnly).expect("good");
            if !path.contains('{') {
                let url = path::join(&base, path).expect("a dialect's path can be asked for");
                prop_assert_eq!(url.path(), format!("/app{path}"), "to the letter");
            }
            prop_assert!(dialect.is_auth_path(&http::Method::POST, path));
        }
    }

    #[test]
    fn an_error_repeats_no_credential_that_was_put_into_the_text(
        secret in hostile::secret(),
        place in select(&["\"id\": \"n-body\"", "\"post\": \"/api/auth/signin\"", "\"means\": \"expired\"", "\"x-access-token\": "][..]),
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

#[test]
fn every_page_of_a_known_dialect_may_be_asked_for() {
    for dialect in Dialect::known() {
        for page in dialect.pages() {
            let asked = (page.request.method(), page.request.path());
            assert!(
                !dialect.is_auth_path(&asked.0, asked.1),
                "{}: {asked:?}",
                dialect.id()
            );
        }
    }
}
