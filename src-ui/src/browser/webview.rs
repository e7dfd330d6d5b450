//! Whether there is a webview to ask.

/// Compiled natively there is none, and views are rendered to a string in plain tests.
pub(super) const IN_WEBVIEW: bool = cfg!(target_arch = "wasm32");
