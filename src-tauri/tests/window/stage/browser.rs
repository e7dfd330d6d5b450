//! The person's own browser, in place of the one that this machine may have: it writes down where it is sent, and goes there
//! when a journey says so.

use std::{cell::Cell, fs};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::Url;

use super::Stage;
use crate::window::{
    failure::{Failure, Outcome, ensure},
    wait::{STEP, until},
};

/// More than any server sends a browser on.
const MOST_HOPS: usize = 5;

/// A browser. Where it was sent is outside the person's home: what it knows is no trace of the app's.
#[derive(Debug)]
pub(crate) struct Browser {
    folder: TempDir,
    seen: Cell<usize>,
}

impl Stage {
    /// Makes it the one that the desktop opens. Before the app is started.
    pub(crate) fn install_browser(&self) -> Outcome<Browser> {
        let folder = TempDir::with_prefix("browser-")?;
        let (sent, script) = (folder.path().join("sent"), folder.path().join("browser.sh"));
        fs::write(&sent, "")?;
        let note = format!("printf '%s\\n' \"$1\" >> '{}'", sent.display());
        fs::write(&script, note)?;
        let [config, data, ..] = self.home().folders_for_programs();
        fs::create_dir_all(data.join("applications"))?;
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Browser\nExec=sh {} %u\n\
             MimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
            script.display()
        );
        fs::write(data.join("applications").join("browser.desktop"), entry)?;
        let default = "[Default Applications]\nx-scheme-handler/http=browser.desktop\n\
                       x-scheme-handler/https=browser.desktop\n";
        fs::write(config.join("mimeapps.list"), default)?;
        let seen = Cell::default();
        Ok(Browser { folder, seen })
    }
}

impl Browser {
    /// Where it is sent next.
    pub(crate) async fn sent(&self) -> Outcome<Url> {
        let at = self.seen.get();
        let file = self.folder.path().join("sent");
        let line = until("the browser is sent somewhere", 2 * STEP, async || {
            let lines = fs::read_to_string(&file)?;
            Ok(lines.lines().nth(at).map(str::to_owned))
        })
        .await?;
        self.seen.set(at + 1);
        line.parse()
            .map_err(|_| Failure::new("what the browser was sent to is no address"))
    }

    /// Whether it was sent somewhere that nobody has asked for.
    pub(crate) fn is_sent_on(&self) -> Outcome<bool> {
        let lines = fs::read_to_string(self.folder.path().join("sent"))?;
        Ok(lines.lines().count() > self.seen.get())
    }

    /// Goes there, and wherever that sends it, and shows the last page.
    pub(crate) async fn visit(&self, address: &Url) -> Outcome<String> {
        let mut address = address.clone();
        for _ in 0..MOST_HOPS {
            let (head, page) = get(&address).await?;
            let mut lines = head.lines();
            let status = lines.next().unwrap_or_default().to_owned();
            let location = lines.find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("location")
                    .then(|| value.to_owned())
            });
            let Some(next) = location else {
                ensure!(status.contains(" 200"), "the browser is shown: {status}");
                ensure!(!page.contains("<script"), "the page has a script");
                return Ok(page);
            };
            let next = address.join(&next);
            address = next.map_err(|_| Failure::new("sent on to what is no address"))?;
        }
        Err(Failure::new("the browser is sent round in a circle"))
    }
}

async fn get(address: &Url) -> Outcome<(String, String)> {
    let (host, port) = (
        address.host_str().unwrap_or_default(),
        address.port().unwrap_or(80),
    );
    let mut connection = TcpStream::connect((host, port)).await?;
    let target = &address[url::Position::BeforePath..url::Position::AfterQuery];
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    let (head, page) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    Ok((head.to_owned(), page.to_owned()))
}
