//! The process that draws the page, which the system runs apart from ours, and what is done when it ends by itself.
//!
//! A fault of a graphics driver ends it, and so does memory that has run out. No session is lost by that, since they
//! live in our process; but the window would go on to show its last picture, and hear nothing any more.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager as _, Webview, WebviewWindow, async_runtime};

use super::telling;
use crate::app::App;

/// How far back ends are counted: a driver that fails every few minutes is to be suspected, too.
const LATELY: Duration = Duration::from_hours(1);
/// The end from which on the page is drawn without the graphics hardware.
const SUSPICIOUS: usize = 3;
/// The end that the person is told of.
const HOPELESS: usize = 6;
/// How long a page that keeps dying is left alone before it is loaded anew, so that it does not take the computer
/// with it.
const PAUSE: Duration = Duration::from_secs(2);

/// How often the page's process has ended in this run.
#[derive(Debug, Default)]
pub(super) struct PageProcess(Mutex<Ends>);

#[derive(Debug, Default)]
struct Ends {
    lately: VecDeque<Instant>,
    is_told: bool,
}

/// How the page is loaded anew.
#[derive(Debug, PartialEq, Eq)]
struct Remedy {
    pause: Duration,
    without_gpu: bool,
    tells: bool,
}

impl Ends {
    /// One more end.
    fn note(&mut self, now: Instant) -> Remedy {
        self.lately
            .retain(|end| now.saturating_duration_since(*end) < LATELY);
        self.lately.push_back(now);
        let count = self.lately.len();
        let tells = count >= HOPELESS && !self.is_told;
        self.is_told |= tells;
        Remedy {
            pause: if count > HOPELESS {
                PAUSE
            } else {
                Duration::ZERO
            },
            without_gpu: count >= SUSPICIOUS,
            tells,
        }
    }
}

/// From now on the window's page is loaded anew, where it was, whenever its process ends.
pub(super) fn watch(window: &WebviewWindow) {
    if let Err(error) = system::watch(window) {
        tracing::error!(%error, "the end of the page's process will not be noticed");
    }
}

/// The process of this page has ended.
pub(super) fn ended(page: &Webview, why: &str) {
    let desktop = page.app_handle();
    let app = desktop.state::<App>();
    if app.is_closing() {
        return;
    }
    let process = desktop.state::<PageProcess>();
    let remedy = process
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .note(Instant::now());
    let Remedy {
        pause,
        without_gpu,
        tells,
    } = remedy;
    tracing::error!(
        why,
        without_gpu,
        "the page's process has ended, and is started anew"
    );
    // Nobody looks at a page that is not there. The new one says so when it is.
    app.set_visible(&ipc::VisibleSet { visible: false });
    let page = page.clone();
    async_runtime::spawn(async move {
        tokio::time::sleep(pause).await;
        let done = if without_gpu {
            system::draw_without_gpu(&page).and_then(|()| page.reload())
        } else {
            page.reload()
        };
        if let Err(error) = done {
            tracing::error!(%error, "the page could not be loaded anew");
        }
        if tells {
            tell(page.app_handle());
        }
    });
}

fn tell(desktop: &AppHandle) {
    telling::post(desktop, desktop.state::<App>().say().page_process_failing());
}

/// `WebKitGTK` tells of it, and is told to do without the graphics hardware.
#[cfg(target_os = "linux")]
mod system {
    use tauri::{Webview, WebviewWindow};
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

    pub(super) fn watch(window: &WebviewWindow) -> tauri::Result<()> {
        let page: Webview = window.as_ref().clone();
        window.with_webview(move |webview| {
            webview
                .inner()
                .connect_web_process_terminated(move |_, why| {
                    super::ended(&page, &format!("{why:?}"));
                });
        })
    }

    pub(super) fn draw_without_gpu(page: &Webview) -> tauri::Result<()> {
        page.with_webview(|webview| {
            if let Some(settings) = webview.inner().settings() {
                settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            }
        })
    }
}

/// The builder is told whom to call. `WebKit` draws in yet another process there, which it starts anew itself.
#[cfg(target_os = "macos")]
mod system {
    use tauri::{Webview, WebviewWindow};

    pub(super) fn watch(_window: &WebviewWindow) -> tauri::Result<()> {
        Ok(())
    }

    pub(super) fn draw_without_gpu(_page: &Webview) -> tauri::Result<()> {
        Ok(())
    }
}

/// `WebView2` tells of each of its processes, and does without the graphics hardware by itself where that keeps
/// failing. Where all of them have ended the window cannot be used any more.
#[cfg(windows)]
#[expect(
    unsafe_code,
    reason = "the system's own interface to its webview has no other"
)]
mod system {
    use tauri::{Manager as _, Webview, WebviewWindow};
    use webview2_com::{
        Microsoft::Web::WebView2::Win32::{
            COREWEBVIEW2_PROCESS_FAILED_KIND,
            COREWEBVIEW2_PROCESS_FAILED_KIND_BROWSER_PROCESS_EXITED as ALL,
            COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_EXITED as ENDED,
            COREWEBVIEW2_PROCESS_FAILED_KIND_RENDER_PROCESS_UNRESPONSIVE as STUCK,
            ICoreWebView2Controller,
        },
        ProcessFailedEventHandler,
    };

    pub(super) fn watch(window: &WebviewWindow) -> tauri::Result<()> {
        let page: Webview = window.as_ref().clone();
        window.with_webview(move |webview| listen(&webview.controller(), page))
    }

    fn listen(controller: &ICoreWebView2Controller, page: Webview) {
        let handler = ProcessFailedEventHandler::create(Box::new(move |_, failed| {
            let mut kind = COREWEBVIEW2_PROCESS_FAILED_KIND::default();
            if let Some(failed) = failed {
                // SAFETY: `kind` outlives the call, which writes to it.
                unsafe { failed.ProcessFailedKind(&raw mut kind)? };
            }
            match kind {
                ENDED => super::ended(&page, "ended"),
                STUCK => super::ended(&page, "stuck"),
                ALL => {
                    tracing::error!("all of the webview has ended, and the app starts anew");
                    page.app_handle().request_restart();
                }
                // The others are started anew by themselves.
                _ => {}
            }
            Ok(())
        }));
        let mut token = 0;
        // SAFETY: the controller is alive, `token` outlives the call, and the webview counts whom it calls.
        let listening = unsafe {
            let webview = controller.CoreWebView2();
            webview.and_then(|it| it.add_ProcessFailed(&handler, &raw mut token))
        };
        if let Err(error) = listening {
            tracing::error!(%error, "the end of the page's process will not be noticed");
        }
    }

    pub(super) fn draw_without_gpu(_page: &Webview) -> tauri::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_keeps_dying_is_drawn_more_and_more_carefully() {
        let start = Instant::now();
        let mut ends = Ends::default();
        let remedies: Vec<_> = (0..8)
            .map(|minute| ends.note(start + Duration::from_mins(minute)))
            .map(|it| (it.pause.is_zero(), it.without_gpu, it.tells))
            .collect();
        let (plain, careful) = ((true, false, false), (true, true, false));
        let expected = [
            plain,
            plain,
            careful,
            careful,
            careful,
            (true, true, true),
            (false, true, false),
            (false, true, false),
        ];
        assert_eq!(remedies, expected);
    }

    #[test]
    fn what_was_long_ago_is_not_held_against_it() {
        let start = Instant::now();
        let mut ends = Ends::default();
        for hours in 0..20 {
            let remedy = ends.note(start + hours * LATELY);
            assert!(!remedy.without_gpu, "{remedy:?}");
        }
    }
}
