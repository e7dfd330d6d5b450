//! The same ten megabytes in the window as it is shipped, for `cargo xtask bench`: three times over, and the middle of the
//! three is what counts.

use demo_server::Dialect;

use super::measuring::{answer_at_length, median};
use crate::window::{
    failure::Outcome,
    runner::say,
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

const PASSES: usize = 3;
const FRAMES: usize = 120;
/// A frame that comes later than this, in milliseconds, has missed the one before it, at sixty in a second.
const LATE: f64 = 34.0;

pub(crate) async fn bench(stage: &Stage) -> Outcome {
    stage.go_without_record();
    let (app, server) = stage.sign_in_at(lasting(Dialect::NBody), &USER).await?;
    app.open_requests().await?;
    answer_at_length(&server);
    let (mut first, mut search, mut late) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PASSES {
        // Something short in between, by which the long one is known when it comes.
        app.request("/api/test/all").await?;
        app.wait_for_text("request-body", "Public Content.").await?;
        let (rows, whole) = app.time_rows().await?;
        let found = app.time_search("lemons").await?;
        app.wait_for_text("answer-found", "1 of 1").await?;
        app.paste("answer-search", "").await?;
        let frames = app.time_frames(FRAMES).await?;
        let missed = frames.iter().filter(|apart| **apart > LATE).count();
        say(&format!(
            "\n  first rows {rows:.0} ms, all of them {whole:.0} ms, search {found:.0} ms, {missed} frames late"
        ));
        first.push(rows);
        search.push(found);
        late.push(f64::from(u32::try_from(missed).unwrap_or(u32::MAX)));
    }
    say(&format!(
        "\nrequests 10 MB: first paint {:.0} ms, search {:.0} ms, {:.0} of {FRAMES} frames late\n",
        median(first),
        median(search),
        median(late)
    ));
    Ok(())
}
