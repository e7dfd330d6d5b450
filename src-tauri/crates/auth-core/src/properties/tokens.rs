//! Tokens: nothing in one does more than give a hint.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::{
    credentials::jwt,
    properties::{cases, hostile},
};

const CLAIMS: &[&str] = &[
    r#"{"id":1,"iat":1795291812,"exp":1795291872}"#,
    r#"{"sub":"ann","iat":1795291812,"exp":1795291872}"#,
    r#"{"sub":"ann","iat":1795291812.5,"exp":1e10}"#,
    r#"{"exp":18446744073709551615,"iat":-1}"#,
    r#"{"sub":"ANN","id":7.0,"iat":"1795291812","exp":1795291812}"#,
    r#"{"sub":"bob","id":"7","exp":-1}"#,
    r#"{"exp":"soon","iat":null,"sub":{"a":[1]}}"#,
    "[]",
];

fn token() -> impl Strategy<Value = String> {
    let claims =
        hostile::broken(proptest::sample::select(CLAIMS).prop_map(|text| text.as_bytes().to_vec()));
    let whole = claims.prop_map(|claims| {
        format!(
            "eyJhbGciOiJIUzI1NiJ9.{}.c2ln",
            URL_SAFE_NO_PAD.encode(claims)
        )
    });
    prop_oneof![
        4 => whole,
        1 => hostile::broken_text(Just("eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.c2ln".to_owned())),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn hints_are_read_without_panic_and_within_the_dates_of_a_calendar(token in token()) {
        let hints = jwt::hints(&token);
        for time in [hints.issued_at, hints.expires_at].into_iter().flatten() {
            prop_assert!(time < 1_000_000_000_000);
        }
    }

    #[test]
    fn who_a_token_is_of_is_told_the_same_from_both_sides(one in token(), other in token()) {
        let (one, other) = (jwt::hints(&one).whose, jwt::hints(&other).whose);
        prop_assert!(!one.contradicts(&one));
        prop_assert_eq!(one.contradicts(&other), other.contradicts(&one));
    }
}
