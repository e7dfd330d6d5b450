//! A request as it may lie on the disk: without what the session lives by, and without what was typed where secrets
//! go. Pure.

use ipc::{DraftBody, Pair, RequestDraft};
use serde_json::Value;

/// What stands in the names of fields that hold a secret. In lower case, without hyphens and underscores.
const TELLING: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "authorization",
    "cookie",
    "apikey",
    "credential",
    "session",
    "otp",
    "signature",
    "privatekey",
];

/// The longest body that is kept, in bytes.
const LONGEST: usize = 16 * 1024;

/// The request without secrets. `redact` takes out what is known to be one.
pub(crate) fn kept(draft: &RequestDraft, redact: impl Fn(&str) -> String) -> RequestDraft {
    let pairs = |pairs: &[Pair]| pairs.iter().map(|it| pair(it, &redact)).collect();
    RequestDraft {
        method: draft.method,
        path: path(&draft.path, &redact),
        query: pairs(&draft.query),
        headers: pairs(&draft.headers),
        body: match &draft.body {
            DraftBody::Json { text } | DraftBody::Text { text } if text.len() > LONGEST => {
                DraftBody::None
            }
            DraftBody::Json { text } => DraftBody::Json {
                text: redact(&without_telling(text)),
            },
            DraftBody::Text { text } => DraftBody::Text { text: redact(text) },
            DraftBody::Form { fields } => DraftBody::Form {
                fields: pairs(fields),
            },
            // Which file that was, the next run does not know.
            DraftBody::File { name, .. } => DraftBody::File {
                file: 0,
                name: redact(name),
            },
            DraftBody::None => DraftBody::None,
        },
        anonymous: draft.anonymous,
    }
}

fn pair(pair: &Pair, redact: &impl Fn(&str) -> String) -> Pair {
    let value = if is_telling(&pair.name) {
        String::new()
    } else {
        redact(&pair.value)
    };
    Pair::new(redact(&pair.name), value)
}

/// The query of a path has names of its own.
fn path(path: &str, redact: &impl Fn(&str) -> String) -> String {
    let Some((before, query)) = path.split_once('?') else {
        return redact(path);
    };
    let parts = query.split('&').map(|part| match part.split_once('=') {
        Some((name, _)) if is_telling(name) => format!("{name}="),
        _ => part.to_owned(),
    });
    let query: Vec<String> = parts.collect();
    redact(&format!("{before}?{}", query.join("&")))
}

fn is_telling(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    TELLING.iter().any(|it| name.contains(it)) || matches!(name.as_str(), "pin" | "auth" | "key")
}

/// JSON whose fields of such names are empty. It is as it was typed where there are none.
fn without_telling(text: &str) -> String {
    let Ok(mut json) = serde_json::from_str::<Value>(text) else {
        return text.to_owned();
    };
    let emptied = empty(&mut json);
    let written = emptied
        .then(|| serde_json::to_string_pretty(&json).ok())
        .flatten();
    written.unwrap_or_else(|| text.to_owned())
}

fn empty(json: &mut Value) -> bool {
    match json {
        Value::Array(items) => items.iter_mut().fold(false, |any, item| empty(item) | any),
        Value::Object(fields) => fields.iter_mut().fold(false, |any, (name, field)| {
            let emptied = is_telling(name);
            if emptied {
                *field = Value::String(String::new());
            }
            emptied || empty(field) || any
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789-the-token";

    fn keep(draft: &RequestDraft) -> String {
        let kept = kept(draft, |text| text.replace(TOKEN, "[redacted]"));
        serde_json::to_string(&kept).unwrap()
    }

    #[test]
    fn what_is_known_to_be_a_secret_is_kept_nowhere() {
        let typed = |text: &str| format!("{text} {TOKEN}");
        let pairs = || vec![Pair::new(typed("n"), typed("v"))];
        let mut draft = RequestDraft {
            path: format!("/{TOKEN}?x={TOKEN}"),
            query: pairs(),
            headers: pairs(),
            ..RequestDraft::default()
        };
        for body in [
            DraftBody::Json {
                text: typed("{\"a\":"),
            },
            DraftBody::Text { text: typed("a") },
            DraftBody::Form { fields: pairs() },
            DraftBody::File {
                file: 7,
                name: typed("f"),
            },
        ] {
            draft.body = body;
            let kept = keep(&draft);
            assert!(
                kept.contains("[redacted]") && !kept.contains(TOKEN),
                "{kept}"
            );
        }
    }

    #[test]
    fn what_was_typed_where_secrets_go_is_left_out() {
        let secret = "hunter2-and-more";
        let pairs = |name: &str| vec![Pair::new(name, secret), Pair::new("note", "stays")];
        for name in [
            "password",
            "X-API-Key",
            "new_password",
            "access-token",
            "Authorization",
            "PIN",
        ] {
            let mut draft = RequestDraft {
                path: format!("/x?{name}={secret}&a=stays"),
                query: pairs(name),
                headers: pairs(name),
                ..RequestDraft::default()
            };
            let json =
                format!(r#"{{"a": [{{"{name}": "{secret}"}}], "{name}": {{"x": "{secret}"}}}}"#);
            for body in [
                DraftBody::Form {
                    fields: pairs(name),
                },
                DraftBody::Json { text: json },
            ] {
                draft.body = body;
                let kept = keep(&draft);
                assert!(!kept.contains(secret) && kept.contains("stays"), "{kept}");
            }
        }
    }

    #[test]
    fn what_holds_no_secret_is_kept_as_it_was_typed() {
        let text = "{ \"b\": 1,\n  \"a\": \"monkey\" }".to_owned();
        let draft = RequestDraft {
            path: "/notes?keyword=tokyo".into(),
            query: vec![Pair::new("page", "2")],
            body: DraftBody::Json { text },
            ..RequestDraft::default()
        };
        assert_eq!(kept(&draft, str::to_owned), draft);
    }

    #[test]
    fn a_long_body_is_not_kept() {
        let text = "x".repeat(LONGEST + 1);
        let draft = RequestDraft {
            body: DraftBody::Text { text },
            ..RequestDraft::default()
        };
        assert_eq!(kept(&draft, str::to_owned).body, DraftBody::None);
    }
}
