//! Every kind of body, every field that can be wrong, and what a file is called.

use ipc::{Method as Does, Pair};

use super::*;

fn draft(path: &str) -> ipc::RequestDraft {
    ipc::RequestDraft {
        path: path.into(),
        ..ipc::RequestDraft::default()
    }
}

fn with(body: DraftBody) -> ipc::RequestDraft {
    ipc::RequestDraft {
        method: Does::Post,
        body,
        ..draft("/notes")
    }
}

fn problem_of(draft: &ipc::RequestDraft) -> Option<RequestProblem> {
    request(draft, None).err()
}

#[test]
fn a_query_is_encoded_and_goes_behind_what_the_path_has() {
    let query = [
        Pair::new("q", "a b&c"),
        Pair::new("", "no name"),
        Pair::new("\u{FC}", ""),
    ];
    assert_eq!(target("/s", &query), "/s?q=a+b%26c&%C3%BC=");
    assert_eq!(target(" /s?x=1", &query[..1]), "/s?x=1&q=a+b%26c");
    assert_eq!(target("/s", &query[1..2]), "/s");
}

#[test]
fn what_is_no_json_is_not_sent_and_the_place_is_told() {
    let json = |text: &str| with(DraftBody::Json { text: text.into() });
    assert_eq!(problem_of(&json(r#"{"a": [1, 2]}"#)), None);
    let at = |line, column| Some(RequestProblem::Json { line, column });
    assert_eq!(problem_of(&json("{\n  \"a\": 1,\n}")), at(3, 1));
    assert_eq!(problem_of(&json("")), at(1, 1));
}

#[test]
fn a_header_that_is_none_is_told_by_its_place() {
    let mut headers = draft("/");
    for (pair, expected) in [
        (Pair::new("", "left out"), None),
        (Pair::new("x y", ""), Some(HeaderProblem::Name)),
        (Pair::new("x", "a\nb"), Some(HeaderProblem::Value)),
        (Pair::new("x", "fine"), None),
    ] {
        headers.headers = vec![Pair::new("accept", "*/*"), pair];
        let index = 1;
        let expected = expected.map(|problem| RequestProblem::Header { index, problem });
        assert_eq!(problem_of(&headers), expected);
    }
}

#[test]
fn a_file_goes_along_once_it_is_chosen() {
    let file = with(DraftBody::File {
        file: 1,
        name: "a.bin".into(),
    });
    assert_eq!(problem_of(&file), Some(RequestProblem::NoFile));
    assert!(request(&file, Some(vec![0, 1])).is_ok());
}

#[test]
fn what_the_engine_refuses_is_told_at_its_field() {
    let mut asked = draft("https://evil.example/x");
    asked.headers = vec![Pair::new("accept", ""), Pair::new("Cookie", "a=b")];
    let path = |problem| Some(RequestProblem::Path { problem });
    let of = |error| problem(&error, &asked);
    assert_eq!(
        of(Error::Path(PathError::NoLeadingSlash)),
        path(PathProblem::OtherServer)
    );
    assert_eq!(
        of(Error::Path(PathError::TwoSlashes)),
        path(PathProblem::OtherServer)
    );
    assert_eq!(of(Error::AuthEndpoint), path(PathProblem::SignsIn));
    let name = "cookie".to_owned();
    let reserved = RequestProblem::Header {
        index: 1,
        problem: HeaderProblem::Reserved,
    };
    assert_eq!(of(Error::ForbiddenHeader { name }), Some(reserved));
    assert_eq!(of(Error::Closed), None);
    let slash = problem(&Error::Path(PathError::NoLeadingSlash), &draft("notes"));
    assert_eq!(slash, path(PathProblem::NoSlash));
}

#[test]
fn a_saved_answer_is_called_after_its_path() {
    for (path, media_type, name) in [
        (
            "/api/notes?x=/etc/passwd",
            Some("application/json"),
            "notes.json",
        ),
        ("/", Some("text/plain"), "answer.txt"),
        ("/a/report.pdf", None, "report.pdf"),
        ("/..;/%2e%2e/", None, "2e2e.bin"),
        ("/..", Some("application/problem+json"), "answer.json"),
        ("/x", Some("image/png"), "x.png"),
    ] {
        assert_eq!(file_name(path, media_type), name);
    }
}
