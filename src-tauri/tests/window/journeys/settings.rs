//! Settings: what a person chooses is kept, and what is damaged is not lost.

use std::{fs, path::PathBuf};

use demo_server::{Board, Dialect};
use serde_json::json;

use crate::window::{
    app::{App, display::question::Answer},
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        home::Home,
        servers::{USER, lasting},
    },
    wait::{STEP, until},
};

/// Two servers: added, chosen, renamed, removed, and there again after a restart.
pub(super) async fn servers(stage: &Stage) -> Outcome {
    let (first, _) = stage.serve(lasting(Dialect::NBody)).await?;
    let (second, _) = stage.serve(lasting(Dialect::SBody)).await?;
    let app = stage.open().await?;
    app.add_server("Alpha", &first, Dialect::NBody).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.click("nav-settings").await?;
    app.click("settings-add-server").await?;
    app.add_server("Beta", &second, Dialect::SBody).await?;
    app.wait_for_page("signin").await?;
    app.wait_for_text("status-pill", "Signed out").await?;

    app.click("nav-settings").await?;
    app.wait_for_page("settings").await?;
    let (alpha, beta) = (app.server_id("Alpha").await?, app.server_id("Beta").await?);
    app.wait_for_text(&format!("settings-server-{beta}"), "Current")
        .await?;
    app.picture("two-servers").await?;
    app.click(&format!("settings-choose-{alpha}")).await?;
    app.wait_for_text(&format!("settings-server-{alpha}"), "Current")
        .await?;
    // Each server keeps its own session: at this one somebody is still signed in.
    app.wait_for_text("status-pill", "Live").await?;

    app.choose_of_server(&beta, "edit").await?;
    app.fill("connect-name", "Gamma").await?;
    app.picture("editing").await?;
    app.click("connect-save").await?;
    app.wait_for_text(&format!("settings-server-{beta}"), "Gamma")
        .await?;
    app.wait_until_gone("connect-save").await?;
    app.wait_for_text("live-region", "The server was saved.")
        .await?;
    app.click(&format!("settings-more-{beta}")).await?;
    app.wait_for(&format!("settings-more-{beta}-menu")).await?;
    app.picture("menu-of-a-server").await?;
    app.click(&format!("settings-remove-{beta}")).await?;
    app.wait_for(&format!("settings-remove-confirm-{beta}"))
        .await?;
    app.picture("removing").await?;
    app.click(&format!("settings-remove-confirm-{beta}"))
        .await?;
    app.wait_until_gone(&format!("settings-server-{beta}"))
        .await?;
    app.ensure_no_logout().await?;

    let app = stage.open().await?;
    app.wait_for_page_of(Board::User).await?;
    app.click("nav-settings").await?;
    app.wait_for_text(&format!("settings-server-{alpha}"), "Alpha")
        .await?;
    ensure!(
        !app.shows(&format!("settings-server-{beta}")).await?,
        "a removed server is back"
    );
    app.sign_out().await?;
    app.wait_for_value("signin-username", USER.username).await?;
    app.sign_in(&USER).await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board("User Content.").await
}

/// Dark is dark at once, and after a restart.
pub(super) async fn appearance(stage: &Stage) -> Outcome {
    let app = stage.open().await?;
    app.click("nav-settings").await?;
    app.click("settings-appearance-light").await?;
    wait_for_theme(&app, Some("light")).await?;
    let light = background(&app).await?;
    app.picture("light").await?;
    app.click("settings-appearance-dark").await?;
    wait_for_theme(&app, Some("dark")).await?;
    let dark = background(&app).await?;
    ensure!(light != dark, "light and dark have the same background");
    app.picture("dark").await?;
    let app = stage.open().await?;
    wait_for_theme(&app, Some("dark")).await?;
    ensure!(
        background(&app).await? == dark,
        "dark looks otherwise after a restart"
    );
    // The page asks the system, which knows before there is a page, and so its first frame is dark.
    let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
    ensure!(
        app.run(script).await? == json!(true),
        "the window itself is not dark"
    );
    app.click("nav-settings").await?;
    app.click("settings-appearance-system").await?;
    wait_for_theme(&app, None).await
}

/// The report for a bug ticket tells what happened and nothing secret; the search after the journey
/// makes sure of the latter.
pub(super) async fn diagnostics(stage: &Stage) -> Outcome {
    let shown = file_manager(stage.home())?;
    let (app, server) = stage.sign_in_at(lasting(Dialect::SCookie), &USER).await?;
    server.expire_access();
    app.click("page-reload").await?;
    app.wait_for_board("User Content.").await?;
    app.click("nav-settings").await?;
    app.click("settings-diagnostics").await?;
    app.wait_for("settings-diagnostics-report").await?;
    let report = app.value("settings-diagnostics-report").await?;
    for part in [
        "Latchkey 0.",
        "signed in as: user",
        "refreshes: 1",
        "refreshed",
        "s-cookie",
    ] {
        ensure!(
            report.contains(part),
            "the report does not say \"{part}\":\n{report}"
        );
    }
    app.picture("report").await?;
    app.click("settings-diagnostics-save").await?;
    app.answer(Answer::Close).await?;
    app.click("settings-log-folder").await?;
    let logs = stage.home().app_data().join("logs");
    let told = "the folder of the log is shown";
    let folder = until(told, STEP, async || {
        Ok(fs::read_to_string(&shown).ok().filter(|it| !it.is_empty()))
    })
    .await?;
    ensure!(
        logs.is_dir() && folder == logs.to_string_lossy(),
        "{folder} was shown"
    );
    ensure!(
        !app.shows("settings-log-folder-error").await?,
        "the folder is shown, and an error is told"
    );
    app.click("about-licences").await?;
    app.wait_for("about-licences-list").await?;
    let list = app.value("about-licences-list").await?;
    ensure!(list.contains("\ntauri 2."), "the licences are {list}");
    app.picture("licences").await
}

/// A file manager that writes down what it is asked to show, in place of the one that this machine may have.
fn file_manager(home: &Home) -> Outcome<PathBuf> {
    let (shown, script) = (home.own_file("shown.txt"), home.own_file("shelf.sh"));
    let [config, data, ..] = home.folders_for_programs();
    fs::write(&script, format!("printf %s \"$1\" > '{}'", shown.display()))?;
    fs::create_dir_all(data.join("applications"))?;
    let entry = format!(
        "[Desktop Entry]\nType=Application\nName=Shelf\nExec=sh {} %f\nMimeType=inode/directory;\n",
        script.display()
    );
    fs::write(data.join("applications").join("shelf.desktop"), entry)?;
    let default = "[Default Applications]\ninode/directory=shelf.desktop\n";
    fs::write(config.join("mimeapps.list"), default)?;
    Ok(shown)
}

/// A settings file that cannot be read is set aside whole, and the app starts and says so.
pub(super) async fn damaged(stage: &Stage) -> Outcome {
    const RUBBISH: &str = "{\"schema\":1,\"settings\":{\"servers\":[{\"id\":";
    fs::create_dir_all(stage.home().app_data())?;
    fs::write(stage.home().settings_file(), RUBBISH)?;
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.wait_for_text("settings-set-aside", "settings.damaged-")
        .await?;
    app.picture("told").await?;
    app.click("nav-settings").await?;
    app.click("settings-appearance-dark").await?;
    wait_for_theme(&app, Some("dark")).await?;
    let kept = fs::read_dir(stage.home().app_data())?
        .filter_map(Result::ok)
        .find(|it| {
            it.file_name()
                .to_string_lossy()
                .starts_with("settings.damaged-")
        })
        .ok_or_else(|| Failure::new("the damaged settings are nowhere"))?;
    ensure!(
        fs::read_to_string(kept.path())? == RUBBISH,
        "the damaged settings were changed"
    );
    Ok(())
}

async fn wait_for_theme(app: &App, theme: Option<&str>) -> Outcome {
    let script = "return document.documentElement.dataset.theme ?? null";
    until(&format!("the theme is {theme:?}"), STEP, async || {
        Ok((app.run(script).await? == json!(theme)).then_some(()))
    })
    .await
}

async fn background(app: &App) -> Outcome<String> {
    let script = "return getComputedStyle(document.body).backgroundColor";
    Ok(app.run(script).await?.to_string())
}
