//! The app without a window, against real servers of all kinds on this machine.

mod computer;
mod custom;
mod demo;
mod elsewhere;
mod keeping;
mod pages;
mod quitting;
mod report;
mod scripted;
mod servers;
mod sessions;
mod watching;

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use demo_server::{Config, DemoServer, Dialect};
use ipc::Secret;
use sealed_vault::KeyStoreError;
use tokio::sync::oneshot;

use self::{
    computer::{Computer, Disk, Time},
    scripted::Scripted,
};
use super::*;
use crate::server::{entry, launch::Launch, vaults::Chain};

/// The pages of the original servers, by their places.
const PUBLIC: usize = 0;
const USER: usize = 1;
const MODERATOR: usize = 2;
const ADMIN: usize = 3;
const PAGES: [usize; 4] = [PUBLIC, USER, MODERATOR, ADMIN];

/// What a window would have heard.
#[derive(Clone, Debug)]
enum Heard {
    Session(Box<ipc::SessionEvent>),
    Logout(ipc::LogoutEvent),
}

impl Heard {
    fn seq(&self) -> u64 {
        match self {
            Self::Session(event) => event.snapshot.seq,
            Self::Logout(event) => event.seq,
        }
    }
}

/// Listens in the window's place.
#[derive(Clone, Debug, Default)]
struct Listener(Arc<Mutex<Vec<Heard>>>);

impl Emitter for Listener {
    fn session(&self, event: &ipc::SessionEvent) {
        self.0
            .lock()
            .unwrap()
            .push(Heard::Session(Box::new(event.clone())));
    }

    fn logout(&self, event: &ipc::LogoutEvent) {
        self.0.lock().unwrap().push(Heard::Logout(event.clone()));
    }
}

/// Somebody who is asked outside the window. They say yes unless they were told to say otherwise.
#[derive(Clone, Debug, Default)]
struct Person {
    asked: Arc<Mutex<Vec<Question>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    /// The next file that they choose.
    file: Arc<Mutex<Option<PathBuf>>>,
    /// The folders that they were shown, where they have a file manager.
    folders: Arc<Mutex<Option<Vec<PathBuf>>>>,
    /// Where they were sent in their browser, where they have one; what is on their clipboard; and how often the app came to
    /// the front.
    browser: Arc<Mutex<Option<Vec<String>>>>,
    clipboard: Arc<Mutex<Option<String>>>,
    came_back: Arc<AtomicUsize>,
}

#[derive(Debug)]
enum Answer {
    No,
    /// What this says, when it says it.
    Later(oneshot::Receiver<bool>),
}

impl Person {
    fn will_say_no(&self) {
        self.answers.lock().unwrap().push_back(Answer::No);
    }

    /// The next answer comes from whoever holds this.
    fn will_think(&self) -> oneshot::Sender<bool> {
        let (answer, said) = oneshot::channel();
        let mut answers = self.answers.lock().unwrap();
        answers.push_back(Answer::Later(said));
        answer
    }

    /// What they were asked since the last time.
    fn asked(&self) -> Vec<Question> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// The one question that they were asked since the last time.
    fn asked_once(&self) -> Question {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

impl Asker for Person {
    fn ask(&self, question: Question) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        self.asked.lock().unwrap().push(question);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async {
            match answer {
                None => true,
                Some(Answer::No) => false,
                Some(Answer::Later(said)) => said.await.unwrap_or(false),
            }
        })
    }
}

impl FilePicker for Person {
    fn to_read(&self) -> Picked {
        let file = self.file.lock().unwrap().take();
        Box::pin(async { file })
    }

    fn to_write(&self, name: &str) -> Picked {
        let folder = self.file.lock().unwrap().take();
        let file = folder.map(|folder| folder.join(name));
        Box::pin(async { file })
    }

    fn show(&self, folder: &Path) -> Shown {
        let mut folders = self.folders.lock().unwrap();
        let is_shown = folders.as_mut().map(|it| it.push(folder.into())).is_some();
        Box::pin(async move { is_shown })
    }
}

impl Browser for Person {
    fn open(&self, address: auth_core::Secret<String>) -> Shown {
        let mut browser = self.browser.lock().unwrap();
        let opened = browser.as_mut().map(|it| it.push(address.expose().clone()));
        let is_opened = opened.is_some();
        Box::pin(async move { is_opened })
    }

    fn copy(&self, address: auth_core::Secret<String>) -> Shown {
        *self.clipboard.lock().unwrap() = Some(address.expose().clone());
        Box::pin(async { true })
    }

    fn come_back(&self) {
        self.came_back.fetch_add(1, Ordering::Relaxed);
    }
}

/// An app, and what surrounds it.
struct Bench {
    app: App,
    listener: Listener,
    person: Person,
    time: Time,
    disk: Disk,
    computer: Computer,
}

impl Bench {
    fn new() -> Self {
        Self::with(ipc::Settings::default())
    }

    fn with(settings: ipc::Settings) -> Self {
        Self::on(&Computer::new(), settings)
    }

    /// The app started once more on a computer, with what its last run left there.
    async fn again(computer: &Computer) -> Self {
        let bench = Self::on(computer, computer.settings());
        bench.app.take_up();
        let is_restoring = ipc::SessionState::Restoring;
        bench
            .until(|bench| {
                bench
                    .app
                    .snapshot()
                    .session
                    .is_none_or(|it| it.state != is_restoring)
            })
            .await;
        bench
    }

    fn on(computer: &Computer, settings: ipc::Settings) -> Self {
        let opened = OpenedSettings {
            settings,
            set_aside: None,
            left_alone: None,
            store: Box::new(computer.disk.clone()),
        };
        Self::opening(computer, opened)
    }

    fn opening(computer: &Computer, opened: OpenedSettings) -> Self {
        let (listener, disk) = (Listener::default(), computer.disk.clone());
        let (person, time) = (Person::default(), Time::default());
        let app = App::new(
            opened,
            computer.vaults(),
            Box::new(listener.clone()),
            Outside {
                asker: Box::new(person.clone()),
                picker: Box::new(person.clone()),
                browser: Arc::new(person.clone()),
            },
            Arc::new(time.clone()),
            LogFolder(None),
        );
        Self {
            app,
            listener,
            person,
            time,
            disk,
            computer: computer.clone(),
        }
    }

    /// An app that has chosen a server.
    async fn at(server: &DemoServer, dialect: Dialect) -> Self {
        let bench = Self::new();
        bench.add(server, dialect).await;
        bench
    }

    /// Changes something that is kept in any case.
    fn make_dark(&self) {
        let appearance = ipc::Appearance::Dark;
        let set = ipc::AppearanceSet { appearance };
        self.app.set_appearance(&set).unwrap();
    }

    async fn add(&self, server: &DemoServer, dialect: Dialect) -> ipc::AppSnapshot {
        let draft = draft(&server.base_url(), dialect);
        self.enter(draft).await.unwrap()
    }

    async fn enter(&self, server: ipc::ServerDraft) -> Result<ipc::AppSnapshot, ipc::Error> {
        self.app.add_server(ipc::AddServer { server }).await
    }

    async fn edit(
        &self,
        id: &str,
        server: ipc::ServerDraft,
    ) -> Result<ipc::AppSnapshot, ipc::Error> {
        let id = id.to_owned();
        self.app.edit_server(ipc::EditServer { id, server }).await
    }

    async fn test(&self, server: ipc::ServerDraft) -> Result<ipc::ConnectionReport, ipc::Error> {
        let test = ipc::TestConnection { server };
        self.app.test_connection(test).await
    }

    /// Does what finds nothing, for which the app takes its time.
    async fn in_vain<T>(&self, work: impl Future<Output = T>) -> T {
        let passing = async {
            loop {
                tokio::time::sleep(Duration::from_millis(5)).await;
                self.time.pass(Duration::from_millis(50));
            }
        };
        tokio::select! {
            done = work => done,
            () = passing => unreachable!("time does not end"),
        }
    }

    async fn choose(&self, id: &str) -> Result<ipc::AppSnapshot, ipc::Error> {
        let id = id.to_owned();
        self.app.choose_server(ipc::ChooseServer { id }).await
    }

    async fn remove(&self, id: &str) -> Result<ipc::AppSnapshot, ipc::Error> {
        let id = id.to_owned();
        self.app.remove_server(ipc::RemoveServer { id }).await
    }

    /// Goes to a server that a script has set.
    async fn follow(&self, server: &DemoServer, dialect: Dialect) {
        let launch = Launch::Server {
            base: entry::base_url(&server.base_url(), false).unwrap(),
            dialect: ipc::DialectChoice::preset(dialect.to_string()),
        };
        self.app.follow(launch).await.unwrap();
    }

    async fn sign_in(&self, username: &str) -> ipc::Account {
        let form = form(username, &format!("demo-{username}"));
        account(self.app.sign_in(form).await.unwrap())
    }

    /// Reads a page of the chosen server.
    async fn read(&self, page: usize) -> Result<ipc::PageContent, ipc::Error> {
        self.read_part(page, None).await
    }

    async fn read_part(
        &self,
        page: usize,
        part: impl Into<Option<u32>>,
    ) -> Result<ipc::PageContent, ipc::Error> {
        let (server, part) = (self.current().unwrap_or_default(), part.into());
        let asked = ipc::ReadPage {
            server,
            page,
            part,
            glance: false,
        };
        self.app.read_page(asked).await
    }

    /// What there is to read at the chosen server, as the window may list it.
    fn pages(&self) -> Vec<ipc::Page> {
        self.app.snapshot().dialect.unwrap().pages
    }

    /// The settings as they were saved last.
    fn kept(&self) -> Option<ipc::Settings> {
        self.disk.kept.lock().unwrap().clone()
    }

    fn heard(&self) -> Vec<Heard> {
        self.listener.0.lock().unwrap().clone()
    }

    fn logouts(&self) -> Vec<ipc::LogoutEvent> {
        let heard = self.heard().into_iter();
        heard
            .filter_map(|heard| match heard {
                Heard::Logout(event) => Some(event),
                Heard::Session(_) => None,
            })
            .collect()
    }

    fn changes(&self) -> Vec<ipc::Change> {
        let heard = self.heard().into_iter();
        heard
            .filter_map(|heard| match heard {
                Heard::Session(event) => Some(event.change),
                Heard::Logout(_) => None,
            })
            .collect()
    }

    fn session(&self) -> ipc::SessionView {
        self.app.snapshot().session.unwrap()
    }

    fn current(&self) -> Option<String> {
        self.app.snapshot().settings.current
    }

    /// Waits for something that the window hears of without having asked.
    async fn until(&self, what: impl Fn(&Self) -> bool) {
        for _ in 0..500 {
            if what(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it did not happen; heard {:?}", self.changes());
    }

    async fn until_heard(&self, change: ipc::Change) {
        self.until(|bench| bench.changes().contains(&change)).await;
    }
}

async fn server(dialect: Dialect) -> DemoServer {
    DemoServer::start(Config::new(dialect)).await.unwrap()
}

/// A server, and an app that has chosen it.
async fn opened(dialect: Dialect) -> (DemoServer, Bench) {
    let server = server(dialect).await;
    let bench = Bench::at(&server, dialect).await;
    (server, bench)
}

/// A server, and an app in which somebody is signed in there.
async fn signed_in(dialect: Dialect, username: &str) -> (DemoServer, Bench) {
    let (server, bench) = opened(dialect).await;
    bench.sign_in(username).await;
    (server, bench)
}

fn draft(address: &str, dialect: Dialect) -> ipc::ServerDraft {
    ipc::ServerDraft {
        name: String::new(),
        address: address.to_owned(),
        dialect: ipc::DialectChoice::preset(dialect.to_string()),
        settings: <_>::default(),
        secrets: <_>::default(),
        plain_http_allowed: false,
    }
}

/// A server of a kind that the person describes.
fn described(address: &str, json: String) -> ipc::ServerDraft {
    ipc::ServerDraft {
        dialect: ipc::DialectChoice::Custom { json },
        ..draft(address, Dialect::NBody)
    }
}

/// The description of a known server, under a name of its own.
fn to_start_from(id: &str) -> ipc::DialectDescription {
    let dialect = ipc::DialectChoice::preset(id);
    let asked = ipc::DescribeDialect { dialect };
    App::describe_dialect(&asked).unwrap()
}

fn form(username: &str, password: &str) -> ipc::SignIn {
    let password = Secret::new(password.to_owned());
    ipc::SignIn {
        username: username.to_owned(),
        password,
    }
}

/// Who is signed in by it.
fn account(outcome: ipc::SignInOutcome) -> ipc::Account {
    match outcome {
        ipc::SignInOutcome::SignedIn { account } => account,
        other => panic!("{other:?}"),
    }
}

fn text(content: ipc::PageContent) -> ipc::TextPart {
    match content.body {
        ipc::PageBody::Text(part) => part,
        other => panic!("{other:?}"),
    }
}
