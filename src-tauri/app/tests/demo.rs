//! The built-in demo server.

use super::*;

#[test]
fn the_published_accounts_are_the_ones_the_demo_server_starts_with() {
    let seeded = demo_server::SEEDED_ACCOUNTS.map(|account| {
        let roles: Vec<&str> = account.roles.iter().map(|role| role.name()).collect();
        (account.username, account.password, roles)
    });
    let published = ipc::DEMO_ACCOUNTS
        .map(|account| (account.username, account.password, account.roles.to_vec()));
    assert_eq!(seeded, published);
}

#[cfg(not(feature = "demo"))]
#[tokio::test]
async fn a_build_without_the_demo_server_says_so() {
    let bench = Bench::new();
    assert!(!bench.app.snapshot().app.demo);
    let start = ipc::StartDemo {
        dialect: "n-body".into(),
    };
    assert_eq!(
        bench.app.start_demo(start).await,
        Err(ipc::Error::DemoUnavailable)
    );
}

#[cfg(feature = "demo")]
mod built_in {
    use ipc::Error;

    use super::*;

    async fn start(bench: &Bench, dialect: &str) -> ipc::AppSnapshot {
        bench
            .app
            .start_demo(ipc::StartDemo {
                dialect: dialect.to_owned(),
            })
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn every_trouble_does_to_the_demo_server_what_it_says() {
        let bench = Bench::new();
        let trouble = async |trouble| bench.app.trouble_demo(&ipc::TroubleDemo { trouble }).await;
        let none = trouble(ipc::DemoTrouble::AccessExpires).await;
        assert_eq!(none, Err(Error::DemoUnavailable));
        start(&bench, "s-cookie").await;
        let seed = ipc::DEMO_ACCOUNTS[0];
        account(
            bench
                .app
                .sign_in(form(seed.username, seed.password))
                .await
                .unwrap(),
        );
        let refreshed = || bench.app.snapshot().session.unwrap().counts.refreshed;
        assert_eq!(refreshed(), 0);
        trouble(ipc::DemoTrouble::AccessExpires).await.unwrap();
        assert!(bench.read(USER).await.is_ok());
        assert_eq!(refreshed(), 1, "and nobody has noticed");
        trouble(ipc::DemoTrouble::SessionRevoked).await.unwrap();
        let over = bench.read(USER).await;
        assert!(matches!(over, Err(Error::SignedOut { .. })), "{over:?}");
        trouble(ipc::DemoTrouble::ServerAway).await.unwrap();
        let away = bench.app.sign_in(form(seed.username, seed.password)).await;
        assert!(matches!(away, Err(Error::Unreachable { .. })), "{away:?}");
        bench.app.close().await;
    }

    #[tokio::test]
    async fn every_account_signs_in_at_every_kind_of_demo_server() {
        for dialect in Dialect::ALL {
            let bench = Bench::new();
            let snapshot = start(&bench, &dialect.to_string()).await;
            assert!(snapshot.app.demo && snapshot.settings.current_server().unwrap().demo);
            for seed in ipc::DEMO_ACCOUNTS {
                let form = form(seed.username, seed.password);
                let signed_in = account(bench.app.sign_in(form).await.unwrap());
                assert_eq!(signed_in.roles, seed.roles, "{dialect}");
                assert!(bench.read(USER).await.is_ok(), "{dialect}");
                bench.app.sign_out().await.unwrap();
            }
            bench.app.close().await;
        }
    }

    #[tokio::test]
    async fn it_is_not_kept_and_takes_no_place_in_the_settings() {
        let bench = Bench::new();
        start(&bench, "n-body").await;
        assert_eq!(bench.kept(), None);
        bench.sign_in("user").await;
        assert_eq!(bench.kept(), None);
        bench.make_dark();
        let kept = bench.kept().unwrap();
        assert_eq!((kept.servers, kept.current), (vec![], None));
    }

    #[tokio::test]
    async fn starting_it_again_keeps_its_session_and_speaking_otherwise_ends_it() {
        let bench = Bench::new();
        start(&bench, "n-body").await;
        bench.sign_in("user").await;
        let before = bench.app.snapshot().settings.servers;
        let again = start(&bench, "n-body").await;
        assert_eq!(again.settings.servers, before);
        assert!(bench.read(USER).await.is_ok());

        let other = start(&bench, "s-cookie").await;
        assert_eq!(other.settings.servers.len(), 1);
        assert_eq!(
            other.settings.servers[0].dialect,
            ipc::DialectChoice::preset("s-cookie")
        );
        assert_eq!(other.session.unwrap().account, None);
        assert_eq!(bench.logouts().len(), 1);
        bench.sign_in("admin").await;
        assert!(bench.read(ADMIN).await.is_ok());
    }

    #[tokio::test]
    async fn editing_it_changes_its_name_or_kind_and_never_its_address() {
        let bench = Bench::new();
        let first = start(&bench, "n-body").await.settings.servers.remove(0);
        let server = ipc::ServerDraft {
            name: "Playground".into(),
            ..draft("https://elsewhere.example", Dialect::NBody)
        };
        let edited = bench.edit(&first.id, server).await.unwrap();
        let edited = edited.settings.servers[0].clone();
        assert_eq!(
            edited,
            ipc::Server {
                name: "Playground".into(),
                ..first
            }
        );
    }

    #[tokio::test]
    async fn removing_it_stops_it() {
        let bench = Bench::new();
        let server = start(&bench, "n-body").await.settings.servers.remove(0);
        let left = bench.remove(&server.id).await.unwrap();
        assert_eq!(left.settings.servers, []);
        let asked = bench
            .in_vain(bench.test(draft(&server.address, Dialect::NBody)))
            .await;
        assert_eq!(asked, Err(Error::NothingFound));
    }

    #[tokio::test]
    async fn it_is_one_of_the_original_servers_alone() {
        let bench = Bench::new();
        let first = start(&bench, "n-body").await.settings.servers.remove(0);
        let json = to_start_from("n-body").json;
        assert_eq!(
            bench.edit(&first.id, described("", json)).await,
            Err(Error::UnknownDialect)
        );
        assert_eq!(bench.app.snapshot().settings.servers, [first]);
    }

    #[tokio::test]
    async fn a_kind_that_does_not_exist_is_refused() {
        let bench = Bench::new();
        let start = ipc::StartDemo {
            dialect: "oauth".into(),
        };
        assert_eq!(
            bench.app.start_demo(start).await,
            Err(Error::UnknownDialect)
        );
    }
}
