//! Trips of a browser that do not end as they should, and that nobody is signed in by them.

use auth_core::{Error, MemoryVault, OAuthProblem};
use http::StatusCode;

use crate::{
    bench::{Bench, Came, Driven, Pace},
    browser::{Browser, Page, Visitor},
    manifest::Buttons,
    report::{Mismatch, Outcome, ensure},
};

/// The server asks for another password. The app hears nothing of it, and is left to itself by the person.
pub(super) async fn wrong_password(bench: &Bench, buttons: &Buttons) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    let trip = bench.trip(&driven).await?;
    let redirect = trip.redirect.clone();
    let visitor = Visitor {
        password: "not-the-password",
        ..Visitor::willing(bench.manifest.person(), buttons)
    };
    match trip.go(visitor).await? {
        Came::Nowhere(_) => {}
        Came::Back(page, _) => return Err(shown(&page)),
    }
    let late = Browser::new(&bench.base)?.open(redirect).await;
    ensure(late.is_err(), "somebody listens still")?;
    nobody(&driven)
}

/// What others bring to the address that the browser comes back to.
pub(super) async fn strangers(bench: &Bench, buttons: &Buttons) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    let mut trip = bench.trip(&driven).await?;
    for query in [
        "code=of-somebody-else&state=of-another-sign-in",
        "error=access_denied&state=of-another-sign-in",
        "code=of-somebody-else",
    ] {
        let mut address = trip.redirect.clone();
        address.set_query(Some(query));
        let page = trip.browser.open(address).await?;
        let is_sent_away = page.status == StatusCode::BAD_REQUEST;
        ensure(
            is_sent_away,
            format_args!("{query} was answered {}", page.status),
        )?;
    }
    let visitor = Visitor::willing(bench.manifest.person(), buttons);
    match trip.go(visitor).await? {
        Came::Back(page, account) => {
            account?;
            ensure(page.status == StatusCode::OK, shown(&page))?;
        }
        Came::Nowhere(page) => return Err(asked_again(&page)),
    }
    bench.read(&driven).await?;
    driven.session.close().await;
    Ok(())
}

/// The person does not let the app in.
pub(super) async fn declined(bench: &Bench, buttons: &Buttons) -> Outcome {
    let driven = bench.session(Pace::Real, MemoryVault::default())?;
    let visitor = Visitor {
        consents: buttons.no.as_deref(),
        ..Visitor::willing(bench.manifest.person(), buttons)
    };
    let trip = bench.trip(&driven).await?;
    match trip.go(visitor).await? {
        Came::Back(page, Err(Error::OAuth(OAuthProblem::Declined { code, .. }))) => {
            ensure(code == "access_denied", format_args!("it says {code}"))?;
            ensure(page.status == StatusCode::OK, shown(&page))?;
        }
        Came::Back(_, Err(error)) => return Err(error.into()),
        Came::Back(page, Ok(_)) => return Err(shown(&page)),
        Came::Nowhere(page) => return Err(asked_again(&page)),
    }
    nobody(&driven)
}

fn nobody(driven: &Driven) -> Outcome {
    ensure(driven.is_signed_out(), "somebody is signed in all the same")?;
    ensure(driven.vault.record().is_none(), "something is kept")
}

fn shown(page: &Page) -> Mismatch {
    Mismatch::new(format_args!(
        "the browser came back, and shows {}",
        page.status
    ))
}

fn asked_again(page: &Page) -> Mismatch {
    Mismatch::new(format_args!(
        "the server ({}) does not take the password",
        page.status
    ))
}
