//! Requests of the person's own: what is wrong with one, and how one went.

use ipc::{
    Exchange, FileProblem, HeaderProblem, PastOutcome, PathProblem, RequestDraft, RequestProblem,
};

use super::{language::say, number, page::size, took};

/// What is wrong with the path.
pub(crate) fn path_problem(problem: Option<RequestProblem>) -> Option<String> {
    let Some(RequestProblem::Path { problem }) = problem else {
        return None;
    };
    let words = match problem {
        PathProblem::NoSlash => say().path_no_slash(),
        PathProblem::OtherServer => say().path_other_server(),
        PathProblem::Character => say().path_character(),
        PathProblem::Dots => say().path_dots(),
        PathProblem::Encoded => say().path_encoded(),
        PathProblem::SignsIn => say().path_signs_in(),
    };
    Some(words.into())
}

/// What is wrong with a header, and with which.
pub(crate) fn header_problem(problem: Option<RequestProblem>) -> Option<(usize, String)> {
    let Some(RequestProblem::Header { index, problem }) = problem else {
        return None;
    };
    let words = match problem {
        HeaderProblem::Name => say().header_name(),
        HeaderProblem::Value => say().header_value(),
        HeaderProblem::Reserved => say().header_reserved(),
    };
    Some((index, words.into()))
}

/// What is wrong with the body.
pub(crate) fn body_problem(problem: Option<RequestProblem>) -> Option<String> {
    match problem? {
        RequestProblem::Json { line, column } => {
            Some(say().not_json(&amount(line), &amount(column)))
        }
        RequestProblem::NoFile => Some(say().file_missing().into()),
        RequestProblem::Path { .. } | RequestProblem::Header { .. } => None,
    }
}

/// Why a file cannot be had.
pub(crate) fn file_problem(problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::NotRead => say().file_not_read(),
        FileProblem::TooLarge => say().file_too_large(),
        FileProblem::NotWritten => say().file_not_written(),
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

/// What happened on the way, in order: nothing where there is nothing to tell.
pub(crate) fn timeline(exchange: &Exchange) -> Vec<&'static str> {
    let (sent, refused) = (say().step_sent(), say().step_refused());
    let (renewed, again) = (say().step_renewed(), say().step_sent_again());
    match (exchange.refreshed, exchange.resent) {
        (true, true) => vec![sent, refused, renewed, again],
        (true, false) => vec![renewed, sent],
        // Another request had renewed it meanwhile.
        (false, true) => vec![sent, refused, again],
        (false, false) => Vec::new(),
    }
}

/// How it went, for who listens.
pub(crate) fn answered(exchange: &Exchange) -> String {
    let (status, time) = (status(exchange.status), took(exchange.took_ms));
    let size = size(exchange.bytes);
    if exchange.refreshed {
        say().answered_renewed(&status, &time, &size)
    } else {
        say().answered(&status, &time, &size)
    }
}

/// Of a body that is no text.
pub(crate) fn no_text(exchange: &Exchange) -> String {
    let size = size(exchange.bytes);
    exchange.media_type.as_deref().map_or_else(
        || say().no_text(&size),
        |kind| say().no_text_of_kind(&size, kind),
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
        PastOutcome::Failed => say().failed().into(),
    }
}

/// What is found of what is looked for.
pub(crate) fn found(at: usize, count: usize) -> String {
    let at = amount(at + 1);
    match count {
        0 => say().nothing_found_in_text().into(),
        9_999.. => say().found_many(&at),
        count => say().found(&at, &amount(count)),
    }
}

/// A side of a request, with how much it says.
pub(crate) fn counted(label: &str, count: usize) -> String {
    match count {
        0 => label.to_owned(),
        count => format!("{label} ({})", amount(count)),
    }
}

/// The name of a request in a list.
pub(crate) fn title(draft: &RequestDraft) -> String {
    format!("{} {}", draft.method.name(), draft.path)
}

/// Takes a pinned request off its list.
pub(crate) fn unpin(draft: &RequestDraft) -> String {
    say().unpin(&title(draft))
}

/// What stands in an empty field of a pair, by whether it is for the name.
pub(crate) fn pair_part(is_name: bool) -> &'static str {
    if is_name {
        say().pair_name()
    } else {
        say().pair_value()
    }
}

/// The name of a field of a pair, counted from 0.
pub(crate) fn pair_of(label: &str, is_name: bool, place: usize) -> String {
    let at = amount(place + 1);
    if is_name {
        say().pair_name_of(label, &at)
    } else {
        say().pair_value_of(label, &at)
    }
}

/// Takes a pair, counted from 0, out of its list.
pub(crate) fn remove_pair(label: &str, place: usize) -> String {
    say().pair_remove(label, &amount(place + 1))
}

fn amount(count: usize) -> String {
    number(u64::try_from(count).unwrap_or(u64::MAX))
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
    fn files_are_told_of_in_whole_sentences() {
        let problems = [
            FileProblem::NotRead,
            FileProblem::TooLarge,
            FileProblem::NotWritten,
        ];
        are_whole_and_different(&problems.map(|it| file_problem(it).to_owned()));
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
        assert_eq!(status(599), "599");
        assert_eq!(found(0, 0), "Nothing found");
        assert_eq!(found(2, 7), "3 of 7");
        assert_eq!(found(2, 9_999), "3 of many");
        assert_eq!(counted("Query", 0), "Query");
        assert_eq!(counted("Query", 2), "Query (2)");
    }
}
