//! Asks a server what it is, without credentials and without changing anything.

use std::time::Duration;

use http::StatusCode;
use url::Url;

use crate::{
    dialect::{self, Dialect, Reading, Request},
    engine::SessionConfig,
    wire::json,
    world::{Answer, Cause},
};

/// What a server turned out to be.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// What was found.
    pub verdict: ProbeVerdict,
    /// How long the first answer took.
    pub round_trip: Duration,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProbeVerdict {
    /// It answers like the dialect.
    Matches,
    /// It answers like another of them, by its id.
    LooksLike(String),
    /// It answers, and like none of them. It may be of this dialect all the same.
    Unsure,
    /// It is no such back end.
    NotThisApi {
        /// The status of the public page.
        status: u16,
        /// Whether that was an HTML document.
        html: bool,
    },
}

/// Asks what a server is, among these dialects, with what a session with it would be made of.
///
/// The questions are the dialects' own ([`Dialect`] `told_by`), harmless and without credentials. Each is asked once,
/// however many dialects have it.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use auth_core::{BaseUrl, Dialect, PlainHttp, SessionConfig, probe};
///
/// let base = BaseUrl::parse("http://127.0.0.1:8080", PlainHttp::LoopbackOnly)?;
/// let dialect = Dialect::preset("n-body").expect("a preset");
/// println!("{:?}", probe(&SessionConfig::new(base, dialect)?, Dialect::known()).await?.verdict);
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// A [`Cause`] where nobody answers within the deadline of a request.
///
/// # Cancellation
///
/// Nothing is left behind when the future is dropped.
pub async fn probe(config: &SessionConfig, among: &[Dialect]) -> Result<Probe, Cause> {
    let SessionConfig {
        dialect,
        clock,
        limits,
        ..
    } = config;
    let deadline = clock.sleep_until(clock.now() + limits.request);
    let work = async {
        let mut asked = Asked {
            config,
            answers: Vec::new(),
            round_trip: None,
        };
        let mut verdict = ProbeVerdict::Unsure;
        if asked.are_answered(dialect).await? {
            verdict = ProbeVerdict::Matches;
        } else {
            for other in among.iter().filter(|other| other.id() != dialect.id()) {
                if asked.are_answered(other).await? {
                    verdict = ProbeVerdict::LooksLike(other.id().to_owned());
                    break;
                }
            }
        }
        if verdict == ProbeVerdict::Unsure
            && let Some(strange) = asked.strange()
        {
            verdict = strange;
        }
        Ok(Probe {
            verdict,
            round_trip: asked.round_trip.unwrap_or_default(),
        })
    };
    tokio::select! {
        biased;
        done = work => done,
        () = deadline => Err(Cause::Deadline { after: limits.request }),
    }
}

/// The questions that were asked, with their answers.
struct Asked<'a> {
    config: &'a SessionConfig,
    answers: Vec<(&'a Request, Answer, Url)>,
    round_trip: Option<Duration>,
}

impl<'a> Asked<'a> {
    /// Whether a server of that dialect would answer like this one. It stops at the first answer that says no.
    async fn are_answered(&mut self, dialect: &'a Dialect) -> Result<bool, Cause> {
        let base = &self.config.base;
        for probe in &dialect.told_by {
            let known = self
                .answers
                .iter()
                .position(|(asked, ..)| **asked == probe.request);
            let at = match known {
                Some(at) => at,
                None => self.ask(&probe.request).await?,
            };
            let (_, answer, url) = &self.answers[at];
            let reading = Reading::of(answer, url, base.prefix()).at(self.config.clock.wall());
            if dialect::first(&probe.answers, &reading).is_none() {
                return Ok(false);
            }
        }
        Ok(!dialect.told_by.is_empty())
    }

    async fn ask(&mut self, request: &'a Request) -> Result<usize, Cause> {
        let SessionConfig {
            base,
            transport,
            clock,
            ..
        } = self.config;
        let call = request.call(base, &|_| None, None);
        let call = call.map_err(|_| Cause::Unsendable)?;
        let (url, began) = (call.url.clone(), clock.now());
        let answer = transport.send(call).await?;
        let took = clock.now().saturating_since(began);
        self.round_trip.get_or_insert(took);
        self.answers.push((request, answer, url));
        Ok(self.answers.len() - 1)
    }

    /// Whether what answers is a web site, or has nothing at any of the places.
    fn strange(&self) -> Option<ProbeVerdict> {
        let (_, first, _) = self.answers.first()?;
        let html = json::is_html_document(&first.body);
        let is_there = |answer: &Answer| answer.status != StatusCode::NOT_FOUND;
        let is_any = self.answers.iter().any(|(_, answer, _)| is_there(answer));
        let is_strange = html || !is_any || !first.status.is_success();
        is_strange.then(|| ProbeVerdict::NotThisApi {
            status: first.status.as_u16(),
            html,
        })
    }
}
