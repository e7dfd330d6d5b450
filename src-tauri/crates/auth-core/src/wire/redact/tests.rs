//! Secrets in every spelling, and what is none.

use super::*;

fn text<S: AsRef<[u8]>>(said: impl AsRef<str>, secrets: &[S]) -> String {
    Secrets::of(secrets).taken_out_of_text(said.as_ref())
}

#[test]
fn every_occurrence_of_every_secret_is_replaced() {
    let said = "Failed for [tok-en-1]: tok-en-1 and tok-en-2".to_owned();
    assert_eq!(
        text(said, &["tok-en-1", "tok-en-2"]),
        "Failed for [[redacted]]: [redacted] and [redacted]"
    );
}

#[test]
fn a_secret_that_is_part_of_another_leaves_nothing_of_it_behind() {
    let said = "old tok-en-1.tail, new tok-en-1".to_owned();
    assert_eq!(
        text(said, &["tok-en-1", "tok-en-1.tail"]),
        "old [redacted], new [redacted]"
    );
}

#[test]
fn a_secret_is_found_as_urls_and_json_spell_it() {
    for said in [
        "ab/cd+ef==",
        "ab%2Fcd%2bef%3D%3D",
        r"ab\/cd+ef==",
        r"ab/cd\u002bef\u003D\u003d",
        r"\u0061%62%2f\u0063d+ef=%3D",
    ] {
        let clean = text(format!("a%<{said}>\\"), &["ab/cd+ef=="]);
        assert_eq!(clean, "a%<[redacted]>\\", "{said}");
    }
    for said in ["p%C3%A4ss\u{1F600}word", r"p\u00e4ss\ud83d\ude00word"] {
        assert_eq!(text(said, &["päss\u{1F600}word"]), "[redacted]", "{said}");
    }
}

#[test]
fn short_and_absent_secrets_change_nothing() {
    assert_eq!(text("a b a", &["a", "", "absent-secret"]), "a b a");
}

/// A secret as an Express server signs it: a cookie that arrives percent-encoded.
const SIGNED: &str = "s%3A0123456789abcdef-SESSION.c2lnbmF0dXJlK3NpZ25hdHVyZQ";
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6NywiaWF0IjoxNzk1MjkxODEyfQ.c2lnbmF0dXJl_-";

#[test]
fn a_secret_is_found_in_every_spelling_of_it() {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
    };
    let json = format!("{{\"note\":\"{TOKEN}\"}}");
    let slashes = r"ab/cd+ef/gh+ij==";
    let quoted = "\"0123456789abcdefghij\"";
    let packed = STANDARD.encode("user=ann;key=0123456789abcdef");
    for (secret, said) in [
        (
            SIGNED,
            "s:0123456789abcdef-SESSION.c2lnbmF0dXJlK3NpZ25hdHVyZQ".to_owned(),
        ),
        (
            SIGNED,
            "s%3a0123456789abcdef-SESSION.c2lnbmF0dXJlK3NpZ25hdHVyZQ".to_owned(),
        ),
        (
            SIGNED,
            "s%253A0123456789abcdef-SESSION.c2lnbmF0dXJlK3NpZ25hdHVyZQ".to_owned(),
        ),
        (SIGNED, "s%3A0123456789abcdef-SESSION".to_owned()),
        (SIGNED, "s:0123456789abcdef-SESSION".to_owned()),
        (SIGNED, "0123456789abcdef-SESSION".to_owned()),
        (SIGNED, r"s\u003a0123456789abcdef\u002dSESSION".to_owned()),
        (SIGNED, "&#x73;:0123456789abcdef&#45;SESSION".to_owned()),
        (TOKEN, TOKEN.rsplit_once('.').expect("a dot").0.to_owned()),
        (TOKEN, TOKEN[..40].to_owned()),
        (TOKEN, TOKEN.replace('.', "%2E")),
        (TOKEN, TOKEN.replace('.', r"\\u002e")),
        (TOKEN, STANDARD.encode(TOKEN)),
        (TOKEN, STANDARD_NO_PAD.encode(TOKEN)),
        (TOKEN, URL_SAFE.encode(TOKEN)),
        (TOKEN, URL_SAFE_NO_PAD.encode(TOKEN)),
        (TOKEN, STANDARD.encode(TOKEN).replace('/', r"\/")),
        (slashes, r"ab\/cd\u002Bef\/gh%2Bij%3d=".to_owned()),
        (slashes, "ab/cd ef/gh ij==".to_owned()),
        (slashes, "ab&#x2F;cd+ef&#47;gh+ij&#x3D;&#x3D;".to_owned()),
        (quoted, quoted.replace('"', "")),
        (quoted, quoted.replace('"', "%22")),
        (quoted, quoted.replace('"', "&quot;")),
        (&packed, "user=ann;key=0123456789abcdef".to_owned()),
        (&packed, packed.replace('=', "")),
    ] {
        let clean = text(format!("<{said}> % \\"), &[secret]);
        let left: String = clean.replace("[redacted]", "").replace(['<', '>', '='], "");
        assert!(
            [
                "",
                "\"\"",
                "%22%22",
                "&quot;&quot;",
                "s:",
                "s%3A",
                "s%3a",
                "s%253A"
            ]
            .contains(&left.trim_end_matches(" % \\")),
            "{said}: {clean}"
        );
        assert!(
            clean.starts_with('<') && clean.ends_with("> % \\"),
            "{clean}"
        );
    }
    // Without its signature, whatever is left in the last group.
    for unsigned in [
        TOKEN.rsplit_once('.').expect("a dot").0,
        "0123456789abcdef-SESSION",
        "s:0123456789abcdef-SESSION",
    ] {
        let clean = text(STANDARD.encode(unsigned), &[SIGNED, TOKEN]);
        let left = clean.strip_prefix("[redacted]").map(str::len);
        assert!(left.is_some_and(|left| left < 4), "{unsigned}: {clean}");
    }
    // As part of something larger that is packed up.
    for before in ["", "a", "ab"] {
        for packed in [
            STANDARD.encode(format!("{before}{json}")),
            URL_SAFE_NO_PAD.encode(format!("{before}{json}")),
        ] {
            let clean = text(packed.clone(), &[TOKEN]);
            assert!(
                clean.contains("[redacted]") && clean.len() < 50,
                "{packed}: {clean}"
            );
        }
    }
}

#[test]
fn what_only_resembles_a_secret_stays() {
    for said in [
        "eyJhbGciOiJIUzI1NiJ9",
        r#"{"id":7,"iat":1795291812}"#,
        "0123456789ABCDEF-SESSION",
        "0123456789abcde",
        "c2lnbmF0dXJl",
        "s:",
        "100% of \\ & nothing",
    ] {
        assert_eq!(text(said, &[SIGNED, TOKEN]), said);
    }
}

#[test]
fn whatever_looks_like_a_token_is_taken_out_and_what_is_only_remembered() {
    const OTHER: &str = "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6NywiaWF0IjoxNzk1MjkxODE5fQ.b3RoZXI";
    let mut remembered = Remembered::new(7);
    remembered.add(b"open-sesame-42", Origin::Typed);
    let secrets = Secrets::none().and(Arc::new(remembered));
    for said in [
        OTHER.to_owned(),
        OTHER.replace('.', "%2E"),
        OTHER.replace('.', "\\u002e"),
        OTHER.replace('b', "b\u{200B}"),
        "open-sesame-42".to_owned(),
        "open%2Dsesame%2d42".to_owned(),
        "open-\u{2060}sesame-42".to_owned(),
        "b3Blbi1zZXNhbWUtNDI".to_owned(),
    ] {
        assert_eq!(
            secrets.taken_out_of_text(&format!("<{said}>")),
            "<[redacted]>",
            "{said}"
        );
    }
}

#[test]
fn a_short_password_is_found_by_itself() {
    let secrets = Secrets::none().and_typed("ses\u{E4}");
    let clean = |said: &str| secrets.taken_out_of_text(said);
    assert_eq!(clean("no: ses\u{E4}!"), "no: [redacted]!");
    assert_eq!(clean("ses\u{E4}me"), "ses\u{E4}me");
    assert_eq!(Secrets::none().and_typed("").taken_out_of_text("a"), "a");
}

#[test]
fn what_a_token_says_is_no_secret() {
    let (header, claims) = (
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"sub":"ann","iat":1795291812}"#,
    );
    let pack =
        |text| base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text);
    let token = format!("{}.{}.c2lnbmF0dXJl", pack(header), pack(claims));
    for said in [header.to_owned(), claims.to_owned(), pack(header)] {
        assert_eq!(text(said.clone(), &[&token]), said);
    }
}

#[test]
fn a_token_that_was_cut_is_found_by_what_is_left() {
    for rest in ["", "...", "…", "\"", " expired", ".", "<"] {
        let said = format!("invalid token {}{rest}", &TOKEN[..45]);
        assert_eq!(
            text(said, &[TOKEN]),
            format!("invalid token [redacted]{rest}")
        );
    }
}

#[test]
fn a_session_in_an_address_is_taken_out_of_headers() {
    for (said, clean) in [
        ("/x;jsessionid=AB12.node1", "/x;jsessionid=[redacted]"),
        (
            "https://e.org/x;JSESSIONID=AB12?a=b#c",
            "https://e.org/x;JSESSIONID=[redacted]?a=b#c",
        ),
        (
            "/x?next=%2Fy%3Bjsessionid%3DAB12%26b",
            "/x?next=%2Fy%3Bjsessionid%3D[redacted]%26b",
        ),
        ("/x;jsessionid=", "/x;jsessionid="),
        ("/x;v=1", "/x;v=1"),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert("location", HeaderValue::from_static(said));
        let headers = Secrets::none().taken_out_of_headers(headers);
        assert_eq!(headers["location"], clean);
    }
}

#[test]
fn a_value_of_any_bytes_is_found_as_it_is_and_as_text() {
    let secret = b"Jos\xe9-0123456789";
    let said =
        Bytes::from_static(b"<Jos\xe9-0123456789> <Jos\xc3\xa9-0123456789> <Jos%E9-0123456789>");
    let clean = Secrets::of([secret]).taken_out_of(&said);
    assert_eq!(clean, "<[redacted]> <[redacted]> <[redacted]>");
}

#[test]
fn a_secret_is_found_after_its_own_beginning() {
    let (run, pairs) = (
        format!("{}b", "a".repeat(40)),
        format!("{}c", "ab".repeat(20)),
    );
    for (before, secret) in [("aaaaa", &run), ("ab", &pairs), ("abab", &run)] {
        let said = format!("{before}{secret}{secret}");
        assert_eq!(
            text(said, &[secret]),
            format!("{before}[redacted][redacted]")
        );
    }
}

/// Nobody would wait for the end of this if the time grew with the square of anything.
#[test]
fn hostile_text_takes_no_longer_than_any_other() {
    let like = |piece: &str| piece.repeat(64 * 1024 / piece.len());
    let nearly = format!("{}b", "a".repeat(2000));
    let periodic = format!("{}c", "ab".repeat(1000));
    for secret in [nearly.as_str(), &periodic, &"a".repeat(2001), SIGNED] {
        for body in [
            format!("\\{}", like("a")),
            like("a\\"),
            like("%61"),
            like("ab"),
            like("\\u0061"),
            like("%25"),
            like("&#97;"),
            like(&secret[..secret.len() - 1]),
        ] {
            let clean = text(body, &[secret]);
            assert!(!clean.contains(secret));
        }
    }
}
