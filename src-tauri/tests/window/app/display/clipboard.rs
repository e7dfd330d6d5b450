//! The clipboard, as another program on the display reads it.

use std::time::{Duration, Instant};

use x11rb::{
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{ConnectionExt as _, CreateWindowAux, WindowClass},
    },
};

use super::Display;
use crate::window::failure::{Failure, Outcome};

/// How long whoever has the text may take to hand it over.
const PATIENCE: Duration = Duration::from_secs(10);

/// The text on it, which has to be short.
pub(crate) fn text() -> Outcome<String> {
    let Display { connection, .. } = Display::open()?;
    let root = connection.setup().roots[0].root;
    let window = connection.generate_id()?;
    let (depth, visual) = (x11rb::COPY_DEPTH_FROM_PARENT, x11rb::COPY_FROM_PARENT);
    let (class, looks) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
    connection.create_window(depth, window, root, 0, 0, 1, 1, 0, class, visual, &looks)?;
    let atom = |name: &[u8]| Ok::<_, Failure>(connection.intern_atom(false, name)?.reply()?.atom);
    let (clipboard, utf8, place) = (
        atom(b"CLIPBOARD")?,
        atom(b"UTF8_STRING")?,
        atom(b"TEXT_HERE")?,
    );
    connection.convert_selection(window, clipboard, utf8, place, x11rb::CURRENT_TIME)?;
    connection.flush()?;
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        match connection.poll_for_event()? {
            Some(Event::SelectionNotify(told)) if told.property == x11rb::NONE => break,
            Some(Event::SelectionNotify(_)) => {
                let most = u32::from(u16::MAX);
                let found = connection.get_property(true, window, place, utf8, 0, most)?;
                let found = found.reply()?.value;
                let garbled = |_| Failure::new("what is on the clipboard is no text");
                return String::from_utf8(found).map_err(garbled);
            }
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
    Err(Failure::new("there is no text on the clipboard"))
}
