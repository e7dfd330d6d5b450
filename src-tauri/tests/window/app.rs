//! One process of the app under test, from its start to its end.
//!
//! A new thing that a person can do in the window is a verb in `page`; whoever needs the frame or the screen
//! finds it in `display`. May use the rooms from `secrets` down.

pub(crate) mod display;
pub(crate) mod driver;
pub(crate) mod keyboard;
mod page;

use std::{
    cell::{Cell, RefCell},
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use fantoccini::Client;
use serde_json::Value;

use self::driver::Driver;
use super::{
    failure::{Failure, Outcome},
    process::Process,
    secrets::record::{Message, Record},
    wait::{STEP, until},
};

/// What the app says on standard error while it is watched: everything that it would ever say.
const MOST_TALKATIVE: &str = "trace";

/// A running app and its window.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) client: Client,
    driver: Driver,
    binary: PathBuf,
    record: Rc<RefCell<Record>>,
    /// The page cannot be driven any more: see [`Self::kill_page`].
    is_cut_off: Cell<bool>,
    /// Where pictures go, and what their names start with.
    pictures: (PathBuf, String),
}

impl App {
    /// Starts the app in an environment, and waits until its first page stands.
    pub(crate) async fn start(
        binary: &Path,
        mut environment: Vec<(&'static str, OsString)>,
        output: &Path,
        record: Rc<RefCell<Record>>,
        pictures: (PathBuf, String),
    ) -> Outcome<Self> {
        environment.push(("RUST_LOG", MOST_TALKATIVE.into()));
        let driver = Driver::start(environment, output).await?;
        let client = driver.open(binary).await?;
        let app = Self {
            client,
            driver,
            binary: binary.to_owned(),
            record,
            is_cut_off: Cell::default(),
            pictures,
        };
        app.wait_for_any_page().await?;
        Ok(app)
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) -> Outcome<Value> {
        self.run_with(script, vec![]).await
    }

    /// Runs a script in the page with arguments.
    pub(crate) async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        match tokio::time::timeout(STEP, self.client.execute(script, arguments)).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(Failure::new("the page did not run a script in time")),
        }
    }

    /// Runs a script whose answer is a text. It is empty where there is none.
    async fn ask(&self, script: &str) -> Outcome<String> {
        let answer = self.run(script).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Loads the page anew, as a person's reload does, and keeps what was recorded before.
    pub(crate) async fn reload_webview(&self) -> Outcome {
        self.drain().await?;
        self.client.refresh().await?;
        self.wait_for_any_page().await
    }

    /// Moves what the page recorded since the last time into the record of the journey.
    pub(crate) async fn drain(&self) -> Outcome {
        if self.is_cut_off.get() {
            return Ok(());
        }
        // The app as it is shipped records nothing: a journey that needs the record finds it incomplete.
        let script = "return window.__LATCHKEY_IPC__?.splice(0) ?? []";
        let recorded = self.run(script).await?;
        let messages: Vec<Message> = serde_json::from_value(recorded)?;
        self.record.borrow_mut().messages.extend(messages);
        Ok(())
    }

    /// The payloads of an event, from the beginning of the journey.
    pub(crate) async fn events(&self, name: &str) -> Outcome<Vec<Value>> {
        self.drain().await?;
        Ok(self.record.borrow().events(name))
    }

    /// How often the page called a command since the beginning of the journey.
    pub(crate) async fn calls(&self, command: &str) -> Outcome<usize> {
        self.drain().await?;
        Ok(self.record.borrow().calls(command))
    }

    /// Takes a picture of the window, and keeps the page's text for the search.
    pub(crate) async fn picture(&self, step: &str) -> Outcome {
        let (folder, prefix) = &self.pictures;
        self.keep_page(step).await?;
        self.picture_at(&folder.join(format!("{prefix}-{step}.png")))
            .await
    }

    /// Takes a picture of the window into a file.
    pub(crate) async fn picture_at(&self, file: &Path) -> Outcome {
        // A failure is pictured as well, and may be that the page does not come to rest.
        drop(self.wait_until_painted(Duration::from_secs(3)).await);
        let picture = tokio::time::timeout(STEP, self.client.screenshot());
        let Ok(picture) = picture.await else {
            return Err(Failure::new("the window did not let itself be pictured"));
        };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(fs::write(file, picture?)?)
    }

    /// Waits until what the page says is what the window shows: a picture shows the last frame that
    /// was painted, and a frame in the middle of a transition shows neither before nor after.
    pub(crate) async fn wait_until_painted(&self, limit: Duration) -> Outcome {
        let ask = "window.__painted = false;
            requestAnimationFrame(() => requestAnimationFrame(() => window.__painted = true))";
        let answer = "return window.__painted && document.getAnimations().every(it =>
            it.playState !== 'running' || it.effect.getTiming().iterations === Infinity)";
        self.run(ask).await?;
        until("the page is painted", limit, async || {
            Ok((self.run(answer).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Keeps the page's HTML for the search.
    pub(crate) async fn keep_page(&self, step: &str) -> Outcome {
        if self.is_cut_off.get() {
            return Ok(());
        }
        let html = self.html().await?;
        self.record
            .borrow_mut()
            .pages
            .push((format!("the page at `{step}`"), html));
        Ok(())
    }

    /// The whole page as it stands, with what is in the fields that are not hidden.
    pub(crate) async fn html(&self) -> Outcome<String> {
        let script = "const fields = [...document.querySelectorAll('input,textarea')]
            .filter(it => it.type !== 'password').map(it => it.value).join('\\n');
            return document.documentElement.outerHTML + '\\n' + fields";
        self.ask(script).await
    }

    /// Ends the app the way a person does, by closing its window, so that it writes what it keeps.
    pub(crate) async fn close(&self) -> Outcome {
        self.drain().await?;
        display::close_window_of(self.own_process()?)?;
        self.wait_for_end().await
    }

    /// Asks the app to go as the system does.
    pub(crate) async fn signal(&self, name: &str) -> Outcome {
        self.drain().await?;
        self.own_process()?.signal(name);
        Ok(())
    }

    /// Waits until the app and its webview have ended by themselves.
    pub(crate) async fn wait_for_end(&self) -> Outcome {
        until("the app ends", STEP, async || {
            Ok(self.driver.is_alone().then_some(()))
        })
        .await
    }

    /// The app's own process and those of its webview.
    pub(crate) fn processes(&self) -> Vec<Process> {
        self.driver.descendants()
    }

    /// The app's own process, by its name: which program runs in it nobody else is told.
    pub(crate) fn own_process(&self) -> Outcome<Process> {
        let name = self.binary.file_name().unwrap_or_default();
        self.helper(&name.to_string_lossy())
    }

    /// Ends the process that draws the page, as a fault of a driver does, and waits until there is another. The
    /// automation of this webview ends with the process: from here on the page is seen by what its server and the
    /// display see of it, and driven by the display alone.
    pub(crate) async fn kill_page(&self) -> Outcome {
        self.cut_off().await?;
        let before = self.page_process()?;
        before.kill();
        until("another process draws the page", 2 * STEP, async || {
            let now = self.page_process().ok();
            Ok(now.filter(|it| *it != before).map(drop))
        })
        .await
    }

    /// What follows ends the automation of the window, and nothing is asked of the page any more.
    pub(crate) async fn cut_off(&self) -> Outcome {
        self.drain().await?;
        self.is_cut_off.set(true);
        Ok(())
    }

    /// The process that draws the page.
    fn page_process(&self) -> Outcome<Process> {
        self.helper("WebKitWebProc")
    }

    /// The process of the webview whose name begins like this.
    pub(crate) fn helper(&self, name: &str) -> Outcome<Process> {
        let is_it = |it: &Process| it.name().starts_with(name);
        let missing = || Failure::new(format!("there is no {name}…"));
        self.processes().into_iter().find(is_it).ok_or_else(missing)
    }

    /// Ends the app and its webview as a power cut does: at once, in the middle of whatever they do.
    pub(crate) async fn kill(&self) -> Outcome {
        self.drain().await?;
        self.processes().into_iter().for_each(Process::kill);
        until("the killed app is gone", STEP, async || {
            Ok(self.driver.is_alone().then_some(()))
        })
        .await
    }
}
