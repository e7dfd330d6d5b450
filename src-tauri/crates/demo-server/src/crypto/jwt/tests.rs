//! Tokens against the recorded ones, against the clock, and against forgery.

use super::*;

fn signer(style: Style) -> Signer {
    Signer::new(style, b"a key for the tests alone".to_vec())
}

fn decoded(token: &str, part: usize) -> String {
    let part = token.split('.').nth(part).unwrap();
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_node_token_has_the_recorded_header_and_claims() {
    let token = signer(Style::NodeHs256).mint(&Subject::Id(1), 1_795_291_818, 1_795_291_822);
    let recorded = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6MSwiaWF0IjoxNzk1MjkxODE4LCJleHAiOjE3OTUyOTE4MjJ9.";
    assert!(token.starts_with(recorded), "{token}");
}

#[test]
fn spring_tokens_name_the_user_and_have_no_type() {
    let subject = Subject::Name("user".into());
    for (style, algorithm) in [(Style::JavaHs256, "HS256"), (Style::JavaHs512, "HS512")] {
        let token = signer(style).mint(&subject, 10, 20);
        assert_eq!(decoded(&token, 0), format!(r#"{{"alg":"{algorithm}"}}"#));
        assert_eq!(decoded(&token, 1), r#"{"sub":"user","iat":10,"exp":20}"#);
    }
}

#[test]
fn a_token_is_valid_until_the_second_in_which_it_expires() {
    for style in [Style::NodeHs256, Style::JavaHs256, Style::JavaHs512] {
        let signer = signer(style);
        let token = signer.mint(&Subject::Id(7), 100, 104);
        assert_eq!(
            signer.check(&token, 103),
            Verdict::Valid(Subject::Id(7)),
            "{style:?}"
        );
        assert_eq!(signer.check(&token, 104), Verdict::Expired, "{style:?}");
    }
}

#[test]
fn what_this_server_did_not_sign_is_malformed_even_when_it_has_expired() {
    let signer = signer(Style::NodeHs256);
    let token = signer.mint(&Subject::Id(7), 100, 104);
    let (unspoilt, _) = token.rsplit_once('.').unwrap();
    let other_key = Signer::new(Style::NodeHs256, b"another key".to_vec());
    let unsigned = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), "e30");
    let forgeries = [
        String::new(),
        "garbage".to_owned(),
        format!("Bearer {token}"),
        format!("{unspoilt}.AAAA"),
        unsigned,
        other_key.mint(&Subject::Id(7), 100, 104),
    ];
    for forgery in forgeries {
        assert_eq!(signer.check(&forgery, 500), Verdict::Malformed, "{forgery}");
    }
}
