//! What gets into the log and what never does.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use super::*;

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Page {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(directives: &str, act: impl FnOnce()) -> String {
    let page = Page::default();
    let writer = page.clone();
    let layer = layer(move || writer.clone(), directives, false);
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, act);
    page.text()
}

#[test]
fn other_crates_are_cut_off_above_warn_whatever_is_asked_for() {
    let text = logged("trace,hyper=trace,tauri=trace", || {
        tracing::trace!(target: "hyper::proto", "authorization: Bearer abc");
        tracing::debug!(target: "cookie_store", "bezkoder-jwt=abc");
        tracing::info!(target: "tauri::ipc", "password abc");
        tracing::warn!(target: "rustls::conn", "certificate expired");
        tracing::trace!(target: "auth_core::shell", "a step");
    });
    assert!(!text.contains("abc"), "{text}");
    assert!(
        text.contains("certificate expired") && text.contains("a step"),
        "{text}"
    );
}

#[test]
fn a_crate_whose_name_begins_like_ours_is_not_ours() {
    let text = logged("trace", || tracing::info!(target: "auth_core_spy", "abc"));
    assert_eq!(text, "");
}

#[test]
fn a_panic_is_recorded_by_its_place_and_not_by_its_words() {
    // The hook is the process's; put the old one back before anything is asserted.
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(record_panic));
    let text = logged("info", || {
        let secret = "a-tokeń";
        drop(std::panic::catch_unwind(|| secret[..7].len()));
    });
    std::panic::set_hook(before);
    assert!(
        text.contains("panicked") && text.contains("tests.rs"),
        "{text}"
    );
    assert!(!text.contains("toke"), "{text}");
}
