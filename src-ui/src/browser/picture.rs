//! A picture that a server sent, at an address where an element of this page finds it, and nobody else.

use super::webview::IN_WEBVIEW;

/// Its bytes are in memory as long as this is.
#[derive(Debug)]
pub(crate) struct Picture(String);

impl Picture {
    /// Of no type: an element for pictures goes by the bytes, and anything else finds nothing to run. `None` outside a
    /// webview.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        if !IN_WEBVIEW {
            return None;
        }
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
        web_sys::Url::create_object_url_with_blob(&blob)
            .ok()
            .map(Self)
    }

    pub(crate) fn address(&self) -> String {
        self.0.clone()
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // Fails only for an address that is none.
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}
