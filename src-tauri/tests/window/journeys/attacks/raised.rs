//! A program beside the app calls what a second start calls, as often as it can.

use std::time::{Duration, Instant};

use demo_server::Dialect;
use tokio::time::sleep;
use zbus::blocking::connection::Builder;

use crate::window::{
    app::display::Cover,
    failure::{Failure, Outcome, ensure},
    stage::{
        Stage,
        home::IDENTIFIER,
        servers::{USER, lasting},
        start::Ended,
    },
    wait::{STEP, until},
};

const CALLS: u32 = 200;
/// From the first call to the last.
const WHILE: Duration = Duration::from_secs(1);
const DIALECT: Dialect = Dialect::SBody;

/// The window does not push itself in front of what a person works with, again and again. A start that a person makes
/// meanwhile is still answered, and what it asks for is done.
pub(crate) async fn raised(stage: &Stage) -> Outcome {
    let (other, _) = stage.serve(lasting(Dialect::NBody)).await?;
    let (work_server, _) = stage.serve(lasting(DIALECT)).await?;
    let app = stage.open_at(&work_server, DIALECT).await?;
    app.sign_in(&USER).await?;
    app.wait_until_in_as(&USER, DIALECT).await?;
    let own = app.own_process()?;
    let work = Cover::over_everything()?;
    ensure!(!work.is_behind(own)?, "nothing covers the window");
    let bus = Builder::address(stage.desktop().bus())
        .and_then(Builder::build)
        .map_err(|error| failure(&error))?;
    let (began, mut raises) = (Instant::now(), 0);
    for call in 0..CALLS {
        start_again(&bus)?;
        sleep((WHILE / CALLS * (call + 1)).saturating_sub(began.elapsed())).await;
        raises += u32::from(work.comes_back_before(own)?);
    }
    let took = began.elapsed();
    let settled = Instant::now();
    while settled.elapsed() < 3 * WHILE {
        sleep(Duration::from_millis(50)).await;
        raises += u32::from(work.comes_back_before(own)?);
    }
    // One at the start of each second, and the last of them for the calls that came after it.
    let most = u32::try_from(took.as_secs())? + 2;
    ensure!(
        (1..=most).contains(&raises),
        "{raises} raises for {CALLS} calls within {took:?}"
    );

    for _ in 0..CALLS {
        start_again(&bus)?;
    }
    let arguments = ["--server", &*other, "--dialect=n-body"];
    let second = Ended::of(&mut stage.start(&arguments)).await?;
    second.ensure_well()?;
    until("the window comes to the front", STEP, async || {
        Ok(work.is_behind(own)?.then_some(()))
    })
    .await?;
    drop(work);
    let port = other.rsplit(':').next().unwrap_or_default();
    app.wait_for_text("current-server", port).await?;
    app.wait_for_page("signin").await?;
    let back = ["--server", &*work_server, "--dialect", "s-body"];
    Ended::of(&mut stage.start(&back)).await?.ensure_well()?;
    app.wait_until_in_as(&USER, DIALECT).await?;
    app.ensure_no_logout().await
}

/// As the plugin's protocol has it.
fn start_again(bus: &zbus::blocking::Connection) -> Outcome {
    let name = format!("{IDENTIFIER}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/"));
    let interface = Some("org.SingleInstance.DBus");
    bus.call_method(
        Some(&*name),
        &*path,
        interface,
        "ExecuteCallback",
        &(vec!["latchkey"], ""),
    )
    .map(drop)
    .map_err(|error| failure(&error))
}

fn failure(error: &zbus::Error) -> Failure {
    Failure::new(error.to_string())
}
