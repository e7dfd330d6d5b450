//! What a person is asked outside the window: a no changes nothing, and a yes is to one thing.

use ipc::{Error, Unconfirmed};

use super::*;

/// A change that somebody who is signed in is asked about, and what is asked.
const CHANGES: [(&str, &str); 5] = [
    ("move", "Change the address of"),
    ("speak", "Change the type of"),
    ("remove", "Remove"),
    ("unprotect", "without encryption"),
    ("key file", "unprotected"),
];

fn refused<T>(why: Unconfirmed) -> Result<T, Error> {
    Err(Error::NotConfirmed { why })
}

async fn change(bench: &Bench, what: &str) -> Result<ipc::AppSnapshot, Error> {
    let snapshot = bench.app.snapshot();
    let server = snapshot.settings.servers[0].clone();
    match what {
        "move" => {
            let draft = draft("https://evil.example", Dialect::NBody);
            bench.edit(&server.id, draft).await
        }
        "speak" => {
            let draft = draft(&server.address, Dialect::SBody);
            bench.edit(&server.id, draft).await
        }
        "remove" => bench.remove(&server.id).await,
        "unprotect" => bench.enter(plain()).await,
        _ => {
            let set = ipc::KeyFileSet { key_file: true };
            bench.app.set_key_file(set).await
        }
    }
}

fn plain() -> ipc::ServerDraft {
    ipc::ServerDraft {
        plain_http_allowed: true,
        ..draft("http://192.0.2.1", Dialect::NBody)
    }
}

#[tokio::test]
async fn a_no_changes_nothing_and_a_yes_does() {
    let server = server(Dialect::NBody).await;
    for (what, words) in CHANGES {
        let bench = Bench::at(&server, Dialect::NBody).await;
        bench.sign_in("user").await;
        let (before, kept) = (bench.app.snapshot(), bench.kept());
        let files = bench.computer.files("session.sealed");
        bench.person.will_say_no();
        assert_eq!(
            change(&bench, what).await,
            refused(Unconfirmed::Declined),
            "{what}"
        );
        let asked = bench.person.asked_once();
        assert!(asked.title.contains(words), "{}", asked.title);
        let after = bench.app.snapshot();
        assert_eq!(after.settings, before.settings, "{what}");
        assert_eq!(after.signed_in, before.signed_in, "{what}");
        assert_eq!(bench.kept(), kept, "{what}");
        assert_eq!(bench.computer.files("session.sealed"), files, "{what}");
        assert_eq!(bench.logouts(), [], "{what}");

        bench.time.pass(Duration::from_secs(3));
        assert!(change(&bench, what).await.is_ok(), "{what}");
        assert_eq!(bench.person.asked_once(), asked);
        assert_ne!(bench.app.snapshot().settings, before.settings, "{what}");
    }
}

#[tokio::test]
async fn what_changes_nowhere_that_credentials_go_is_not_asked_about() {
    let (server, bench) = signed_in(Dialect::NBody, "user").await;
    let id = bench.current().unwrap();
    let renamed = ipc::ServerDraft {
        name: "Work".into(),
        ..draft(&server.base_url(), Dialect::NBody)
    };
    bench.edit(&id, renamed).await.unwrap();
    let elsewhere = draft("https://new.example", Dialect::NBody);
    let snapshot = bench.enter(elsewhere).await.unwrap();
    let empty = snapshot.settings.current.unwrap();
    let below = draft("https://new.example/app", Dialect::SBody);
    bench.edit(&empty, below).await.unwrap();
    bench.choose(&id).await.unwrap();
    bench.remove(&empty).await.unwrap();
    let key_file = ipc::KeyFileSet { key_file: false };
    bench.app.set_key_file(key_file).await.unwrap();
    for remember in [false, true] {
        let remember = ipc::RememberSet { remember };
        bench.app.set_remember(remember).await.unwrap();
    }
    bench.make_dark();
    assert_eq!(bench.person.asked(), []);
}

#[tokio::test]
async fn a_server_of_another_origin_is_asked_about_though_nobody_is_signed_in() {
    let bench = Bench::new();
    let here = draft("https://work.example", Dialect::NBody);
    let snapshot = bench.enter(here).await.unwrap();
    let id = snapshot.settings.current.unwrap();
    bench.person.will_say_no();
    let there = draft("https://evil.example", Dialect::NBody);
    assert_eq!(bench.edit(&id, there).await, refused(Unconfirmed::Declined));
    let asked = bench.person.asked_once();
    assert!(
        asked.text.contains("https://evil.example"),
        "{}",
        asked.text
    );
}

#[tokio::test]
async fn a_session_behind_a_locked_keychain_is_one_that_is_asked_about() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let computer = bench.computer.clone();
    drop(bench);
    computer.chain.has_trouble(KeyStoreError::Locked);
    let again = Bench::again(&computer).await;
    let id = again.current().unwrap();
    again.person.will_say_no();
    assert_eq!(again.remove(&id).await, refused(Unconfirmed::Declined));
    assert_eq!(again.person.asked().len(), 1);
}

#[tokio::test]
async fn a_script_can_stack_no_questions_and_wear_nobody_down() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let answer = bench.person.will_think();
    let storm = async {
        bench
            .until(|bench| !bench.person.asked.lock().unwrap().is_empty())
            .await;
        for _ in 0..1000 {
            assert_eq!(change(&bench, "remove").await, refused(Unconfirmed::Asking));
        }
        // Whatever needs no yes goes on meanwhile.
        bench.choose(&bench.current().unwrap()).await.unwrap();
        answer.send(false).unwrap();
    };
    let (outcome, ()) = tokio::join!(change(&bench, "move"), storm);
    assert_eq!(outcome, refused(Unconfirmed::Declined));
    for (what, _) in CHANGES {
        assert_eq!(change(&bench, what).await, refused(Unconfirmed::TooSoon));
    }
    assert_eq!(bench.person.asked().len(), 1);
    bench.time.pass(Duration::from_secs(3));
    assert!(change(&bench, "remove").await.is_ok());
}

#[tokio::test]
async fn a_yes_to_one_thing_is_no_yes_to_what_has_become_of_it() {
    let (_server, bench) = signed_in(Dialect::NBody, "user").await;
    let id = bench.current().unwrap();
    let answer = bench.person.will_think();
    let rename = async {
        bench
            .until(|bench| !bench.person.asked.lock().unwrap().is_empty())
            .await;
        let server = bench.app.snapshot().settings.servers.remove(0);
        let renamed = ipc::ServerDraft {
            name: "Another".into(),
            ..draft(&server.address, Dialect::NBody)
        };
        bench.edit(&id, renamed).await.unwrap();
        answer.send(true).unwrap();
    };
    let (outcome, ()) = tokio::join!(change(&bench, "remove"), rename);
    assert_eq!(outcome, refused(Unconfirmed::Overtaken));
    assert_eq!(bench.app.snapshot().settings.servers.len(), 1);
}

#[tokio::test]
async fn a_start_that_asks_for_a_server_changes_none_that_is_there() {
    let (one, two) = (server(Dialect::SBody).await, server(Dialect::NBody).await);
    let bench = Bench::at(&one, Dialect::SBody).await;
    let before = bench.app.snapshot().settings.servers;
    bench.follow(&two, Dialect::NBody).await;
    bench.follow(&one, Dialect::NBody).await;
    let after = bench.app.snapshot().settings.servers;
    assert_eq!(after[..1], before);
    assert_eq!(after.len(), 3);
    assert_eq!(bench.person.asked(), []);
}
