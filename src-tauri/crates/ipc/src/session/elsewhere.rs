//! A sign-in that goes on outside the window.

use serde::{Deserialize, Serialize};

use super::{in_browser::InBrowser, on_device::OnDevice};

/// What it waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// For the person's browser on this computer.
    Browser(InBrowser),
    /// For somebody who enters a code on another device.
    Device(OnDevice),
}
