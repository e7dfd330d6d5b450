//! Starts on a machine where something is wrong: the app opens and says so, or says in a sentence why it does not.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Stdio},
};

use demo_server::{Dialect, Endpoint};

use crate::window::{
    failure::{Outcome, ensure},
    process::Leashed,
    stage::{
        Stage,
        servers::{USER, lasting},
        start::Ended,
    },
};

/// As every program: what is asked for is answered, what is unknown is wrong, and no window opens for either.
pub(crate) async fn command_line(stage: &Stage) -> Outcome {
    for argument in ["--help", "-h", "--version", "-V"] {
        let ended = Ended::of(&mut stage.start(&[argument])).await?;
        ended.ensure_well()?;
        ensure!(
            ended.answered.to_lowercase().contains("latchkey"),
            "{ended:?}"
        );
    }
    for wrong in ["--bogus", "-z", "https://example.org"] {
        let ended = Ended::of(&mut stage.start(&[wrong])).await?;
        ended.ensure_refused(2, wrong)?;
    }
    let left = stage.home().files()?;
    ensure!(left.is_empty(), "a start without a window left {left:?}");
    stage.open().await?.wait_for_page("connect").await
}

/// Without a display there is no window, and a sentence about it.
pub(crate) async fn no_display(stage: &Stage) -> Outcome {
    for display in [None, Some(":4711"), Some("rubbish")] {
        let mut start = stage.start::<&str>(&[]);
        start.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        start.envs(display.map(|display| ("DISPLAY", display)));
        Ended::of(&mut start).await?.ensure_refused(1, "display")?;
    }
    stage.open().await?.wait_for_page("connect").await
}

/// Where the app's folder cannot be made, everything works until the app is closed, and the window says so.
pub(crate) async fn no_folder(stage: &Stage) -> Outcome {
    let folder = stage.home().app_data();
    fs::write(&folder, "in its place")?;
    work_without_a_folder(stage, None, "a-file").await?;
    fs::remove_file(&folder)?;
    symlink("/nowhere/at/all", &folder)?;
    work_without_a_folder(stage, None, "a-link").await?;
    fs::remove_file(&folder)?;
    // Nobody may make a folder there, not even root.
    work_without_a_folder(stage, Some("/proc/nowhere"), "not-writable").await?;
    let long = stage.home().own_file(&"long/".repeat(1000));
    let long = long.to_string_lossy();
    work_without_a_folder(stage, Some(&long), "too-long").await?;
    ensure!(!Path::new(&folder).exists(), "something was made after all");
    Ok(())
}

async fn work_without_a_folder(stage: &Stage, data: Option<&str>, why: &str) -> Outcome {
    let dialect = Dialect::SBody;
    let (address, _) = stage.serve(lasting(dialect)).await?;
    let variables: Vec<_> = data
        .map(|data| ("XDG_DATA_HOME", data))
        .into_iter()
        .collect();
    let app = stage.open_with(&variables).await?;
    app.wait_for_page("connect").await?;
    app.wait_for_text("settings-left-alone", "can’t make its folder")
        .await?;
    app.picture(why).await?;
    app.add_server("At work", &address, dialect).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.click("nav-settings").await?;
    app.wait_for_page("settings").await?;
    app.wait_for_text("settings-remember-meaning", "Nothing about your session")
        .await?;
    app.picture(&format!("{why}-settings")).await?;
    app.ensure_no_logout().await?;
    stage.close().await
}

/// Settings that cannot be read, or are a newer version's, are said to be, and left as they are.
pub(crate) async fn settings_out_of_reach(stage: &Stage) -> Outcome {
    const NEWER: &str = "{\"schema\":999,\"settings\":{\"servers\":[]}}";
    let file = stage.home().settings_file();
    fs::create_dir_all(&file)?;
    change_a_setting(stage, "can’t read your settings", "unreadable").await?;
    ensure!(file.is_dir(), "what cannot be read was replaced");
    fs::remove_dir(&file)?;
    fs::write(&file, NEWER)?;
    change_a_setting(stage, "A newer Latchkey", "newer").await?;
    ensure!(
        fs::read_to_string(&file)? == NEWER,
        "newer settings were overwritten"
    );
    Ok(())
}

async fn change_a_setting(stage: &Stage, words: &str, why: &str) -> Outcome {
    let app = stage.open().await?;
    app.wait_for_page("connect").await?;
    app.wait_for_text("settings-left-alone", words).await?;
    app.picture(why).await?;
    app.click("nav-settings").await?;
    app.click("settings-appearance-dark").await?;
    app.click("settings-diagnostics").await?;
    app.wait_for("settings-diagnostics-report").await?;
    let report = app.value("settings-diagnostics-report").await?;
    ensure!(
        report.contains("settings not touched"),
        "the report: {report}"
    );
    app.click("settings-left-alone-dismiss").await?;
    app.wait_until_gone("settings-left-alone").await?;
    stage.close().await
}

/// The display goes away under the app, as at the end of a desktop session that waits for nobody. What is kept nowhere
/// is left nowhere then, too.
pub(crate) async fn display_dies(stage: &Stage) -> Outcome {
    let dialect = Dialect::SCookie;
    let (address, server) = stage.serve(lasting(dialect)).await?;
    let (display, name) = another_display()?;
    let kind = dialect.to_string();
    let app = stage
        .open_with(&[
            ("DISPLAY", &name),
            ("LATCHKEY_SERVER", &address),
            ("LATCHKEY_DIALECT", &kind),
        ])
        .await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, dialect).await?;
    app.cut_off().await?;
    drop(display);
    stage.wait_for_end().await?;
    let sign_outs = server.calls(Endpoint::SignOut);
    ensure!(sign_outs == 1, "{sign_outs} sign-outs arrived, not 1");
    Ok(())
}

/// A virtual display that ends when it is dropped, and its name.
fn another_display() -> Outcome<(Leashed, String)> {
    let mut server = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1400x900x24",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = server.stdout.take();
    let server = Leashed(server);
    let mut number = String::new();
    if let Some(output) = output {
        // A line is all that it says.
        BufReader::new(output).read_line(&mut number)?;
    }
    Ok((server, format!(":{}", number.trim())))
}
