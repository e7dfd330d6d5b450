//! What a body of ten megabytes costs, as the page itself sees it. Whoever measures says how long it took, and asserts
//! nothing on it: another machine is another speed.

use demo_server::{Board, Control, Endpoint, Fault, Times};
use serde_json::Value;

use super::PATH;
use crate::window::{
    app::App,
    failure::Outcome,
    wait::{STEP, until},
};

const MEGABYTES: usize = 1_000_000;
const RECORD: &str =
    r#"{"id":12345,"name":"A crate of oranges","tags":["fruit","harbour"],"open":true},"#;

/// From here on the server answers there with ten megabytes of JSON, or a little more: as many as this.
pub(super) fn answer_at_length(server: &Control) -> usize {
    let records = RECORD.repeat(10 * MEGABYTES / RECORD.len() + 1);
    let body = format!("[{records}{{\"last\":\"crate of lemons\"}}]");
    let bytes = body.len();
    let fault = Fault::Status {
        status: 200,
        headers: vec![("content-type".into(), "application/json".into())],
        body,
    };
    server.fault(Endpoint::Board(Board::User), fault, Times::Always);
    bytes
}

/// Notes when the answer is known, when its first rows have been painted, and when all of them are laid out.
const WATCH: &str = "window.__seen = {};
    const { fetch } = window;
    let known;
    window.fetch = async (resource, options) => {
        const answer = await fetch(resource, options);
        if (String(resource?.url ?? resource).endsWith('send_request')) known = performance.now();
        return answer;
    };
    const seen = window.__seen;
    const painted = note => setTimeout(() => note(performance.now() - known));
    const look = () => {
        const row = document.querySelector('[data-testid=request-body] .row');
        if (known && row?.textContent.trim() === '[' && !seen.begun) {
            seen.begun = true;
            painted(took => { seen.first = took });
        }
        const space = document.getElementById('request-rows-space');
        if (seen.begun && parseFloat(space?.style.height || '0') > 1e6) {
            painted(took => { seen.whole = took });
            window.fetch = fetch;
        } else {
            requestAnimationFrame(look);
        }
    };
    look()";

const SEARCH: &str = "const field = document.querySelector('[data-testid=answer-search]');
    const began = performance.now();
    window.__searched = null;
    field.value = arguments[0];
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => {
        window.__searched = performance.now() - began;
    }))";

const SCROLL: &str = "const rows = document.querySelector('[data-testid=request-rows]');
    rows.scrollTop = 0;
    const at = [];
    window.__frames = null;
    const frame = now => {
        at.push(now);
        rows.scrollTop += 400;
        if (at.length <= arguments[0]) return requestAnimationFrame(frame);
        window.__frames = at.slice(1).map((it, n) => it - at[n]);
    };
    requestAnimationFrame(frame)";

impl App {
    /// Sends the request, and says after how many milliseconds from when the answer is known its first rows and all of them
    /// stand there.
    pub(super) async fn time_rows(&self) -> Outcome<(f64, f64)> {
        self.run(WATCH).await?;
        self.request(PATH).await?;
        let script = "return window.__seen.whole ? window.__seen : null";
        let seen = self.told("all of it is laid out", script).await?;
        Ok((number(&seen["first"]), number(&seen["whole"])))
    }

    /// How many milliseconds it takes to have found this and drawn that.
    pub(super) async fn time_search(&self, needle: &str) -> Outcome<f64> {
        self.run_with(SEARCH, vec![needle.into()]).await?;
        let took = self.told("the search is drawn", "return window.__searched");
        Ok(number(&took.await?))
    }

    /// Scrolls for so many frames, and says how many milliseconds lie between each and the next.
    pub(super) async fn time_frames(&self, count: usize) -> Outcome<Vec<f64>> {
        self.run_with(SCROLL, vec![count.into()]).await?;
        let frames = self.told("all frames have passed", "return window.__frames");
        let frames = frames.await?;
        Ok(frames
            .as_array()
            .into_iter()
            .flatten()
            .map(number)
            .collect())
    }

    async fn told(&self, what: &str, script: &str) -> Outcome<Value> {
        until(what, 4 * STEP, async || {
            let told = self.run(script).await?;
            Ok((!told.is_null()).then_some(told))
        })
        .await
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// The one in the middle.
pub(super) fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
