//! A request for a shell, without the session: the credential stays in the core, and whoever runs this adds their own.

use ipc::{DraftBody, Pair, RequestDraft};

/// The command. `address` is the server's.
pub(crate) fn curl(draft: &RequestDraft, address: &str) -> String {
    let address = address.trim_end_matches('/');
    let mut url = format!("{address}{}", draft.path.trim());
    for (at, pair) in draft
        .query
        .iter()
        .filter(|it| !it.name.is_empty())
        .enumerate()
    {
        let sign = if at == 0 && !url.contains('?') {
            '?'
        } else {
            '&'
        };
        url.push(sign);
        url.extend([&*encoded(&pair.name), "=", &*encoded(&pair.value)]);
    }
    let mut parts = vec![format!("curl -X {} {}", draft.method.name(), quoted(&url))];
    let headers = draft.headers.iter().filter(|it| !it.name.trim().is_empty());
    let has_type = headers
        .clone()
        .any(|it| it.name.trim().eq_ignore_ascii_case("content-type"));
    parts.extend(headers.map(|Pair { name, value }| header(name.trim(), value.trim())));
    let kind = match &draft.body {
        DraftBody::Json { .. } => Some("application/json"),
        DraftBody::Text { .. } => Some("text/plain; charset=utf-8"),
        DraftBody::File { .. } => Some("application/octet-stream"),
        // A form says so by itself.
        DraftBody::Form { .. } | DraftBody::None => None,
    };
    parts.extend(
        kind.filter(|_| !has_type)
            .map(|kind| header("content-type", kind)),
    );
    match &draft.body {
        DraftBody::None => {}
        DraftBody::Json { text } | DraftBody::Text { text } => {
            parts.push(format!("--data-raw {}", quoted(text)));
        }
        DraftBody::Form { fields } => {
            let named = fields.iter().filter(|it| !it.name.is_empty());
            parts.extend(named.map(|Pair { name, value }| {
                let field = format!("{}={value}", encoded(name));
                format!("--data-urlencode {}", quoted(&field))
            }));
        }
        DraftBody::File { name, .. } => {
            parts.push(format!("--data-binary {}", quoted(&format!("@{name}"))));
        }
    }
    parts.join(" \\\n  ")
}

fn header(name: &str, value: &str) -> String {
    format!("-H {}", quoted(&format!("{name}: {value}")))
}

/// As a POSIX shell takes it letter by letter.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// As a query has it (RFC 3986 section 2.3).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            byte => {
                let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
                let (high, low) = (digit(byte >> 4), digit(byte & 0xF));
                encoded.extend(['%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]);
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::Method;

    fn draft(body: DraftBody) -> RequestDraft {
        RequestDraft {
            method: Method::Post,
            path: "/notes".into(),
            body,
            ..RequestDraft::default()
        }
    }

    #[test]
    fn nothing_that_is_typed_gets_out_of_its_quotes() {
        let text = "it's; $(rm -rf /) `x` \\ \"".to_owned();
        let command = curl(&draft(DraftBody::Text { text }), "https://a.example/");
        assert!(command.ends_with(r#"--data-raw 'it'\''s; $(rm -rf /) `x` \ "'"#));
        let mut quoted = draft(DraftBody::None);
        quoted.path = "/a'b".into();
        quoted.headers = vec![Pair::new("x", "'; id")];
        assert_eq!(
            curl(&quoted, "https://a.example"),
            "curl -X POST 'https://a.example/a'\\''b' \\\n  -H 'x: '\\''; id'"
        );
    }

    #[test]
    fn the_query_is_encoded_and_the_type_of_the_body_is_told() {
        let mut json = draft(DraftBody::Json { text: "{}".into() });
        json.query = vec![
            Pair::new("q", "a b&\u{FC}"),
            Pair::default(),
            Pair::new("r", ""),
        ];
        assert_eq!(
            curl(&json, "https://a.example"),
            "curl -X POST 'https://a.example/notes?q=a%20b%26%C3%BC&r=' \\\n  \
             -H 'content-type: application/json' \\\n  --data-raw '{}'"
        );
        json.headers = vec![Pair::new("Content-Type", "application/merge-patch+json")];
        assert_eq!(
            curl(&json, "https://a.example").matches("ontent-").count(),
            1
        );
    }

    #[test]
    fn a_form_and_a_file_go_as_curl_has_them() {
        let fields = vec![Pair::new("a b", "c&d"), Pair::default()];
        let form = curl(&draft(DraftBody::Form { fields }), "https://a.example");
        assert!(form.ends_with("--data-urlencode 'a%20b=c&d'"), "{form}");
        let (file, name) = (7, "cargo.csv".to_owned());
        let file = curl(&draft(DraftBody::File { file, name }), "https://a.example");
        assert!(file.ends_with("--data-binary '@cargo.csv'"), "{file}");
    }
}
