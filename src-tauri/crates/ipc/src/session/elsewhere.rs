//! A sign-in that goes on outside the window, or has come to nothing there.

use serde::{Deserialize, Serialize};

use super::{in_browser::InBrowser, on_device::OnDevice};
use crate::Error;

/// What it waits for, or what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// For the person's browser on this computer.
    Browser(InBrowser),
    /// For somebody who enters a code on another device.
    Device(OnDevice),
    /// For nothing any more: this has kept the last one from succeeding. Until another begins, or the person goes on.
    Failed(Error),
}
