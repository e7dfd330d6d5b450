//! What is wrong with a request before it is sent, and with a file.

use serde::{Deserialize, Serialize};

/// What is wrong with a request, and where. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestProblem {
    /// At the path.
    Path {
        /// What.
        problem: PathProblem,
    },
    /// At a header.
    Header {
        /// Which, counted from 0 among those of the draft.
        index: usize,
        /// What.
        problem: HeaderProblem,
    },
    /// The body is no JSON.
    Json {
        /// Where it stops being JSON, counted from 1.
        line: usize,
        /// The same within the line.
        column: usize,
    },
    /// No file is chosen, or it was chosen in another run.
    NoFile,
}

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathProblem {
    /// It does not begin with a `/`.
    NoSlash,
    /// It leads to another server, or out of the address of this one.
    OtherServer,
    /// It has a character that addresses do not have.
    Character,
    /// It has a step such as `..`.
    Dots,
    /// It has an encoded dot, slash or control character.
    Encoded,
    /// It is where the server issues credentials, or takes them back.
    SignsIn,
}

/// What is wrong with a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderProblem {
    /// Its name is none.
    Name,
    /// Its value has a character that headers do not have.
    Value,
    /// The session or the connection sets it.
    Reserved,
}

/// What stands in the way of a file that the person has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// It cannot be read.
    NotRead,
    /// It is larger than what can be sent.
    TooLarge,
    /// It cannot be written.
    NotWritten,
}
