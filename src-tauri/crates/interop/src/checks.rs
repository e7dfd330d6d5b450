//! What must hold at a server, in the order in which it is looked at.

mod ending;
mod refreshing;
mod restoring;
mod second_step;
mod signing_in;
mod signing_out;
mod telling_apart;

use std::time::Duration;

use crate::{bench::Bench, report::Report};

/// Carries out every check that the server can be asked for.
pub(crate) async fn carry_out(bench: &Bench, report: &mut Report) {
    // Two lifetimes of access and a refused request is the longest that one waits for.
    let limit = Duration::from_secs(30) + bench.access() * 3;
    macro_rules! check {
        ($what:literal, $check:expr) => {
            report.check($what, limit, $check).await
        };
    }
    let can = &bench.manifest.can;

    if bench.is_told_apart() {
        check!("told from the others", telling_apart::asked(bench));
    }
    check!(
        "a wrong password is refused, with words",
        signing_in::wrong_password(bench)
    );
    check!("sign in", signing_in::signs_in(bench));
    check!("the account is right", signing_in::account(bench));
    check!("the page is read", signing_in::page(bench));
    if let Some(page) = &bench.manifest.read_public {
        check!("a public page is read", signing_in::public(bench, page));
    }
    if let Some(write) = &bench.manifest.write {
        check!("a write is done", signing_in::write(bench, write));
    }
    if can.refresh {
        check!(
            "refreshed after a refusal",
            refreshing::after_refusal(bench)
        );
        if let Some(write) = &bench.manifest.write {
            check!(
                "a write is done after a refresh",
                refreshing::write_after(bench, write)
            );
        }
        check!("ten at once, one refresh", refreshing::ten_at_once(bench));
    } else {
        check!("ends once when its time is over", ending::by_time(bench));
        check!("ten at once, one end", ending::ten_at_once(bench));
    }
    if can.ahead() {
        check!("refreshed ahead of time", refreshing::ahead(bench));
    }
    check!("taken up by a second session", restoring::again(bench));
    check!("ended at the server: one end", ending::at_server(bench));
    if can.sign_out {
        let left = check!("signed out at the server", signing_out::left(bench));
        if let Some(left) = left {
            for (what, outcome) in left.against(bench) {
                report.note(&what, outcome);
            }
        }
    }
    if let Some((person, code)) = bench.manifest.person_with_code() {
        let step = second_step::SecondStep {
            bench,
            person,
            code,
        };
        check!("a code is asked for", step.asked());
        check!("a wrong code is refused", step.wrong());
        check!("the right code signs in", step.right());
        check!("the code is sent again", step.again());
        check!("given up, nothing is left", step.given_up());
    }
}
