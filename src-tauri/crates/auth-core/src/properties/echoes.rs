//! What a server repeats of a secret, in whatever letters it writes it.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
    sample::{Index, select},
};

use crate::{
    properties::{cases, hostile},
    wire::{redact, spelling},
};

/// A secret as a cookie or a field brings it.
fn brought() -> impl Strategy<Value = String> {
    (hostile::secret(), hostile::secret(), 0..4_u8).prop_map(|(value, signature, how)| match how {
        0 => value,
        1 => format!("{value}.{signature}"),
        2 => format!("s%3A{}.{}", escaped(&value), escaped(&signature)),
        _ => format!("\"{value}\""),
    })
}

fn escaped(text: &str) -> String {
    text.replace('/', "%2F")
        .replace('+', "%2b")
        .replace('=', "%3D")
}

/// One character in one of the ways in which it may be written.
fn written(c: char, how: u8) -> String {
    let code = u32::from(c);
    match how {
        0 => format!("%{code:02x}"),
        1 => format!("%{code:02X}"),
        2 => format!("\\u{code:04x}"),
        3 => format!("&#x{code:x};"),
        4 => format!("&#{code};"),
        5 if "\"/".contains(c) => format!("\\{c}"),
        _ => c.to_string(),
    }
}

/// Text with more escapes in it than any server writes, whole and broken.
fn escapes() -> impl Strategy<Value = String> {
    let piece = select(
        &[
            "a",
            "%41",
            "%4",
            "%",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\",
            "\\\\",
            "\\n",
            "&amp;",
            "&#x41;",
            "&#",
            ";",
            "ż",
            "\\x41",
            "\"",
            "=",
        ][..],
    );
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_secret_is_found_however_its_letters_are_written(
        (secret, ways) in brought().prop_flat_map(|secret| {
            let ways = vec(0..12_u8, secret.chars().count());
            (Just(secret), ways)
        }),
        before in escapes(),
    ) {
        let echo: String = secret.chars().zip(ways).map(|(c, how)| written(c, how)).collect();
        let clean = redact::Secrets::of([&secret]).taken_out_of_text(&format!("{before}<{echo}>"));
        prop_assert!(clean.ends_with("<[redacted]>"), "{}", clean);
    }

    #[test]
    fn a_secret_is_found_where_it_is_packed_up(
        secret in brought(),
        before in vec(any::<u8>(), 0..9),
        after in vec(any::<u8>(), 0..9),
    ) {
        let whole = [&before[..], secret.as_bytes(), &after].concat();
        for packed in [STANDARD.encode(&whole), URL_SAFE_NO_PAD.encode(&whole)] {
            let clean = redact::Secrets::of([&secret]).taken_out_of_text(&packed);
            let left = clean.split("[redacted]").map(str::len).sum::<usize>();
            prop_assert!(clean.contains("[redacted]") && left <= 32, "{}", clean);
        }
    }

    #[test]
    fn what_has_no_secret_in_it_stays_as_it_is(text in escapes(), secret in brought()) {
        prop_assert_eq!(redact::Secrets::of([&secret]).taken_out_of_text(&text), text);
    }

    #[test]
    fn a_part_of_the_plain_text_comes_from_its_place(
        text in prop_oneof![escapes(), any::<String>()],
        (from, to) in any::<(Index, Index)>(),
    ) {
        let Some(plain) = spelling::unescape(text.as_bytes()) else { return Ok(()) };
        if plain.is_empty() {
            return Ok(());
        }
        let (from, to) = (from.index(plain.len()), to.index(plain.len()));
        let part = from.min(to)..from.max(to) + 1;
        let places = spelling::places(text.as_bytes(), std::slice::from_ref(&part));
        prop_assert_eq!(places.len(), 1);
        let place = &text.as_bytes()[places[0].clone()];
        let again = spelling::unescape(place).unwrap_or_else(|| place.to_vec());
        prop_assert!(memchr::memmem::find(&again, &plain[part]).is_some());
    }
}
