//! How to read a recording: titled blocks of a curl command and what came back, on one text page.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::client::{Reply, Request};

/// What happens next in a recording.
pub(super) enum Step {
    Case(Box<Case>),
    /// The recording waits until the access tokens so far have expired.
    AccessExpires,
    /// The recording waits until the refresh tokens so far have expired.
    RefreshExpires,
}

/// A request and its answer.
pub(super) struct Case {
    pub(super) title: String,
    pub(super) request: Request,
    /// The cookie jar that the request shows.
    pub(super) shown_from: Option<String>,
    /// The cookie jar that keeps what the answer sets.
    pub(super) kept_in: Option<String>,
    /// None where the server never answered.
    pub(super) answer: Option<Reply>,
}

/// The steps of a recording.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for block in text.split("### ").skip(1) {
        let (block, wait) = block.split_once("\n=== wait ").unwrap_or((block, ""));
        let (title, rest) = block.split_once('\n').unwrap();
        if let Some((command, rest)) = rest
            .strip_prefix("$ curl ")
            .and_then(|it| it.split_once('\n'))
        {
            steps.push(Step::Case(Box::new(case(title, command, rest))));
        }
        if wait.contains("refresh") {
            steps.push(Step::RefreshExpires);
        } else if !wait.is_empty() {
            steps.push(Step::AccessExpires);
        }
    }
    steps
}

fn case(title: &str, command: &str, rest: &str) -> Case {
    let mut request = Request {
        method: "GET".to_owned(),
        ..Request::default()
    };
    let (mut shown_from, mut kept_in) = (None, None);
    let mut words = words(command).into_iter();
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap();
        match word.as_str() {
            "-X" => request.method = next(),
            "-b" => shown_from = Some(next()),
            "-c" => kept_in = Some(next()),
            "-d" => {
                let more = next();
                request.body = Some(match request.body.take() {
                    Some(body) => format!("{body}&{more}"),
                    None => more,
                });
            }
            "-H" => {
                let header = next();
                // `-H name;` is curl's way to send a header without a value.
                let (name, value) = header
                    .split_once(": ")
                    .unwrap_or((header.trim_end_matches(';'), ""));
                request.headers.push((name.to_owned(), value.to_owned()));
            }
            url => request.path = url.replacen("http://127.0.0.1:8080", "", 1),
        }
    }
    let typed = request
        .headers
        .iter()
        .any(|(name, _)| name == "Content-Type");
    if request.body.is_some() && !typed {
        request = request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    Case {
        title: title.to_owned(),
        request,
        shown_from,
        kept_in,
        answer: answer(rest),
    }
}

fn answer(rest: &str) -> Option<Reply> {
    let (answer, _) = rest.split_once("   [curl exit ").unwrap();
    let (head, body) = answer
        .strip_prefix("HTTP/1.1 ")?
        .split_once("\n\n")
        .unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let headers = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Some(Reply {
        status,
        headers,
        body: body.to_owned(),
    })
}

/// The words of a command line with single quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                words.push(String::new());
            }
            words.last_mut().unwrap().push_str(word);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The text in pieces: each is a run of what tokens are made of, or something between two of them.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let of_token = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = of_token(first);
        let end = rest
            .find(|letter| of_token(letter) != kind)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// The text with a mark in place of every token, signature and row number.
pub(super) fn without_secrets(text: &str) -> String {
    let mut masked = String::new();
    for piece in pieces(text) {
        if piece.starts_with("eyJ") {
            masked.extend(["<token of ", &piece.len().to_string(), " letters>"]);
        } else if is_uuid(piece) {
            masked += "<uuid>";
        } else if masked.ends_with(".sig=") && piece.len() == 27 {
            masked += "<signature>";
        } else if masked.ends_with("\"id\":") && piece.parse::<u64>().is_ok() {
            masked += "<number>";
        } else {
            masked += piece;
        }
    }
    masked
}

pub(super) fn is_uuid(piece: &str) -> bool {
    let lengths: Vec<_> = piece.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12]
}

/// The `id` inside a JWT.
pub(super) fn account_number(token: &str) -> Option<u64> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Value>(&claims).ok()?["id"].as_u64()
}
