//! Dialects: what a person writes is refused in words or read the same ever after.

use proptest::{
    prelude::{Strategy, prop_assert, prop_assert_eq, proptest},
    sample::select,
};

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
        known in any_dialect::a_path(),
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
