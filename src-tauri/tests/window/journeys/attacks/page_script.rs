//! A script that got into the page tries to take the window somewhere else, to open another, to leave a file behind, and to
//! call what no page may call.

use std::{fs, path::Path};

use demo_server::{Board, Dialect};
use serde_json::{Value, json};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, WebSite, board_text, lasting},
    },
    wait::{STEP, until},
};

const DIALECT: Dialect = Dialect::SBody;
const STOLEN: &str = "stolen.txt";

/// Where the window must not go, with `SITE` and `FILE` in place of addresses.
const LEAVING: &[&str] = &[
    "location.href = 'SITE'",
    "location.assign('SITE')",
    "location.replace('SITE')",
    "location.href = 'FILE'",
    "location.href = 'data:text/html,<title>A bakery</title>'",
    "location.href = 'about:blank'",
    "location.href = 'javascript:document.write(1)'",
    "location.href = 'tauri://localhost.example.org/'",
    "location.href = 'tauri://localhost@127.0.0.1/'",
    "location.href = 'TAURI://other/'",
    "location.href = 'ipc://localhost/snapshot'",
    "location.href = URL.createObjectURL(new Blob(['<title>A bakery</title>'], { type: 'text/html' }))",
    "open('SITE')",
    "open('SITE', '_self')",
    "open('about:blank')",
    "open('SITE', 'another', 'width=300,height=200')",
    "add('a', { href: 'SITE' }).click()",
    "add('a', { href: 'SITE', target: '_blank' }).click()",
    "add('a', { href: 'SITE', target: '_top' }).click()",
    "add('a', { href: 'SITE', target: 'another' }).click()",
    "add('a', { href: 'SITE' }).dispatchEvent(new MouseEvent('click', { ctrlKey: true }))",
    "add('a', { href: 'SITE' }).dispatchEvent(new MouseEvent('auxclick', { button: 1 }))",
    "add('form', { action: 'SITE' }).submit()",
    "add('form', { action: 'SITE', method: 'post' }).submit()",
    "add('form', { action: 'SITE', target: '_blank' }).submit()",
    "add('meta', { httpEquiv: 'refresh', content: '0;url=SITE' })",
    "add('base', { href: 'SITE' }); add('a', { href: 'x' }).click()",
    "add('iframe', { src: 'SITE' })",
    "add('iframe', { src: 'FILE' })",
    "add('iframe', { src: 'data:text/html,<script>top.location = \"SITE\"</script>' })",
    "add('iframe', { srcdoc: '<script>top.location = \"SITE\"</script>' })",
    "add('iframe', {}).contentWindow.location = 'SITE'",
    "add('iframe', {}).contentWindow.open('SITE')",
    "add('object', { data: 'SITE', type: 'text/html' })",
    "add('embed', { src: 'SITE', type: 'text/html' })",
    "add('img', { src: 'SITE' })",
    "new Worker('SITE')",
    "fetch('SITE', { mode: 'no-cors' }).catch(() => {})",
    "navigator.sendBeacon('SITE', 'x')",
    "history.pushState(null, '', 'SITE')",
    "history.go(-9)",
];

/// What would leave a file behind.
const DOWNLOADING: &[&str] = &[
    "add('a', { href: URL.createObjectURL(new Blob(['x'])), download: 'NAME' }).click()",
    "add('a', { href: 'data:text/plain,x', download: 'NAME' }).click()",
    "add('a', { href: 'data:application/octet-stream,x' }).click()",
    "add('a', { href: '/index.html', download: 'NAME' }).click()",
    "add('a', { href: 'SITE', download: 'NAME' }).click()",
    "location.href = URL.createObjectURL(new Blob(['x'], { type: 'application/octet-stream' }))",
    "add('iframe', { src: URL.createObjectURL(new Blob(['x'], { type: 'application/zip' })) })",
];

/// What Tauri and its plugins have, and this window may not call.
const FORBIDDEN: &[&str] = &[
    "plugin:window|create",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:event|emit",
    "plugin:store|load",
    "plugin:path|resolve_directory",
    "plugin:app|version",
    "plugin:resources|close",
];

/// What the content security policy refuses from now on.
const NOTE_REFUSALS: &str = "window.__refused = [];
    addEventListener('securitypolicyviolation', it => window.__refused.push(it.blockedURI))";

pub(crate) async fn page_script(stage: &Stage) -> Outcome {
    let site = WebSite::open().await?;
    let downloads = downloads(stage)?;
    let file = stage.home().own_file("page.html");
    fs::write(&file, "<!doctype html><title>A file</title>")?;
    let file = format!("file://{}", file.display());
    let (app, server) = stage.sign_in_at(lasting(DIALECT), &USER).await?;
    app.wait_for_board(board_text(DIALECT, Board::User)).await?;
    for attack in DOWNLOADING.iter().chain(LEAVING) {
        app.drain().await?;
        let script = attack
            .replace("SITE", &site.url())
            .replace("FILE", &file)
            .replace("NAME", STOLEN);
        app.inject(&script).await?;
        app.ensure_stays(attack, &site).await?;
        let windows = app.client.windows().await?.len();
        ensure!(windows == 1, "{attack}: there are {windows} windows");
        ensure_nothing_came(stage, attack, &downloads)?;
    }
    app.run(NOTE_REFUSALS).await?;
    for address in ["http://ipc.localhost", &site.url()] {
        app.inject(&format!("fetch('{address}').catch(() => {{}})"))
            .await?;
        until(&format!("{address} is refused"), STEP, async || {
            let refused = app.run("return window.__refused").await?.to_string();
            Ok(refused.contains(address).then_some(()))
        })
        .await?;
    }
    for command in FORBIDDEN {
        let answer = app.try_command(command).await?;
        ensure!(
            answer.contains("not allowed"),
            "the page may call {command}: {answer}"
        );
    }
    app.picture("after").await?;
    app.ensure_works(&server, DIALECT).await
}

/// Where the webview would put what it downloads.
fn downloads(stage: &Stage) -> Outcome<std::path::PathBuf> {
    let folder = stage.home().own_file("Downloads");
    fs::create_dir(&folder)?;
    fs::write(
        stage.home().own_file("config/user-dirs.dirs"),
        "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n",
    )?;
    Ok(folder)
}

fn ensure_nothing_came(stage: &Stage, attack: &str, downloads: &Path) -> Outcome {
    let left = fs::read_dir(downloads)?.count();
    ensure!(left == 0, "{attack}: {left} files were downloaded");
    let elsewhere = stage.home().files_named(STOLEN)?;
    ensure!(elsewhere.is_empty(), "{attack}: it left {elsewhere:?}");
    Ok(())
}

impl App {
    /// Runs a script as the page's own. What it throws is its own affair.
    async fn inject(&self, script: &str) -> Outcome {
        let wrapped = format!(
            "document.querySelectorAll('.attack').forEach(it => it.remove());
            const add = (name, attributes) => {{
                const it = document.createElement(name);
                it.className = 'attack';
                Object.assign(it, attributes);
                document.body.append(it);
                return it;
            }};
            setTimeout(() => {{ {script} }})"
        );
        self.run(&wrapped).await.map(drop)
    }

    /// Calls a command past all that the window's own code does, and answers what came of it.
    async fn try_command(&self, command: &str) -> Outcome<String> {
        let script = "const [command, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, {}).then(
                it => done('answered: ' + JSON.stringify(it)),
                it => done(String(it?.message ?? it)))";
        let answer: Value = self
            .client
            .execute_async(script, vec![json!(command)])
            .await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }
}
