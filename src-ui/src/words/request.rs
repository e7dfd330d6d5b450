//! Requests of the person's own: what is wrong with one, and how one went.

use ipc::{
    Exchange, FileProblem, HeaderProblem, PastOutcome, PathProblem, RequestDraft, RequestProblem,
};

use super::page::size;

/// Nothing was sent yet.
pub(crate) const NOTHING_SENT: &str = "Send a request to see what the server answers.";
/// The list of this run is empty.
pub(crate) const NO_HISTORY: &str = "Requests you send appear here until Latchkey closes.";
/// The body of an earlier answer was let go.
pub(crate) const NOT_KEPT: &str =
    "This answer is no longer kept. Send the request again to see it.";
/// An answer without a body.
pub(crate) const EMPTY_BODY: &str = "The answer has no body.";
/// No cookie is set.
pub(crate) const NO_COOKIES: &str = "The answer sets no cookies.";
/// The values of cookies.
pub(crate) const HIDDEN_VALUES: &str = "Values stay out of this window.";
/// What "Without the session" means.
pub(crate) const ANONYMOUS_HINT: &str =
    "Sends no credentials, to see what someone signed out gets.";
/// A command for a shell was copied.
pub(crate) const CURL_COPIED: &str = "Copied as curl, without your credentials.";
/// The body was copied.
pub(crate) const BODY_COPIED: &str = "The answer was copied.";
/// The webview has no clipboard for us.
pub(crate) const NOT_COPIED: &str = "Copying didn't work. Select the text and press Ctrl+C.";
/// It is kept.
pub(crate) const PINNED: &str = "Pinned. Passwords and tokens in it are not saved.";
/// It is kept no longer.
pub(crate) const UNPINNED: &str = "The request is no longer pinned.";
/// The body lies in a file.
pub(crate) const SAVED: &str = "The answer was saved.";

/// What is wrong with the path.
pub(crate) fn path_problem(problem: Option<RequestProblem>) -> Option<String> {
    let Some(RequestProblem::Path { problem }) = problem else {
        return None;
    };
    let words = match problem {
        PathProblem::NoSlash => "Begin the path with a slash, such as `/api/notes`.",
        PathProblem::OtherServer => {
            "Requests go to this server alone. Enter a path below its address, such as `/api/notes`."
        }
        PathProblem::Character => {
            "Spaces, `#` and `\\` can't stand in a path. Encode them, such as `%20` for a space."
        }
        PathProblem::Dots => "Write the path without `.` and `..` steps.",
        PathProblem::Encoded => {
            "Write the path without encoded dots, slashes or control characters."
        }
        PathProblem::SignsIn => {
            "Logging in, renewing and logging out have their own pages, which keep your credentials safe."
        }
    };
    Some(words.into())
}

/// What is wrong with a header, and with which.
pub(crate) fn header_problem(problem: Option<RequestProblem>) -> Option<(usize, String)> {
    let Some(RequestProblem::Header { index, problem }) = problem else {
        return None;
    };
    let words = match problem {
        HeaderProblem::Name => "A header's name has letters, digits and hyphens only.",
        HeaderProblem::Value => "This value has a character that headers can't carry.",
        HeaderProblem::Reserved => {
            "Latchkey sets this header itself. Remove it here; your session goes along anyway."
        }
    };
    Some((index, words.into()))
}

/// What is wrong with the body.
pub(crate) fn body_problem(problem: Option<RequestProblem>) -> Option<String> {
    match problem? {
        RequestProblem::Json { line, column } => Some(format!(
            "This is not JSON from line {line}, column {column}. Correct it, or choose Text."
        )),
        RequestProblem::NoFile => Some("Choose the file to send.".into()),
        RequestProblem::Path { .. } | RequestProblem::Header { .. } => None,
    }
}

/// Why a file cannot be had.
pub(crate) const fn file_problem(problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::NotRead => {
            "The file couldn't be read. Check that it is still there and that you may read it."
        }
        FileProblem::TooLarge => "The file is larger than 16 MB. Choose a smaller one.",
        FileProblem::NotWritten => {
            "The file couldn't be written. Choose another folder, or free some space."
        }
    }
}

/// A status with its reason, such as `404 Not Found` (RFC 9110 section 15).
pub(crate) fn status(status: u16) -> String {
    let reason = match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        418 => "I'm a teapot",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return status.to_string(),
    };
    format!("{status} {reason}")
}

/// How long something took.
pub(crate) fn took(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ => format!("{}.{:02} s", ms / 1000, ms % 1000 / 10),
    }
}

/// What happened on the way, in order: nothing where there is nothing to tell.
pub(crate) fn timeline(exchange: &Exchange) -> Vec<&'static str> {
    match (exchange.refreshed, exchange.resent) {
        (true, true) => vec!["Sent", "Refused (401)", "Session renewed", "Sent again"],
        (true, false) => vec!["Session renewed", "Sent"],
        // Another request had renewed it meanwhile.
        (false, true) => vec!["Sent", "Refused (401)", "Sent again"],
        (false, false) => Vec::new(),
    }
}

/// How it went, for who listens.
pub(crate) fn answered(exchange: &Exchange) -> String {
    let renewed = if exchange.refreshed {
        " The session was renewed on the way."
    } else {
        ""
    };
    format!(
        "{} after {}, {}.{renewed}",
        status(exchange.status),
        took(exchange.took_ms),
        size(exchange.bytes)
    )
}

/// Of a body that is no text.
pub(crate) fn no_text(exchange: &Exchange) -> String {
    let kind = exchange.media_type.as_deref().unwrap_or("no known type");
    format!(
        "{} of {kind}, which is not text. Save it to open it with another program.",
        size(exchange.bytes)
    )
}

/// How much a body is.
pub(crate) fn body_size(bytes: u64) -> String {
    size(bytes)
}

/// How a past request went.
pub(crate) fn outcome(outcome: PastOutcome) -> String {
    match outcome {
        PastOutcome::Answered { status } => status.to_string(),
        PastOutcome::Failed => "failed".into(),
    }
}

/// What is found of what is looked for.
pub(crate) fn found(at: usize, count: usize) -> String {
    match count {
        0 => "Nothing found".into(),
        9_999.. => format!("{} of many", at + 1),
        count => format!("{} of {count}", at + 1),
    }
}

/// A side of a request, with how much it says.
pub(crate) fn counted(label: &str, count: usize) -> String {
    match count {
        0 => label.to_owned(),
        count => format!("{label} ({count})"),
    }
}

/// The name of a request in a list.
pub(crate) fn title(draft: &RequestDraft) -> String {
    format!("{} {}", draft.method.name(), draft.path)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::are_whole_and_different;
    use super::*;

    fn exchange(refreshed: bool, resent: bool) -> Exchange {
        Exchange {
            id: 1,
            status: 200,
            media_type: None,
            is_text: true,
            bytes: 12_345,
            took_ms: 1_234,
            refreshed,
            resent,
            headers: Vec::new(),
            cookies: Vec::new(),
        }
    }

    #[test]
    fn every_problem_stands_at_one_field_and_says_what_to_do() {
        use PathProblem::{Character, Dots, Encoded, NoSlash, OtherServer, SignsIn};
        let path = |problem| path_problem(Some(RequestProblem::Path { problem }));
        let paths = [NoSlash, OtherServer, Character, Dots, Encoded, SignsIn].map(path);
        let header = |problem| header_problem(Some(RequestProblem::Header { index: 1, problem }));
        let headers = [
            HeaderProblem::Name,
            HeaderProblem::Value,
            HeaderProblem::Reserved,
        ]
        .map(header)
        .map(|it| it.map(|(_, words)| words));
        let body = |problem| body_problem(Some(problem));
        let json = RequestProblem::Json { line: 3, column: 7 };
        let bodies = [body(json), body(RequestProblem::NoFile)];
        let said: Vec<String> = paths
            .into_iter()
            .chain(headers)
            .chain(bodies)
            .map(|it| it.expect("words"))
            .collect();
        are_whole_and_different(&said);
        assert!(said.iter().any(|it| it.contains("line 3, column 7")));
        assert!(path_problem(Some(json)).is_none() && header_problem(Some(json)).is_none());
        assert!(path(NoSlash).is_some());
        let wrong = RequestProblem::Path { problem: NoSlash };
        assert_eq!(body_problem(Some(wrong)), None);
    }

    #[test]
    fn files_and_notes_are_whole_sentences() {
        let problems = [
            FileProblem::NotRead,
            FileProblem::TooLarge,
            FileProblem::NotWritten,
        ];
        are_whole_and_different(&problems.map(|it| file_problem(it).to_owned()));
        let notes = [
            NOTHING_SENT,
            NO_HISTORY,
            NOT_KEPT,
            EMPTY_BODY,
            NO_COOKIES,
            HIDDEN_VALUES,
            ANONYMOUS_HINT,
            CURL_COPIED,
            BODY_COPIED,
            NOT_COPIED,
            PINNED,
            UNPINNED,
            SAVED,
        ];
        are_whole_and_different(&notes.map(str::to_owned));
    }

    #[test]
    fn what_happened_on_the_way_is_told_in_order() {
        assert!(timeline(&exchange(false, false)).is_empty());
        assert_eq!(timeline(&exchange(true, false))[0], "Session renewed");
        assert_eq!(timeline(&exchange(true, true)).len(), 4);
        assert_eq!(timeline(&exchange(false, true))[2], "Sent again");
        let said = answered(&exchange(true, true));
        assert_eq!(
            said,
            "200 OK after 1.23 s, 12 KB. The session was renewed on the way."
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            (took(999), took(61_050)),
            ("999 ms".into(), "61.05 s".into())
        );
        assert_eq!(status(599), "599");
        assert_eq!(found(0, 0), "Nothing found");
        assert_eq!(found(2, 7), "3 of 7");
        assert_eq!(found(2, 9_999), "3 of many");
        assert_eq!(counted("Query", 0), "Query");
        assert_eq!(counted("Query", 2), "Query (2)");
    }
}
