//! What keeps people out: axe-core's findings, and those that it has no rule for.
//!
//! axe-core is no part of the app. The driver runs it in the page, where the content security policy of the page does not
//! ask for its reasons; where it cannot be had, the other checks are made alone.

use std::{env, fs};

use serde::Deserialize;
use serde_json::{Value, json};

use super::stop::Stop;
use crate::window::{
    app::App,
    failure::{Failure, Outcome},
    wait::STEP,
};

const OWN_CHECKS: &str = concat!(include_str!("named.js"), include_str!("audit.js"));
const RUN_AXE: &str = concat!(include_str!("named.js"), include_str!("run_axe.js"));
const THEMES: [&str; 2] = ["light", "dark"];
const USUAL: (u32, u32) = (900, 640);
/// The smallest window, with text twice as large.
const TIGHT: ((u32, u32), u32) = ((720, 520), 200);

/// What a script has found. It says which element, and nothing that the element says.
#[derive(Debug, Deserialize)]
struct Finding {
    rule: String,
    element: String,
}

#[derive(Debug)]
pub(super) struct Audit {
    /// One size and one theme, at the main states.
    pub(super) is_quick: bool,
    axe: Option<String>,
    violations: Vec<String>,
}

impl Audit {
    pub(super) fn new(is_quick: bool) -> Outcome<Self> {
        let axe = env::var_os("LATCHKEY_AXE")
            .map(fs::read_to_string)
            .transpose()?;
        Ok(Self {
            is_quick,
            axe,
            violations: Vec::new(),
        })
    }

    pub(super) async fn look(&mut self, app: &App, stop: &Stop) -> Outcome {
        if stop.part.is_some() {
            return Ok(());
        }
        app.keep_page(&stop.name()).await?;
        self.check(app, stop, true).await?;
        if stop.is_passing {
            return Ok(());
        }
        let themes = if self.is_quick {
            &THEMES[..1]
        } else {
            &THEMES[..]
        };
        app.hold_still().await?;
        for theme in themes {
            let script = "document.documentElement.dataset.theme = arguments[0]";
            app.run_with(script, vec![json!(theme)]).await?;
            self.run_axe(app, stop).await?;
        }
        app.let_go().await?;
        if !self.is_quick {
            let (size, text) = TIGHT;
            app.enlarge(text).await?;
            app.resize_enlarged(size, text).await?;
            self.check(app, stop, false).await?;
            app.enlarge(100).await?;
            app.resize_enlarged(USUAL, 100).await?;
        }
        Ok(())
    }

    /// Our own checks. Where the focus is has a meaning only before the window was made another.
    async fn check(&mut self, app: &App, stop: &Stop, with_focus: bool) -> Outcome {
        let arguments = vec![json!(stop.language), json!(with_focus)];
        let found = app.run_with(OWN_CHECKS, arguments).await?;
        self.keep(stop, found)?;
        if let Some(element) = app.what_is_cut_off().await? {
            let rule = "reaches out of the window";
            return self.keep(stop, json!([{ "rule": rule, "element": element }]));
        }
        Ok(())
    }

    async fn run_axe(&mut self, app: &App, stop: &Stop) -> Outcome {
        let Some(axe) = &self.axe else { return Ok(()) };
        if app.run("return typeof axe").await? == json!("undefined") {
            // It sees its module system or the window, whichever there is.
            app.run(&format!("{axe};\nwindow.axe = window.axe ?? axe"))
                .await?;
        }
        let running = app.client.execute_async(RUN_AXE, vec![]);
        let Ok(found) = tokio::time::timeout(STEP, running).await else {
            return Err(Failure::new("axe-core did not come to its end in time"));
        };
        self.keep(stop, found?)
    }

    fn keep(&mut self, stop: &Stop, found: Value) -> Outcome {
        let Stop {
            language,
            page,
            state,
            ..
        } = stop;
        for Finding { rule, element } in serde_json::from_value::<Vec<Finding>>(found)? {
            let violation = format!("{language}, {page}, {state}: {rule}: {element}");
            if !self.violations.contains(&violation) {
                self.violations.push(violation);
            }
        }
        Ok(())
    }

    /// Fails where anything was found. `cargo xtask a11y` reads the number.
    pub(super) fn verdict(&self) -> Outcome {
        if self.violations.is_empty() {
            return Ok(());
        }
        let (count, all) = (self.violations.len(), self.violations.join("\n"));
        Err(Failure::new(format!("{count} violations:\n{all}\n")))
    }
}
