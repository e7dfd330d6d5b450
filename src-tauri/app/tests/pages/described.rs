//! The pages of a server of another make.

use ipc::Error;

use super::super::{custom::ours, *};

fn listed(bench: &Bench) -> Vec<String> {
    let account = bench.session().account;
    let pages = bench.pages().into_iter();
    let listed = pages.filter(|page| page.is_listed_for(account.as_ref()));
    listed.map(|page| page.title).collect()
}

#[tokio::test]
async fn the_dialect_says_what_there_is_to_read_and_for_whom() {
    let (_server, bench) = ours::opened().await;
    assert_eq!(listed(&bench), ["News"]);
    let content = bench.read(0).await.unwrap();
    assert_eq!(content.media_type.as_deref(), Some("application/json"));
    assert_eq!(text(content).text, r#"{"news":[]}"#);
    bench.sign_in("ann").await;
    assert_eq!(listed(&bench), ["News", "Shelf"]);
    assert_eq!(
        text(bench.read(1).await.unwrap()).text,
        r#"{"shelf":["a book"]}"#
    );
    bench.sign_in("bea").await;
    assert_eq!(listed(&bench), ["News", "Shelf", "Books"]);
    assert!(bench.read(2).await.is_ok());
}

#[tokio::test]
async fn a_role_of_its_own_is_missed_by_its_name() {
    let (_server, bench) = ours::opened().await;
    bench.sign_in("ann").await;
    let role = "librarian".to_owned();
    assert_eq!(bench.read(2).await, Err(Error::MissingRole { role }));
    assert!(bench.session().account.is_some());
}

#[tokio::test]
async fn the_place_of_a_page_says_nothing_at_another_server() {
    let (server, bench) = ours::opened().await;
    let first = bench.current().unwrap();
    bench.enter(ours::draft(&server)).await.unwrap();
    let read = |server, page| {
        bench.app.read_page(ipc::ReadPage {
            server,
            page,
            part: None,
            glance: false,
        })
    };
    assert_eq!(read(first, 0).await, Err(Error::Superseded));
    let current = bench.current().unwrap();
    assert!(read(current.clone(), 0).await.is_ok());
    assert_eq!(read(current, 3).await, Err(Error::NoPage));
}
