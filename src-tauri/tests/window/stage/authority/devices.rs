//! Sign-ins on another device, as an authorization server has them (RFC 8628).

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What is entered there.
pub(crate) const USER_CODE: &str = "WDJB-MJHT";
/// How a client asks whether somebody has.
pub(super) const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How long a code is good where a journey does not say, in seconds.
const LASTS: u64 = 600;

/// The sign-in that waits, if one does.
#[derive(Debug)]
pub(super) struct Devices {
    pub(super) waits: Option<(String, BTreeMap<String, String>)>,
    pub(super) is_approved: bool,
    pub(super) lasts: u64,
    pub(super) are_taken: bool,
}

impl Default for Devices {
    fn default() -> Self {
        Self {
            waits: None,
            is_approved: false,
            lasts: LASTS,
            are_taken: true,
        }
    }
}

impl Devices {
    /// Begins one, by this code and with what was asked.
    pub(super) fn begin(
        &mut self,
        base: &str,
        code: String,
        asked: BTreeMap<String, String>,
    ) -> Value {
        let told = json!({
            "device_code": code, "user_code": USER_CODE, "verification_uri": format!("{base}/device-page"),
            "verification_uri_complete": format!("{base}/device-page?user_code={USER_CODE}"),
            "expires_in": self.lasts, "interval": 1,
        });
        self.waits = Some((code, asked));
        self.is_approved = false;
        told
    }
}
