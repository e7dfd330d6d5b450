//! Ends that are not the person's: each is one, with its reason.

use std::time::{Duration, Instant};

use auth_core::{EndReason, Error, Request, Response};
use futures_util::future::join_all;

use crate::{
    bench::{Bench, Driven, Pace},
    report::{Mismatch, Outcome, ensure},
};

/// Between two looks at whether the server has noticed.
const AGAIN: Duration = Duration::from_millis(250);
/// How much of an answer is shown that should not have come.
const SHOWN: usize = 200;
/// A second event would come in this time.
const AFTERWARDS: Duration = Duration::from_millis(500);

/// Nothing refreshes it: what the server says to expired access is the end.
pub(super) async fn by_time(bench: &Bench) -> Outcome {
    let mut driven = bench.expired().await?;
    let read = driven.session.send(Request::get(&bench.manifest.read.get));
    is_over(read.await)?;
    let reason = one_end(&mut driven).await?.0;
    // What is refreshed while it lives is asked for once more, and that is refused.
    let is_right = match reason {
        EndReason::RefreshExpired => true,
        EndReason::RefreshRejected => bench.manifest.can.ahead(),
        _ => false,
    };
    ensure(is_right, format_args!("the reason is: {reason}"))
}

pub(super) async fn ten_at_once(bench: &Bench) -> Outcome {
    let mut driven = bench.expired().await?;
    let read = || driven.session.send(Request::get(&bench.manifest.read.get));
    for answer in join_all((0..10).map(|_| read())).await {
        is_over(answer)?;
    }
    one_end(&mut driven).await.map(drop)
}

/// Somebody ended it there: an administrator, or the person at another machine.
pub(super) async fn at_server(bench: &Bench) -> Outcome {
    let mut driven = bench.signed_in(Pace::Real).await?;
    bench.read(&driven).await?;
    bench.control.ask(&bench.manifest.end).await?;
    ended_there(bench, &mut driven).await
}

/// The server has ended it: that is noticed in time, told once, and with the server's words.
pub(super) async fn ended_there(bench: &Bench, driven: &mut Driven) -> Outcome {
    let limit = bench.access() * 2 + Duration::from_secs(5);
    let started = Instant::now();
    loop {
        let read = driven.session.send(Request::get(&bench.manifest.read.get));
        match is_over(read.await) {
            Ok(()) => break,
            Err(why) if started.elapsed() > limit => return Err(why),
            Err(_) => {}
        }
        tokio::time::sleep(AGAIN).await;
    }
    let (reason, has_words) = one_end(driven).await?;
    let is_servers = matches!(
        reason,
        EndReason::RefreshRejected | EndReason::RefreshExpired
    );
    ensure(is_servers, format_args!("the reason is: {reason}"))?;
    let words_due = bench.manifest.can.refresh && bench.manifest.can.words;
    ensure(has_words || !words_due, "what the server said is not told")?;
    ensure(driven.vault.record().is_none(), "something is kept")
}

fn is_over(answer: Result<Response, Error>) -> Outcome {
    match answer {
        Err(Error::SignedOut { reason: Some(_) }) => Ok(()),
        Err(error) => Err(error.into()),
        Ok(answer) => {
            let (status, text) = (answer.status, answer.text());
            let text: String = text.chars().take(SHOWN).collect();
            Err(Mismatch::new(format_args!(
                "it was answered: {status} {text}"
            )))
        }
    }
}

/// The one end that there has been, and whether the server's words came with it.
async fn one_end(driven: &mut Driven) -> Outcome<(EndReason, bool)> {
    tokio::time::sleep(AFTERWARDS).await;
    let mut ends = driven.ends();
    let many = ends.len();
    ensure(many == 1, format_args!("{many} ends were told"))?;
    ends.pop().ok_or_else(|| Mismatch::new("no end was told"))
}
