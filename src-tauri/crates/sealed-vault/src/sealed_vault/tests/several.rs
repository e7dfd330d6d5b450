//! Several vaults of one server, as processes have them. With real processes: the crate `crash`.

use super::*;

#[tokio::test]
async fn what_one_writes_the_other_reads_and_is_told_of() {
    let place = Place::with("one").await;
    let (here, there) = (place.open(), place.open());
    assert_keeps(&there, "one").await;
    write(&here, "two").await.unwrap();
    there.changed().await;
    assert_keeps(&there, "two").await;
    erase(&here).await.unwrap();
    there.changed().await;
    assert_eq!(text(&there).await, Ok(None));
}

#[tokio::test]
async fn what_a_vault_did_itself_is_no_news_to_it() {
    let place = Place::with("one").await;
    let vault = place.open();
    assert_keeps(&vault, "one").await;
    write(&vault, "two").await.unwrap();
    let news = tokio::time::timeout(Duration::from_millis(200), vault.changed());
    assert!(news.await.is_err());
}

#[tokio::test]
async fn one_has_the_right_to_refresh_and_another_holder_is_another_number() {
    let place = Place::new();
    let (here, there) = (place.open(), place.open());
    let first = here.lock().await.unwrap();
    let number = there.holder().await.unwrap();
    let waiting = tokio::time::timeout(Duration::from_millis(100), there.lock());
    assert!(waiting.await.is_err());
    assert_eq!(there.holder().await.unwrap(), number);
    drop(first);
    let _second = there.lock().await.unwrap();
    assert_ne!(here.holder().await.unwrap(), number);
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_at_once_are_one_after_the_other_and_none_is_lost() {
    let place = Place::with("0").await;
    let vaults: Vec<_> = (0..8).map(|_| Arc::new(place.open())).collect();
    let counting: Vec<_> = vaults
        .into_iter()
        .map(|vault| {
            tokio::spawn(async move {
                for _ in 0..10 {
                    while vault.update(Box::new(one_more)).await.is_err() {}
                }
            })
        })
        .collect();
    for one in counting {
        one.await.unwrap();
    }
    assert_keeps(&place.open(), "80").await;
}

fn one_more(kept: Result<Option<Record>, VaultError>) -> Change {
    let kept = kept.unwrap().unwrap();
    let number = String::from_utf8(kept.expose().clone()).unwrap();
    let number: u32 = number.parse().unwrap();
    Change::Replace(record(&(number + 1).to_string()))
}

#[tokio::test]
async fn a_process_that_keeps_the_file_to_itself_is_not_waited_for_for_ever() {
    let place = Place::with("one").await;
    let lock = fs::File::open(place.file("update.lock")).unwrap();
    lock.lock().unwrap();
    let vault = place.open_as(place.config().busy(Duration::from_millis(100)));
    assert_eq!(told(write(&vault, "two").await), Err("not_written"));
    assert_eq!(vault.error(), Some(Error::Busy));
    assert_keeps(&vault, "one").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_processes_that_need_a_key_at_once_one_makes_it() {
    let place = Place::new();
    let vaults: Vec<_> = (0..8).map(|_| Arc::new(place.open())).collect();
    let writing: Vec<_> = vaults
        .iter()
        .map(|vault| {
            let vault = Arc::clone(vault);
            tokio::spawn(async move { while write(&vault, "mine").await.is_err() {} })
        })
        .collect();
    for one in writing {
        one.await.unwrap();
    }
    for vault in vaults {
        assert_keeps(&vault, "mine").await;
    }
    assert_eq!(place.aside().len(), 0);
}
