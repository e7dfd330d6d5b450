//! A sign-in on another device (RFC 8628): what the server says to show, and what it answers meanwhile.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// How often a server is asked that does not say how often (section 3.2).
const INTERVAL: u64 = 5;

/// By how much less often a server is asked that wants to be asked less often (section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// What a server answers when nobody has entered the code in time (section 3.5).
pub(crate) const EXPIRED: &str = "expired_token";

/// Longer than this nobody walks to another device.
const LONGEST: u64 = 30 * 60;

/// What a server says of a sign-in that has begun.
#[derive(Deserialize)]
pub(crate) struct Device {
    #[serde(rename = "device_code")]
    pub(crate) code: String,
    pub(crate) user_code: String,
    /// Google's is called as in the drafts.
    #[serde(alias = "verification_url")]
    pub(crate) verification_uri: String,
    #[serde(alias = "verification_url_complete")]
    pub(crate) verification_uri_complete: Option<String>,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    #[serde(default, deserialize_with = "seconds")]
    interval: Option<u64>,
}

impl Device {
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    /// How long it is good.
    pub(crate) fn lasts(&self) -> Duration {
        Duration::from_secs(self.expires_in.unwrap_or(LONGEST).min(LONGEST))
    }

    /// How often to ask.
    pub(crate) fn interval(&self) -> Duration {
        Duration::from_secs(self.interval.unwrap_or(INTERVAL).clamp(1, LONGEST))
    }
}

/// A number, or a text with one in it, as some servers have it.
fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(from)?;
    let text = value.as_str().and_then(|text| text.trim().parse().ok());
    Ok(value.as_u64().or(text))
}

/// The `error` of an answer, and its words (RFC 6749 section 5.2).
pub(crate) fn refusal(body: &[u8]) -> Option<(String, Option<String>)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    Some((text("error")?, text("error_description")))
}

/// In how long to ask again, after this answer to the last question; `None` where it is an answer. One that is no more than
/// a server in trouble is asked again as late as one that wants to be asked less often.
pub(crate) fn ask_again(status: u16, body: &[u8], last: Duration) -> Option<Duration> {
    let error = refusal(body).map(|(code, _)| code);
    match (status, error.as_deref()) {
        (200..500, Some("authorization_pending")) => Some(last),
        (_, Some("slow_down")) | (408 | 425 | 429 | 500.., _) => Some(last + SLOWER),
        _ => None,
    }
}
