//! A body of ten megabytes: seen, searched and scrolled. What that takes is printed, in a window that is built for tests; the
//! figures of the one that is shipped are `bench`'s.

use demo_server::Dialect;

use super::measuring::{answer_at_length, median};
use crate::window::{
    failure::{Failure, Outcome, ensure},
    runner::say,
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

pub(crate) async fn large(stage: &Stage) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(Dialect::NBody), &USER).await?;
    app.open_requests().await?;
    let bytes = answer_at_length(&server);
    let (first, whole) = app.time_rows().await?;
    app.wait_for_text("request-body", "A crate of oranges")
        .await?;
    say(&format!(
        "\n  {bytes} bytes: the first rows {first:.0} ms after the answer is known, all of them {whole:.0} ms\n"
    ));
    for (needle, found) in [("Lemons", "1 of 1"), ("oranges", "1 of many")] {
        let took = app.time_search(needle).await?;
        say(&format!("  searched for {needle} in {took:.0} ms\n"));
        app.wait_for_text("answer-found", found).await?;
    }
    app.paste("answer-search", "lemons").await?;
    app.wait_for_text("request-body", "crate of lemons").await?;
    app.picture("found-at-the-end").await?;
    app.paste("answer-search", "").await?;
    let frames = app.time_frames(30).await?;
    let most = frames.iter().copied().fold(0.0, f64::max);
    let body = app.text("request-body").await?;
    let body = body.ok_or_else(|| Failure::new("the rows are gone"))?;
    ensure!(
        body.contains("fruit"),
        "after scrolling there stands {body}"
    );
    say(&format!(
        "  scrolled: frames {:.0} ms apart in the median, {most:.0} ms at most\n  ",
        median(frames)
    ));
    let rows = app
        .run("return document.querySelectorAll('[data-testid=request-body] .row').length")
        .await?;
    let rows = rows.as_u64().unwrap_or_default();
    ensure!(
        (1..200).contains(&rows),
        "the page has {rows} rows of all of them"
    );
    app.ensure_no_logout().await
}
