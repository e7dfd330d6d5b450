//! A script that runs in the page calls what changes where credentials go, and what reaches any address. The person is
//! asked outside the page, and the network is not mapped.

use std::{fs, net::TcpListener, time::Duration};

use demo_server::{Board, Dialect, Endpoint};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::window::{
    app::{App, display::question::Answer},
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, WebSite, lasting},
    },
    wait::{STEP, until},
};

const KIND: Dialect = Dialect::NBody;
const NAME: &str = "At work";

/// Each command is called from the page: a no, however it is said, changes nothing, and a yes does what was asked.
pub(crate) async fn native_question(stage: &Stage) -> Outcome {
    let (address, server) = stage.serve(lasting(KIND)).await?;
    let (elsewhere, evil) = stage.serve(lasting(KIND)).await?;
    let app = stage.open().await?;
    app.add_server(NAME, &address, KIND).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, KIND).await?;
    app.click("nav-settings").await?;
    let id = app.current_server_id().await?;
    let moved = edit(&id, &elsewhere, KIND);
    let settings = || fs::read(stage.home().settings_file());
    let before = settings()?;

    app.attack("edit_server", &moved).await?;
    app.ensure_no_hasty_yes().await?;
    for _ in 0..20 {
        let why = app.call("remove_server", &json!({ "id": id })).await?;
        ensure!(why == unconfirmed("asking"), "not refused at once: {why}");
    }
    app.answer(Answer::No).await?;
    app.ensure_unconfirmed("declined").await?;
    let again = app.call("edit_server", &moved).await?;
    ensure!(again == unconfirmed("too_soon"), "asked again: {again}");
    app.ensure_asks_nothing()?;
    let refused = [
        ("remove_server", json!({ "id": id }), Answer::Close, 3),
        (
            "set_key_file",
            json!({ "key_file": true }),
            Answer::Enter,
            6,
        ),
        (
            "edit_server",
            edit(&id, &address, Dialect::SBody),
            Answer::No,
            12,
        ),
    ];
    for (command, arguments, answer, pause) in refused {
        sleep(Duration::from_secs(pause)).await;
        app.attack(command, &arguments).await?;
        app.answer(answer).await?;
        app.ensure_unconfirmed("declined").await?;
    }
    ensure!(settings()? == before, "a no has changed the settings");
    app.click_page_of(Board::User).await?;
    app.wait_until_in_as(&USER, KIND).await?;
    app.ensure_no_logout().await?;
    ensure!(
        evil.log().is_empty(),
        "something was sent: {:?}",
        evil.log()
    );

    sleep(Duration::from_secs(24)).await;
    let plain = json!({ "server": draft("http://192.0.2.1", KIND, true) });
    for (command, arguments) in [
        ("set_key_file", json!({ "key_file": true })),
        ("add_server", plain),
        ("edit_server", moved),
    ] {
        app.attack(command, &arguments).await?;
        app.answer(Answer::Yes).await?;
        let done = app.outcome().await?;
        ensure!(done["settings"].is_object(), "not done: {done}");
    }
    let settings = String::from_utf8_lossy(&settings()?).into_owned();
    for now in [&*elsewhere, "http://192.0.2.1", "\"key_file\":true"] {
        let found = settings.replace(": ", ":").contains(now);
        ensure!(found, "a yes to {now} has changed nothing: {settings}");
    }
    ensure!(!settings.contains(&address), "it is at its old address");
    app.ensure_one_logout("signed_out_by_user").await?;
    let granted = server.calls(Endpoint::SignIn);
    ensure!(granted == 1, "{granted} sign-ins");
    remove(&app, &id).await
}

/// The button of the page leads to the same question.
async fn remove(app: &App, id: &str) -> Outcome {
    app.call("choose_server", &json!({ "id": id })).await?;
    app.click("nav-signin").await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, KIND).await?;
    app.click("nav-settings").await?;
    let row = format!("settings-server-{id}");
    app.choose_of_server(id, "remove").await?;
    app.answer(Answer::Close).await?;
    ensure!(
        app.shows(&row).await?,
        "a question that was closed is no yes"
    );
    sleep(Duration::from_secs(3)).await;
    app.choose_of_server(id, "remove").await?;
    app.answer(Answer::Yes).await?;
    app.wait_until_gone(&row).await
}

/// Ports of this machine, one closed and one where something else answers: the same is said of both, after the same
/// time, and not of many.
pub(crate) async fn scan(stage: &Stage) -> Outcome {
    let site = WebSite::open().await?;
    let closed = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    for address in [&*site.url(), &*format!("http://{closed}")] {
        let (found, took) = app.test(address).await?;
        ensure!(found == json!("nothing_found"), "{address}: {found}");
        ensure!((4.9..8.0).contains(&took), "{address}: after {took} s");
    }
    let mut refused = 0;
    for port in 1..=20 {
        let script = "const [command, args] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, { args })
                .then(it => it, it => window.__REFUSED = [...(window.__REFUSED ?? []), it])";
        let address = format!("http://127.0.0.1:{port}");
        let server = json!({ "server": draft(&address, KIND, false) });
        // Not waited for.
        let script = format!("{script}; return null");
        app.run_with(&script, vec![json!("test_connection"), server])
            .await?;
        refused += 1;
    }
    until("what is too many is refused", STEP, async || {
        let codes = app.run("return window.__REFUSED ?? []").await?;
        let codes = codes.as_array().cloned().unwrap_or_default();
        Ok((codes.len() == refused).then_some(codes))
    })
    .await
    .and_then(|codes| {
        let too_many = codes.iter().filter(|it| **it == "too_many_tries").count();
        ensure!(too_many >= 8, "only {too_many} of {refused} were refused");
        Ok(())
    })
}

fn draft(address: &str, kind: Dialect, plain: bool) -> Value {
    json!({
        "name": NAME,
        "address": address,
        "dialect": { "kind": "preset", "id": kind.to_string() },
        "settings": {},
        "secrets": {},
        "plain_http_allowed": plain,
    })
}

fn edit(id: &str, address: &str, kind: Dialect) -> Value {
    json!({ "id": id, "server": draft(address, kind, false) })
}

fn unconfirmed(why: &str) -> Value {
    json!({ "not_confirmed": { "why": why } })
}

impl App {
    /// Has the page call a command, without waiting for what comes of it.
    async fn attack(&self, command: &str, arguments: &Value) -> Outcome {
        let script = "const [command, args] = arguments;
            window.__CAME_OF_IT = undefined;
            window.__TAURI_INTERNALS__.invoke(command, { args })
                .then(it => window.__CAME_OF_IT = it, it => window.__CAME_OF_IT = it);
            return null";
        self.run_with(script, vec![json!(command), arguments.clone()])
            .await
            .map(drop)
    }

    /// What came of it.
    async fn outcome(&self) -> Outcome<Value> {
        until("the command is answered", STEP, async || {
            let came = self.run("return window.__CAME_OF_IT ?? null").await?;
            Ok((!came.is_null()).then_some(came))
        })
        .await
    }

    async fn ensure_unconfirmed(&self, why: &str) -> Outcome {
        let came = self.outcome().await?;
        ensure!(came == unconfirmed(why), "not {why}: {came}");
        Ok(())
    }

    /// Has the page call a command that is answered at once.
    async fn call(&self, command: &str, arguments: &Value) -> Outcome<Value> {
        let script = "const [command, args] = arguments;
            return window.__TAURI_INTERNALS__.invoke(command, { args }).then(it => it, it => it)";
        self.run_with(script, vec![json!(command), arguments.clone()])
            .await
    }

    /// What the page is told of an address, and after how many seconds.
    async fn test(&self, address: &str) -> Outcome<(Value, f64)> {
        let script = "const began = performance.now();
            return window.__TAURI_INTERNALS__.invoke('test_connection', { args: arguments[0] })
                .then(it => it, it => it).then(it => [it, (performance.now() - began) / 1000])";
        let server = json!({ "server": draft(address, KIND, false) });
        let answer = self.run_with(script, vec![server]).await?;
        Ok(serde_json::from_value(answer)?)
    }
}
