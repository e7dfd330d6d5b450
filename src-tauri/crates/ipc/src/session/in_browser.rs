//! A sign-in in the person's browser: what it waits for, and why it comes to nothing.
//!
//! Where the browser is sent is not here: whoever has that address can take part in the sign-in.

use serde::{Deserialize, Serialize};

/// A sign-in that waits for the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBrowser {
    /// The address on this machine that the browser comes back to. The server must know it, and it is no secret.
    pub redirect: String,
    /// Whether the system has opened a browser. Where it has none, the address can still be copied.
    pub is_opened: bool,
}

/// Why a sign-in in a browser, here or on another device, came to nothing. Nobody is signed in by it; who was before still is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BrowserProblem {
    /// The server does not say how people sign in there. Check its address, or the issuer.
    NoDocument,
    /// What it says is another issuer's. Take that one, if it is meant.
    OtherIssuer {
        /// The one that it names.
        found: String,
    },
    /// It lacks an address that is needed.
    NoEndpoint {
        /// What discovery calls it.
        name: String,
    },
    /// It names an address that is not encrypted, and to which nothing may go.
    NotSecure {
        /// What discovery calls it.
        name: String,
    },
    /// Other programs have every port that the browser may come back to.
    PortTaken,
    /// The system gave no randomness.
    NoRandomness,
    /// The server, or the person there, said no.
    Declined {
        /// Its code. Redacted.
        code: String,
        /// Its words, if it had any. Redacted.
        said: Option<String>,
    },
    /// The browser did not come back in time.
    TimedOut,
    /// Nobody has entered the code on another device as long as it was good.
    CodeExpired,
    /// Somebody else is signed in there than who was to come back.
    OtherPerson,
    /// The server grants tokens that are not shown as they are.
    TokenType {
        /// What it calls them. Redacted.
        name: String,
    },
    /// What the server said of who has signed in is not to be believed.
    Identity {
        /// Why not.
        problem: IdentityProblem,
    },
    /// The system has opened no browser. The sign-in goes on waiting.
    NotOpened,
    /// The address is not on the clipboard. The sign-in goes on waiting.
    NotCopied,
}

/// Why it is not to be believed who has signed in, by what the server says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IdentityProblem {
    /// It is not there, or cannot be read.
    Unreadable,
    /// It is not signed, or in a way that anybody could, or with a key that the server does not have, or wrongly.
    Signature,
    /// It is of another issuer.
    Issuer,
    /// It is for another program than this client id.
    Audience,
    /// It is of another time: the clock of this computer, or of the server, is wrong.
    Time,
    /// It belongs to another sign-in, or to another access token.
    OtherSignIn,
    /// It does not say who has signed in.
    Subject,
}
