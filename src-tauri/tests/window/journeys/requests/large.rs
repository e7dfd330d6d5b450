//! A body of ten megabytes: how long it takes to be seen, to be scrolled, to be searched. Printed and asserted nowhere,
//! since another machine is another speed; that it works is asserted.

use demo_server::{Board, Dialect, Endpoint, Fault, Times};
use serde_json::Value;

use super::PATH;
use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    runner::say,
    stage::{
        Stage,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

const MEGABYTES: usize = 1_000_000;
const RECORD: &str =
    r#"{"id":12345,"name":"A crate of oranges","tags":["fruit","harbour"],"open":true},"#;

pub(crate) async fn large(stage: &Stage) -> Outcome {
    let (app, server) = stage.sign_in_at(lasting(Dialect::NBody), &USER).await?;
    app.open_requests().await?;
    let records = RECORD.repeat(10 * MEGABYTES / RECORD.len());
    let body = format!("[{records}{{\"last\":\"crate of lemons\"}}]");
    let bytes = body.len();
    let fault = Fault::Status {
        status: 200,
        headers: vec![("content-type".into(), "application/json".into())],
        body,
    };
    server.fault(Endpoint::Board(Board::User), fault, Times::Always);
    app.run(WATCH).await?;
    app.request(PATH).await?;
    app.wait_for_text("request-body", "A crate of oranges")
        .await?;
    let script = "return window.__seen.whole ? window.__seen : null";
    let seen = until("all of it is laid out", 2 * STEP, async || {
        let seen = app.run(script).await?;
        Ok((!seen.is_null()).then_some(seen))
    })
    .await?;
    say(&format!(
        "\n  {bytes} bytes: the first rows {} after the answer is known, all of them {}\n",
        ms(&seen["first"]),
        ms(&seen["whole"])
    ));
    for (needle, found) in [("Lemons", "1 of 1"), ("oranges", "1 of many")] {
        say(&format!(
            "  searched for {needle} in {}\n",
            search(&app, needle).await?
        ));
        app.wait_for_text("answer-found", found).await?;
    }
    app.paste("answer-search", "lemons").await?;
    app.wait_for_text("request-body", "crate of lemons").await?;
    app.picture("found-at-the-end").await?;
    app.paste("answer-search", "").await?;
    scroll(&app).await?;
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

/// Notes when the answer is known, when its first rows stand there, and when all of them do.
const WATCH: &str = "window.__seen = {};
    const { fetch } = window;
    let known;
    window.fetch = async (resource, options) => {
        const answer = await fetch(resource, options);
        if (String(resource?.url ?? resource).endsWith('send_request')) known = performance.now();
        return answer;
    };
    const look = () => {
        const row = document.querySelector('[data-testid=request-body] .row');
        if (row && known && !window.__seen.first) window.__seen.first = performance.now() - known;
        const space = document.getElementById('request-rows-space');
        const height = parseFloat(space?.style.height || '0');
        if (height > 1e6) window.__seen.whole = performance.now() - known;
        else requestAnimationFrame(look);
    };
    look()";

/// How long the window takes to have found it and drawn that.
async fn search(app: &App, needle: &str) -> Outcome<String> {
    let script = "const field = document.querySelector('[data-testid=answer-search]');
        const began = performance.now();
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        window.__searched = null;
        requestAnimationFrame(() => { window.__searched = performance.now() - began })";
    app.run_with(script, vec![needle.into()]).await?;
    until("the search is drawn", STEP, async || {
        let took = app.run("return window.__searched").await?;
        Ok((!took.is_null()).then(|| ms(&took)))
    })
    .await
}

/// Scrolls for thirty frames, and says how far apart those were.
async fn scroll(app: &App) -> Outcome {
    let script = "const rows = document.querySelector('[data-testid=request-rows]');
        rows.scrollTop = 0;
        const at = [];
        window.__frames = null;
        const frame = now => {
            at.push(now);
            rows.scrollTop += 400;
            if (at.length < 31) return requestAnimationFrame(frame);
            const apart = at.slice(1).map((it, n) => it - at[n]).sort((a, b) => a - b);
            window.__frames = { median: apart[15], most: apart[29] };
        };
        requestAnimationFrame(frame)";
    app.run(script).await?;
    let frames: Value = until("thirty frames have passed", 4 * STEP, async || {
        let frames = app.run("return window.__frames").await?;
        Ok((!frames.is_null()).then_some(frames))
    })
    .await?;
    let body = app.text("request-body").await?;
    let body = body.ok_or_else(|| Failure::new("the rows are gone"))?;
    ensure!(
        body.contains("fruit"),
        "after scrolling there stands {body}"
    );
    say(&format!(
        "  scrolled: frames {} apart in the median, {} at most\n  ",
        ms(&frames["median"]),
        ms(&frames["most"])
    ));
    Ok(())
}

fn ms(time: &Value) -> String {
    format!("{:.0} ms", time.as_f64().unwrap_or(f64::NAN))
}
