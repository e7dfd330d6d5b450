//! What a data file keeps from one start to the next.

use demo_server::{Board, Config, DemoServer, Dialect, Error, Storage};

use crate::{
    bench::{Bench, REFRESHING, full_authentication},
    client::Request,
};

#[tokio::test]
async fn accounts_and_tokens_survive_a_restart_in_a_file() {
    for dialect in REFRESHING {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::File(folder.path().join("demo.sqlite"));
        let config = Config {
            storage,
            ..Config::new(dialect)
        };
        let before = Bench::with(config.clone()).await;
        before.sign_up("kept", "kept@example.com", "").await;
        let session = before.sign_in_as("kept", "secret1").await;
        before.server.stop().await;

        let after = Bench::with(config).await;
        assert_eq!(
            after.board(Board::User, &session).await.status,
            200,
            "{dialect}"
        );
        assert_eq!(after.refresh(&session).await.status, 200, "{dialect}");
        assert_eq!(
            after.try_sign_in("user", "demo-user").await.json()["id"],
            1,
            "{dialect}"
        );
    }
}

#[tokio::test]
async fn in_memory_nothing_outlives_the_stop() {
    let before = Bench::start(Dialect::NBody).await;
    let session = before.sign_in("user").await;
    before.server.stop().await;
    let after = Bench::start(Dialect::NBody).await;
    assert_eq!(after.board(Board::User, &session).await.status, 401);
    assert_eq!(after.refresh(&session).await.status, 403);
}

#[tokio::test]
async fn a_file_serves_another_dialect_with_its_accounts_and_without_its_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::File(folder.path().join("demo.sqlite"));
    let config = |dialect| Config {
        storage: storage.clone(),
        ..Config::new(dialect)
    };
    let bodies = Bench::with(config(Dialect::SBody)).await;
    bodies.sign_in("user").await;
    bodies.sign_in("user").await;
    bodies.server.stop().await;

    let cookies = Bench::with(config(Dialect::SCookie)).await;
    cookies.sign_in("user").await;
    let second = cookies.try_sign_in("user", "demo-user").await;
    assert_eq!(second.seen(), (401, full_authentication("/error").as_str()));
    cookies.server.stop().await;

    let bodies = Bench::with(config(Dialect::SBody)).await;
    bodies.sign_in("user").await;
    bodies.sign_in("user").await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let letter = "Dear database,\n".repeat(100);
    std::fs::write(&path, &letter).unwrap();
    let config = Config {
        storage: Storage::File(path.clone()),
        ..Config::new(Dialect::NBody)
    };
    let error = DemoServer::start(config).await.unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.sqlite");
    let storage = Storage::File(path.clone());
    let config = Config {
        storage,
        ..Config::new(Dialect::NBody)
    };
    let bench = Bench::with(config).await;
    bench.sign_in("user").await;
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_file_in_a_folder_that_does_not_exist_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("demo.sqlite");
    let config = Config {
        storage: Storage::File(path.clone()),
        ..Config::new(Dialect::NBody)
    };
    let error = DemoServer::start(config).await.unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error}");
    assert!(
        error.to_string().contains(path.to_str().unwrap()),
        "{error}"
    );
}

#[tokio::test]
async fn data_survives_going_down_even_in_memory() {
    let bench = Bench::start(Dialect::NBody).await;
    let session = bench.sign_in("user").await;
    bench.control.go_down().await;
    bench.control.come_back().await.unwrap();
    assert_eq!(bench.refresh(&session).await.status, 200);
    assert_eq!(bench.ask(&Request::get("/api/test/all")).await.status, 200);
}
