//! The display that the window is on: what only the window's frame can do, and what only the display knows.
//!
//! A driver that closes a window takes the page out of it and ends the process. A person presses the
//! button of the frame, and the app comes to its end by itself. There is no frame on the virtual display;
//! its one message is sent here.

pub(crate) mod clipboard;
pub(crate) mod drag;
pub(crate) mod question;

use x11rb::{
    connection::Connection,
    errors::ReplyError,
    protocol::ErrorKind,
    protocol::xproto::{
        Atom, AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, CreateWindowAux,
        EventMask, MapState, StackMode, Window, WindowClass,
    },
    protocol::xtest::ConnectionExt as _,
    rust_connection::RustConnection,
};

use crate::window::{
    failure::{Failure, Outcome, ensure},
    process::Process,
};

/// What the mouse does, as the protocol numbers it.
const MOVE: u8 = 6;
const PRESS: u8 = 4;
const RELEASE: u8 = 5;

/// Presses the button of the frame that closes the window of this process.
pub(crate) fn close_window_of(process: Process) -> Outcome {
    let display = Display::open()?;
    let mut asked = false;
    for window in display.windows()? {
        if display.belongs_to(window, process)? && display.can_be_closed(window)? {
            display.close(window)?;
            asked = true;
        }
    }
    ensure!(asked, "the app has no window that could be closed");
    Ok(())
}

/// Whether a window of this process can be seen.
pub(crate) fn shows_window_of(process: Process) -> Outcome<bool> {
    Ok(!Display::open()?.shown_windows_of(process)?.is_empty())
}

/// Presses the mouse's first button at a place in the window of this process, and lets it go.
pub(crate) fn click_in_window_of(process: Process, at: (i16, i16)) -> Outcome {
    let display = Display::open()?;
    // The lowest one is the app's own; a message comes later.
    let windows = display.shown_windows_of(process)?;
    let nothing = || Failure::new("the app shows no window");
    let window = *windows.first().ok_or_else(nothing)?;
    display.click(window, at)
}

/// Whether this process shows more than one window: its own, and a message of the system's kind.
pub(crate) fn shows_message_of(process: Process) -> Outcome<bool> {
    Ok(Display::open()?.shown_windows_of(process)?.len() > 1)
}

/// A window of another program, in front of everything that was on the display.
pub(crate) struct Cover {
    display: Display,
    window: Window,
}

impl Cover {
    /// Covers the whole display. What is dropped is gone.
    pub(crate) fn over_everything() -> Outcome<Self> {
        let display = Display::open()?;
        let window = display.connection.generate_id()?;
        let connection = &display.connection;
        let screen = &connection.setup().roots[0];
        let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
        let (depth, visual) = (x11rb::COPY_DEPTH_FROM_PARENT, x11rb::COPY_FROM_PARENT);
        let (class, looks) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        connection
            .create_window(
                depth,
                window,
                display.root,
                0,
                0,
                width,
                height,
                0,
                class,
                visual,
                &looks,
            )?
            .check()?;
        connection.map_window(window)?.check()?;
        Ok(Self { display, window })
    }

    /// Comes to the front itself, as the window does that somebody works in, and answers whether a window of this
    /// process had come before it.
    pub(crate) fn comes_back_before(&self, process: Process) -> Outcome<bool> {
        let was_behind = self.is_behind(process)?;
        let to_the_front = ConfigureWindowAux::new().stack_mode(StackMode::ABOVE);
        self.display
            .connection
            .configure_window(self.window, &to_the_front)?
            .check()?;
        Ok(was_behind)
    }

    /// Whether a window of this process is in front of it.
    pub(crate) fn is_behind(&self, process: Process) -> Outcome<bool> {
        // From the lowest to the highest.
        let windows = self.display.windows()?;
        let in_front = windows.rsplit(|it| *it == self.window).next();
        for &window in in_front.unwrap_or_default() {
            if self.display.belongs_to(window, process)? && self.display.is_shown(window)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

struct Display {
    connection: RustConnection,
    root: Window,
    process_id: Atom,
    protocols: Atom,
    delete: Atom,
}

impl Display {
    fn open() -> Outcome<Self> {
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection.setup().roots[screen].root;
        let atom = |name: &[u8]| -> Outcome<Atom> {
            Ok(connection.intern_atom(false, name)?.reply()?.atom)
        };
        let (process_id, protocols) = (atom(b"_NET_WM_PID")?, atom(b"WM_PROTOCOLS")?);
        let delete = atom(b"WM_DELETE_WINDOW")?;
        Ok(Self {
            connection,
            root,
            process_id,
            protocols,
            delete,
        })
    }

    /// Presses the mouse's first button at a place in a window, and lets it go.
    fn click(&self, window: Window, at: (i16, i16)) -> Outcome {
        self.fake(window, at, &[(MOVE, 0), (PRESS, 1), (RELEASE, 1)])
    }

    /// Events of the mouse at a place in a window.
    fn fake(&self, window: Window, (x, y): (i16, i16), events: &[(u8, u8)]) -> Outcome {
        let connection = &self.connection;
        let at = connection
            .translate_coordinates(window, self.root, x, y)?
            .reply()?;
        for &(what, button) in events {
            connection
                .xtest_fake_input(
                    what,
                    button,
                    x11rb::CURRENT_TIME,
                    self.root,
                    at.dst_x,
                    at.dst_y,
                    0,
                )?
                .check()?;
        }
        Ok(())
    }

    fn windows(&self) -> Outcome<Vec<Window>> {
        Ok(self.connection.query_tree(self.root)?.reply()?.children)
    }

    /// From the lowest to the highest.
    fn shown_windows_of(&self, process: Process) -> Outcome<Vec<Window>> {
        let mut shown = Vec::new();
        for window in self.windows()? {
            if self.belongs_to(window, process)? && self.is_shown(window)? {
                shown.push(window);
            }
        }
        Ok(shown)
    }

    fn belongs_to(&self, window: Window, process: Process) -> Outcome<bool> {
        let ids = self.property(window, self.process_id, AtomEnum::CARDINAL)?;
        Ok(ids.contains(&process.0))
    }

    fn can_be_closed(&self, window: Window) -> Outcome<bool> {
        let protocols = self.property(window, self.protocols, AtomEnum::ATOM)?;
        Ok(protocols.contains(&self.delete))
    }

    fn is_shown(&self, window: Window) -> Outcome<bool> {
        let attributes = self.connection.get_window_attributes(window)?.reply();
        let state = unless_gone(attributes)?.map(|it| it.map_state);
        Ok(state == Some(MapState::VIEWABLE))
    }

    /// Empty when the window does not have it.
    fn property(&self, window: Window, name: Atom, kind: AtomEnum) -> Outcome<Vec<u32>> {
        let asked = self
            .connection
            .get_property(false, window, name, kind, 0, 64)?;
        let values = unless_gone(asked.reply())?;
        let values = values.and_then(|it| Some(it.value32()?.collect()));
        Ok(values.unwrap_or_default())
    }

    fn close(&self, window: Window) -> Outcome {
        const NOW: u32 = x11rb::CURRENT_TIME;
        let message =
            ClientMessageEvent::new(32, window, self.protocols, [self.delete, NOW, 0, 0, 0]);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }
}

/// `None` where the window was closed since it was counted: those of the app come and go while one looks.
fn unless_gone<Reply>(reply: Result<Reply, ReplyError>) -> Outcome<Option<Reply>> {
    match reply {
        Ok(reply) => Ok(Some(reply)),
        Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Window => Ok(None),
        Err(error) => Err(error.into()),
    }
}
