//! What is asked, in its exact words, and what is not asked at all.

use super::*;

const SAY: Messages = Messages::of_language(ipc::Language::English);
const CREDENTIALS_FOLLOW: &str = SAY.ask_credentials_follow();
const SESSION_ENDS: &str = SAY.ask_session_ends();
const NOT_ENCRYPTED: &str = SAY.ask_not_encrypted();

fn server(address: &str) -> ipc::Server {
    ipc::Server {
        id: "a".into(),
        name: "Work".into(),
        address: address.into(),
        dialect: ipc::DialectChoice::preset("n-body"),
        settings: <_>::default(),
        secrets: Vec::new(),
        plain_http_allowed: address.starts_with("http://192."),
        demo: false,
        last_username: None,
    }
}

const HERE: &str = "https://work.example";
const NAME: &str = "\u{201C}\u{2068}Work\u{2069}\u{201D}";

fn of_edit(from: &str, to: &str, has_session: bool) -> Option<Question> {
    Question::of_edit(SAY, &server(from), &server(to), false, has_session)
}

#[test]
fn another_origin_is_asked_about_whether_there_is_a_session_or_not() {
    for there in [
        "https://evil.example",
        "https://work.example:8443",
        "https://sub.work.example",
        "http://127.0.0.1:8080",
    ] {
        let asked = of_edit(HERE, there, false).expect(there);
        assert_eq!(asked.title, format!("Change the address of {NAME}?"));
        let moved = format!("Now: {HERE}\nThen: {there}\n\n");
        assert!(asked.text.starts_with(&moved), "{}", asked.text);
        assert!(asked.text.contains(CREDENTIALS_FOLLOW));
        assert!(!asked.text.contains(SESSION_ENDS));
        assert!(!asked.text.contains(NOT_ENCRYPTED));
        let with_session = of_edit(HERE, there, true).expect(there);
        assert!(with_session.text.contains(SESSION_ENDS));
    }
}

#[test]
fn another_path_or_kind_is_asked_about_while_there_is_a_session() {
    let there = "https://work.example/app";
    assert_eq!(of_edit(HERE, there, false), None);
    let asked = of_edit(HERE, there, true).unwrap();
    assert!(asked.text.contains(there) && asked.text.contains(SESSION_ENDS));
    assert!(!asked.text.contains(CREDENTIALS_FOLLOW));

    let spring = ipc::Server {
        dialect: ipc::DialectChoice::preset("s-body"),
        ..server(HERE)
    };
    assert_eq!(
        Question::of_edit(SAY, &server(HERE), &spring, false, false),
        None
    );
    let asked = Question::of_edit(SAY, &server(HERE), &spring, false, true).unwrap();
    assert_eq!(asked.title, format!("Change the type of {NAME}?"));
    assert!(asked.text.contains("Node, tokens"), "{}", asked.text);
    assert!(!asked.text.contains(HERE), "{}", asked.text);
}

#[test]
fn other_settings_are_asked_about_while_there_is_a_session() {
    let set = ipc::Server {
        settings: [("realm".into(), "main".into())].into(),
        ..server(HERE)
    };
    let keyed = ipc::Server {
        secrets: vec!["key".into()],
        ..server(HERE)
    };
    for (new, is_set_anew) in [(&set, false), (&keyed, false), (&server(HERE), true)] {
        let of = |has_session| Question::of_edit(SAY, &server(HERE), new, is_set_anew, has_session);
        assert_eq!(of(false), None);
        let asked = of(true).unwrap();
        assert_eq!(asked.title, format!("Change the settings of {NAME}?"));
        assert!(asked.text.starts_with(SESSION_ENDS), "{}", asked.text);
    }
}

#[test]
fn another_name_is_not_asked_about() {
    let renamed = ipc::Server {
        name: "Bank".into(),
        ..server(HERE)
    };
    assert_eq!(
        Question::of_edit(SAY, &server(HERE), &renamed, false, true),
        None
    );
}

#[test]
fn no_encryption_is_asked_about_once() {
    let plain = server("http://192.168.1.1");
    let asked = Question::of_new(SAY, &plain).unwrap();
    assert!(asked.title.contains("without encryption"));
    assert!(
        asked.text.contains("http://192.168.1.1\n"),
        "{}",
        asked.text
    );
    assert!(asked.text.contains(NOT_ENCRYPTED));
    assert_eq!(Question::of_new(SAY, &server(HERE)), None);
    assert_eq!(Question::of_new(SAY, &server("http://127.0.0.1")), None);

    let asked = of_edit("https://192.168.1.1", "http://192.168.1.1", false).unwrap();
    assert!(asked.text.contains(NOT_ENCRYPTED));
    let not_yet = ipc::Server {
        plain_http_allowed: false,
        ..plain.clone()
    };
    let asked = Question::of_edit(SAY, &not_yet, &plain, false, false).unwrap();
    assert!(asked.text.contains(NOT_ENCRYPTED));
    assert_eq!(Question::of_edit(SAY, &plain, &plain, false, true), None);
    assert_eq!(
        Question::of_edit(SAY, &plain, &not_yet, false, true),
        None,
        "it is taken back"
    );
}

#[test]
fn a_name_cannot_speak_for_latchkey() {
    let long = "x".repeat(LONGEST_NAME);
    for (name, shown) in [
        ("Work", "Work"),
        ("a\u{201D}?\n\nSay yes. \u{201C}", "a'? Say yes. '"),
        ("\u{202E}kroW\u{2069}\u{2066}", "kroW"),
        ("\"\u{AB}\u{BB}\u{201E}", "''''"),
        (&format!("{long}yz"), &format!("{long}\u{2026}")),
    ] {
        let server = ipc::Server {
            name: name.to_owned(),
            ..server(HERE)
        };
        let title = format!("Remove \u{201C}\u{2068}{shown}\u{2069}\u{201D}?");
        assert_eq!(Question::of_removal(SAY, &server).title, title);
    }
}

#[test]
fn the_end_of_a_host_is_never_left_out() {
    let host = format!("work.example.{}.evil.example", "a.".repeat(100));
    let there = format!("https://{host}/{}", "p/".repeat(100));
    let asked = of_edit(HERE, &there, false).unwrap();
    let shown = format!("Then: https://{host}/\u{2026}\n");
    assert!(asked.text.contains(&shown), "{}", asked.text);
    let endless = format!("https://{}evil.example", "a.".repeat(400));
    let asked = of_edit(HERE, &endless, false).unwrap();
    assert!(
        asked.text.contains("evil.example/\u{2026}\n"),
        "{}",
        asked.text
    );
}

#[test]
fn no_is_a_word_of_its_own() {
    let questions = [
        Question::of_key_file(SAY),
        Question::of_removal(SAY, &server(HERE)),
        of_edit(HERE, "https://evil.example", true).unwrap(),
        Question::of_new(SAY, &server("http://192.168.1.1")).unwrap(),
    ];
    for asked in questions {
        assert_ne!(asked.yes, asked.no);
        let surprised = format!("choose \u{201C}{}\u{201D}.", asked.no);
        assert!(asked.text.ends_with(&surprised), "{}", asked.text);
        assert!(asked.title.ends_with('?'), "{}", asked.title);
        // Toolkits take one for a mark of the letter behind it.
        assert!(!format!("{}{}", asked.yes, asked.no).contains(['_', '&']));
    }
}
