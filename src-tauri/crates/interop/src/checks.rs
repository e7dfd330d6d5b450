//! What must hold at a server, in the order in which it is looked at.

mod ending;
mod in_browser;
mod refreshing;
mod restoring;
mod reusing;
mod second_step;
mod signing_in;
mod signing_out;
mod telling_apart;

use std::{pin::Pin, time::Duration};

use crate::{
    bench::Bench,
    report::{Outcome, Report},
};

/// Carries out every check that the server can be asked for.
pub(crate) async fn carry_out(bench: &Bench, report: &mut Report) {
    let mut checks = Checks { bench, report };
    checks.of_signing_in().await;
    checks.of_time().await;
    checks.of_ends().await;
    checks.of_second_step().await;
}

struct Checks<'a> {
    bench: &'a Bench,
    report: &'a mut Report,
}

impl Checks<'_> {
    async fn of_signing_in(&mut self) {
        let bench = self.bench;
        if bench.is_told_apart() {
            self.check("told from the others", telling_apart::asked(bench))
                .await;
        }
        self.of_refused_sign_in().await;
        self.check("sign in", signing_in::signs_in(bench)).await;
        let account = signing_in::account(bench);
        self.check("the account is right", account).await;
        self.check("the page is read", signing_in::page(bench))
            .await;
        if let Some(page) = &bench.manifest.read_public {
            let read = signing_in::public(bench, page);
            self.check("a public page is read", read).await;
        }
        if let Some(write) = &bench.manifest.write {
            let done = signing_in::write(bench, write);
            self.check("a write is done", done).await;
        }
    }

    async fn of_refused_sign_in(&mut self) {
        let bench = self.bench;
        let Some(buttons) = bench.buttons() else {
            let wrong = signing_in::wrong_password(bench);
            self.check("a wrong password is refused, with words", wrong)
                .await;
            return;
        };
        let wrong = in_browser::wrong_password(bench, buttons);
        self.check("a wrong password stays at the server", wrong)
            .await;
        // Some servers ask once, and remember a yes.
        if buttons.no.is_some() {
            let declined = in_browser::declined(bench, buttons);
            self.check("a no is heard", declined).await;
        }
        let strangers = in_browser::strangers(bench, buttons);
        self.check("what strangers bring is ignored", strangers)
            .await;
    }

    async fn of_time(&mut self) {
        let (bench, can) = (self.bench, &self.bench.manifest.can);
        if can.refresh {
            let after = refreshing::after_refusal(bench);
            self.check("refreshed after a refusal", after).await;
            if let Some(write) = &bench.manifest.write {
                let after = refreshing::write_after(bench, write);
                self.check("a write is done after a refresh", after).await;
            }
            let ten = refreshing::ten_at_once(bench);
            self.check("ten at once, one refresh", ten).await;
        } else {
            let over = ending::by_time(bench);
            self.check("ends once when its time is over", over).await;
            let ten = ending::ten_at_once(bench);
            self.check("ten at once, one end", ten).await;
        }
        if can.ahead() {
            let ahead = refreshing::ahead(bench);
            self.check("refreshed ahead of time", ahead).await;
        }
        if can.detect_reuse {
            let two = reusing::two_at_once(bench);
            self.check("two sessions of one vault at once, one refresh", two)
                .await;
            let stolen = reusing::stolen(bench);
            self.check("a refresh credential that comes twice: one end", stolen)
                .await;
        }
        let again = restoring::again(bench);
        self.check("taken up by a second session", again).await;
    }

    async fn of_ends(&mut self) {
        let bench = self.bench;
        let ended = ending::at_server(bench);
        self.check("ended at the server: one end", ended).await;
        if !bench.manifest.can.sign_out {
            return;
        }
        let left = signing_out::left(bench);
        if let Some(left) = self.check("signed out at the server", left).await {
            for (what, outcome) in left.against(bench) {
                self.report.note(&what, outcome);
            }
        }
    }

    async fn of_second_step(&mut self) {
        let bench = self.bench;
        let Some((person, code)) = bench.manifest.person_with_code() else {
            return;
        };
        let step = second_step::SecondStep {
            bench,
            person,
            code,
        };
        self.check("a code is asked for", step.asked()).await;
        self.check("a wrong code is refused", step.wrong()).await;
        self.check("the right code signs in", step.right()).await;
        self.check("the code is sent again", step.again()).await;
        self.check("given up, nothing is left", step.given_up())
            .await;
    }

    /// Whatever a check holds, it is put away where it can be as large as it likes.
    fn check<'b, T: 'b>(
        &'b mut self,
        what: &'b str,
        check: impl Future<Output = Outcome<T>> + 'b,
    ) -> Pin<Box<dyn Future<Output = Option<T>> + 'b>> {
        // Two lifetimes of access and a refused request is the longest that one waits for.
        let limit = Duration::from_secs(30) + self.bench.access() * 3;
        Box::pin(self.report.check(what, limit, check))
    }
}
