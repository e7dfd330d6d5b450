//! A server that repeats what the session lives by, in every place that the page shows. What crossed to the window and
//! what it showed is searched at the end, as in every journey.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use demo_server::{Board, Dialect, Endpoint, Fault, Times};

use super::PATH;
use crate::window::{
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

/// In headers, in cookies, in a body, in a large one; then copied, pinned and looked at again.
pub(crate) async fn repeating(stage: &Stage, dialect: Dialect) -> Outcome {
    let (address, server) = stage.serve(lasting(dialect)).await?;
    let mut pairs = server.watch_pairs();
    let app = stage.open_at(&address, dialect).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    let pair = pairs.recv().await;
    let pair = pair.ok_or_else(|| Failure::new("nobody was signed in"))?;
    app.open_requests().await?;
    let everything = format!(
        r#"{{"headers":{{"authorization":"Bearer {0}","cookie":"a={1}"}},"again":"{2}","password":"{3}"}}"#,
        pair.access,
        pair.refresh,
        STANDARD.encode(&pair.access),
        USER.password,
    );
    let large = format!(r#"{{"a":"{}","b":{everything}}}"#, "x".repeat(700_000));
    for body in [everything, large] {
        let header = |name: &str, value: String| (name.to_owned(), value);
        let fault = Fault::Status {
            status: 200,
            headers: vec![
                header("content-type", "application/json".into()),
                header("x-echo", format!("Bearer {}", pair.access)),
                header("x-access-token", pair.access.clone()),
                header("location", format!("/x;jsessionid={}", pair.refresh)),
                header(
                    "set-cookie",
                    format!("echo={}; Path=/{}", pair.access, pair.refresh),
                ),
            ],
            body,
        };
        server.fault(Endpoint::Board(Board::User), fault, Times::Next(1));
        app.request(PATH).await?;
        app.paste("answer-search", "[redacted]").await?;
        app.wait_for_text("answer-found", "1 of ").await?;
        for side in ["pretty", "raw", "headers", "cookies"] {
            app.click(&format!("answer-{side}")).await?;
            app.keep_page(side).await?;
        }
        let cookies = app.wait_for_text("answer-cookie-list", "echo").await?;
        ensure!(cookies.contains("[redacted]"), "cookies: {cookies}");
        app.click("answer-pretty").await?;
    }
    // Pinned requests are kept on the disk, which is searched as well.
    app.click("answer-pin").await?;
    app.wait_for_text("request-pinned", PATH).await?;
    app.picture("repeated").await
}
