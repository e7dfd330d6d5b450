//! The recordings of the two Express servers, replayed: every request again, every answer compared
//! whole. What cannot be the same is put aside on both sides: dates, row numbers, tokens, and the
//! entity tags of bodies that hold them.

mod recording;

use std::collections::HashMap;

use demo_server::Dialect;

use crate::{
    bench::{Bench, Session},
    client::{Reply, Request},
};
use recording::{Case, Step};

/// The password of every account that the recordings sign up.
const PASSWORD: &str = "secret1";

#[tokio::test]
async fn n_body_answers_like_its_recording() {
    let text = include_str!("recorded/n-body.txt");
    let replayed = Replay::start(Dialect::NBody, "91812").await.run(text).await;
    assert_eq!(replayed, 66, "requests in the recording");
}

#[tokio::test]
async fn n_cookie_answers_like_its_recording() {
    let text = include_str!("recorded/n-cookie.txt");
    let replayed = Replay::start(Dialect::NCookie, "91918")
        .await
        .run(text)
        .await;
    assert_eq!(replayed, 26, "requests in the recording");
}

/// A server that is taken through a recording, and the sessions that stand for the recorded ones.
struct Replay {
    bench: Bench,
    /// What the recording appends to every username.
    suffix: &'static str,
    /// By the name of a recorded cookie jar, a recorded refresh token or a recorded user.
    sessions: HashMap<String, Session>,
    signed_out: bool,
}

impl Replay {
    async fn start(dialect: Dialect, suffix: &'static str) -> Self {
        let bench = Bench::start(dialect).await;
        Self {
            bench,
            suffix,
            sessions: HashMap::new(),
            signed_out: false,
        }
    }

    async fn run(mut self, text: &str) -> usize {
        let mut replayed = 0;
        for step in recording::steps(text) {
            match step {
                Step::Case(case) => {
                    self.replay(&case).await;
                    replayed += 1;
                }
                Step::AccessExpires => self.bench.control.expire_access(),
                Step::RefreshExpires => self.bench.control.expire_refresh(),
            }
        }
        replayed
    }

    async fn replay(&mut self, case: &Case) {
        if case.title == "user board, user deleted meanwhile" {
            let moderator = self.sign_in("mod").await;
            self.sessions.insert("mod".to_owned(), moderator);
            self.bench
                .control
                .delete_user(&format!("mod{}", self.suffix));
        }
        let request = self.translated(case).await;
        let Some(expected) = &case.answer else {
            let mut connection = self.bench.connect().await;
            connection.send(&request).await.unwrap();
            assert!(
                connection.stays_silent().await,
                "`{}` was answered",
                case.title
            );
            return;
        };
        let reply = self.bench.ask(&request).await;
        assert_eq!(comparable(&reply), comparable(expected), "`{}`", case.title);
        match case.kept_in.as_deref() {
            Some(_) if request.path.ends_with("/signout") => self.signed_out = true,
            Some(jar) => {
                let session = Session::of(self.bench.dialect, &reply);
                self.sessions.insert(jar.to_owned(), session);
            }
            None => {}
        }
    }

    /// The request with live credentials in place of the recorded ones.
    async fn translated(&mut self, case: &Case) -> Request {
        let mut request = case.request.clone();
        for index in 0..request.headers.len() {
            let value = request.headers[index].1.clone();
            request.headers[index].1 = self.live(&value).await;
        }
        if let Some(body) = request.body.take() {
            request.body = Some(self.live(&body).await);
        }
        match case.shown_from.as_deref() {
            // curl kept the cookie and dropped its signature, as the recording shows.
            Some("jar-u") if self.signed_out => {
                let session = self.session("jar-u").await;
                request.header("Cookie", &format!("bezkoder-session={}", session.access))
            }
            Some(jar) => self.session(jar).await.showing(request),
            None => request,
        }
    }

    /// The text with every recorded secret exchanged for a live one.
    async fn live(&mut self, text: &str) -> String {
        let mut live = String::new();
        for piece in recording::pieces(text) {
            if piece.starts_with("eyJ") {
                let kept = match (self.bench.dialect, recording::account_number(piece)) {
                    (Dialect::NCookie, _) => "jar-u",
                    (_, Some(2)) => "mod",
                    (_, Some(3)) => "adm",
                    _ => "user",
                };
                let access = self.session(kept).await.access;
                // The recording spoils a signature in this way.
                let spoilt = piece.ends_with("AAAAA");
                live += if spoilt {
                    &access[..access.len() - 5]
                } else {
                    &access
                };
                live += if spoilt { "AAAAA" } else { "" };
            } else if recording::is_uuid(piece) && !piece.starts_with("00000000") {
                let kept = match &piece[..8] {
                    "b5c957c8" => "user",
                    "959496eb" => "mod",
                    _ => piece,
                };
                live += &self.session(kept).await.refresh;
            } else {
                live += piece;
            }
        }
        live
    }

    async fn session(&mut self, kept: &str) -> Session {
        if let Some(session) = self.sessions.get(kept) {
            return session.clone();
        }
        let username = match kept {
            "mod" | "jar-m" => "mod",
            "adm" => "adm",
            _ => "user",
        };
        let session = self.sign_in(username).await;
        self.sessions.insert(kept.to_owned(), session.clone());
        session
    }

    async fn sign_in(&self, username: &str) -> Session {
        self.bench
            .sign_in_as(&format!("{username}{}", self.suffix), PASSWORD)
            .await
    }
}

/// An answer in a form that is equal on both sides when the servers agree.
fn comparable(reply: &Reply) -> (u16, Vec<(String, String)>, String) {
    let body = recording::without_secrets(&reply.body);
    let mut headers: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), recording::without_secrets(value)))
        .filter(|(name, _)| match name.as_str() {
            "date" => false,
            "etag" => body == reply.body,
            // RFC 9110, section 8.6: hyper keeps to it that a 204 has none, Express does not.
            // Whoever recorded it shortened the folder in the stacks, and not the length.
            "content-length" => reply.status != 204 && !body.contains("/srv/app/"),
            _ => true,
        })
        .collect();
    headers.sort();
    (reply.status, headers, body)
}
