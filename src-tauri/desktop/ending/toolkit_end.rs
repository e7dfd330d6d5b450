//! What is done when a toolkit ends the process, which it does where it sees no way on: when the display is gone, and
//! when the process of the page ends while it is being started.
//!
//! Nothing keeps it from that, but its last words come by here, and so does what X11 says, and what is to be done at the
//! end is done first.

use std::{
    env,
    ffi::c_int,
    process::Command,
    str,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use gtk::glib::{self, LogField, LogLevel};
use x11_dl::xlib::{self, Xlib};

use super::successor;
use crate::desktop::telling;

/// How long closing may take, which happens on a stopped loop.
const CLOSING: Duration = Duration::from_secs(5);
/// A run of this length was no start that fails.
const STEADY: Duration = Duration::from_mins(1);
/// So many starts may fail in a row.
const MOST_FAILED: u32 = 20;
/// How many have failed, for the next one.
const FAILED: &str = "LATCHKEY_FAILED_STARTS";

/// Why the toolkit is about to end the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The display is gone, and with it the person's place at it.
    Display,
    /// Something that it cannot handle. A new process may have more luck.
    Fault,
}

/// Closes the app on a thread of its own: whoever asks for it may hold what that needs.
#[derive(Debug)]
struct Closer {
    ask: Sender<()>,
    has_closed: AtomicBool,
}

static CLOSER: OnceLock<Closer> = OnceLock::new();

/// Has the app closed first, from now on. To be called once.
pub(in crate::desktop) fn listen(close: impl FnOnce() + Send + 'static) {
    let (ask, asked) = mpsc::channel();
    let closer = CLOSER.get_or_init(|| Closer {
        ask,
        has_closed: AtomicBool::default(),
    });
    thread::spawn(move || {
        if asked.recv().is_ok() {
            close();
            closer.has_closed.store(true, Ordering::SeqCst);
        }
    });
    watch_display();
    let began = Instant::now();
    glib::log_set_writer_func(move |level, fields| {
        let message = text(fields, "MESSAGE");
        if let Some(end) = end(level, &text(fields, "GLIB_DOMAIN"), &message) {
            telling::complain(&message);
            tracing::error!(?end, "the toolkit ends the process");
            closer.close();
            if end == End::Fault {
                start_anew(began.elapsed());
            }
        }
        glib::log_writer_default(level, fields)
    });
}

impl Closer {
    /// As when the window is closed, and no longer than that may take. Whatever thread this is, and whatever it holds, it
    /// does no more than wait.
    fn close(&self) {
        const GLANCE: Duration = Duration::from_millis(5);
        // The other end lives as long as the process.
        let _ = self.ask.send(());
        let began = Instant::now();
        while !self.has_closed.load(Ordering::SeqCst) && began.elapsed() < CLOSING {
            thread::sleep(GLANCE);
        }
    }
}

/// X11 calls this on any of the threads that have a connection of their own, and the toolkit's way is to end the process
/// there and then.
#[expect(unsafe_code, reason = "the system has no other way to be told")]
fn watch_display() {
    unsafe extern "C" fn is_gone(_display: *mut xlib::Display) -> c_int {
        telling::complain("the display is gone");
        tracing::error!("the display is gone");
        if let Some(closer) = CLOSER.get() {
            closer.close();
        }
        // SAFETY: it does not come back, and nothing is run that other threads could be using.
        unsafe { libc::_exit(1) }
    }
    match Xlib::open() {
        // SAFETY: the function is of this program, takes what is passed, and does not unwind.
        Ok(xlib) => unsafe {
            (xlib.XSetIOErrorHandler)(Some(is_gone));
        },
        // Wayland alone.
        Err(error) => tracing::info!(%error, "there is no X11"),
    }
}

/// As GDK says that a Wayland display is gone. It has no other sign.
fn end(level: LogLevel, domain: &str, message: &str) -> Option<End> {
    const DISPLAY_IS_GONE: [&str; 4] = [
        "Error reading events from display",
        "Error flushing display",
        "dispatching to Wayland display",
        "Lost connection to Wayland compositor",
    ];
    let says = |words: &&str| message.contains(*words);
    match level {
        LogLevel::Error => Some(End::Fault),
        LogLevel::Message if domain == "Gdk" => {
            DISPLAY_IS_GONE.iter().any(says).then_some(End::Display)
        }
        _ => None,
    }
}

fn text(fields: &[LogField<'_>], key: &str) -> String {
    let field = fields.iter().find(|field| field.key() == key);
    let bytes = field.and_then(LogField::value_bytes).unwrap_or_default();
    str::from_utf8(bytes).unwrap_or_default().to_owned()
}

/// Puts a new process in the place of this one. Returns where that cannot be, or has been tried often enough.
fn start_anew(ran: Duration) {
    let before = env::var(FAILED).ok().and_then(|count| count.parse().ok());
    let failed = failed_starts(before.unwrap_or_default(), ran);
    if failed > MOST_FAILED {
        return tracing::error!("it has been started anew often enough");
    }
    if let Ok(program) = env::current_exe() {
        let mut again = Command::new(program);
        again.args(env::args_os().skip(1));
        again.env(FAILED, failed.to_string());
        if let Err(error) = successor::replace(&mut again) {
            tracing::error!(%error, "the app could not be started anew");
        }
    }
}

fn failed_starts(before: u32, ran: Duration) -> u32 {
    if ran >= STEADY {
        1
    } else {
        before.saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_are_told_from_others() {
        let lost = "Error reading events from display: Broken pipe";
        let aborted = "readPIDFromPeer: Unexpected short read from PID socket.";
        for (level, domain, message, expected) in [
            (LogLevel::Message, "Gdk", lost, Some(End::Display)),
            (LogLevel::Message, "Gtk", lost, None),
            (LogLevel::Warning, "Gdk", lost, None),
            (LogLevel::Message, "Gdk", "Window is 7 px wide", None),
            (LogLevel::Error, "", aborted, Some(End::Fault)),
            (LogLevel::Critical, "Gtk", aborted, None),
        ] {
            assert_eq!(end(level, domain, message), expected, "{domain}: {message}");
        }
    }

    #[test]
    fn starts_that_fail_are_counted_until_one_is_steady() {
        assert_eq!(failed_starts(0, Duration::from_secs(2)), 1);
        assert_eq!(failed_starts(7, Duration::from_secs(2)), 8);
        assert_eq!(failed_starts(7, STEADY), 1);
    }
}
