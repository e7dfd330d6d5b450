//! Something of another program that is dragged over the window of the app and dropped on it, as X11 has it (XDND 5).

use std::time::{Duration, Instant};

use tokio::time::sleep;
use x11rb::{
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{
            Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask,
            PropMode, SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window,
            WindowClass,
        },
    },
    wrapper::ConnectionExt as _,
};

use super::Display;
use crate::window::{
    failure::{Failure, Outcome},
    process::Process,
};

/// What is dragged: one thing, in one form.
#[derive(Debug)]
pub(crate) struct Dragged {
    /// The form's name.
    pub(crate) form: &'static str,
    pub(crate) data: Vec<u8>,
}

/// How long the window may take to say what it makes of it.
const ANSWER: Duration = Duration::from_secs(2);
const GLANCE: Duration = Duration::from_millis(20);

/// Drags it to a place in the window of this process, and lets it go there whether or not the window would have it: a
/// hostile program is not polite. Answers whether it would have.
pub(crate) async fn drop_on_window_of(
    process: Process,
    (x, y): (i16, i16),
    dragged: &Dragged,
) -> Outcome<bool> {
    let display = Display::open()?;
    let nothing = || Failure::new("the app shows no window");
    let windows = display.shown_windows_of(process)?;
    let target = *windows.first().ok_or_else(nothing)?;
    let at = display
        .connection
        .translate_coordinates(target, display.root, x, y)?
        .reply()?;
    let mut drag = Drag::begin(&display, target, dragged)?;
    let place = u32::from(at.dst_x.cast_unsigned()) << 16 | u32::from(at.dst_y.cast_unsigned());
    let began = Instant::now();
    while !drag.is_wanted && began.elapsed() < ANSWER {
        let copy = drag.atom("XdndActionCopy")?;
        drag.say("XdndPosition", [0, place, x11rb::CURRENT_TIME, copy])?;
        drag.listen(5).await?;
    }
    drag.say("XdndDrop", [0, x11rb::CURRENT_TIME, 0, 0])?;
    let wanted = drag.is_wanted;
    drag.listen(25).await?;
    Ok(wanted)
}

/// A drag under way.
struct Drag<'a> {
    display: &'a Display,
    source: Window,
    target: Window,
    dragged: &'a Dragged,
    is_wanted: bool,
}

impl<'a> Drag<'a> {
    fn begin(display: &'a Display, target: Window, dragged: &'a Dragged) -> Outcome<Self> {
        const VERSION: u32 = 5 << 24;
        let connection = &display.connection;
        let source = connection.generate_id()?;
        connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                source,
                display.root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_OUTPUT,
                x11rb::COPY_FROM_PARENT,
                &CreateWindowAux::new(),
            )?
            .check()?;
        let drag = Self {
            display,
            source,
            target,
            dragged,
            is_wanted: false,
        };
        let selection = drag.atom("XdndSelection")?;
        connection
            .set_selection_owner(source, selection, x11rb::CURRENT_TIME)?
            .check()?;
        let form = drag.atom(dragged.form)?;
        drag.say("XdndEnter", [VERSION, form, 0, 0])?;
        Ok(drag)
    }

    fn atom(&self, name: &str) -> Outcome<Atom> {
        let asked = self
            .display
            .connection
            .intern_atom(false, name.as_bytes())?;
        Ok(asked.reply()?.atom)
    }

    fn say(&self, what: &str, [b, c, d, e]: [u32; 4]) -> Outcome {
        let data = [self.source, b, c, d, e];
        let message = ClientMessageEvent::new(32, self.target, self.atom(what)?, data);
        self.display
            .connection
            .send_event(false, self.target, EventMask::NO_EVENT, message)?
            .check()?;
        Ok(())
    }

    /// Hears what the window says for so many glances, and hands over what it asks for.
    async fn listen(&mut self, glances: u32) -> Outcome {
        let status = self.atom("XdndStatus")?;
        for _ in 0..glances {
            while let Some(event) = self.display.connection.poll_for_event()? {
                match event {
                    Event::ClientMessage(it) if it.type_ == status => {
                        self.is_wanted = it.data.as_data32()[1] & 1 == 1;
                    }
                    Event::SelectionRequest(request) => self.hand_over(&request)?,
                    _ => {}
                }
            }
            sleep(GLANCE).await;
        }
        Ok(())
    }

    fn hand_over(&self, request: &SelectionRequestEvent) -> Outcome {
        let connection = &self.display.connection;
        let form = self.atom(self.dragged.form)?;
        let property = if request.target == form {
            connection.change_property8(
                PropMode::REPLACE,
                request.requestor,
                request.property,
                form,
                &self.dragged.data,
            )?;
            request.property
        } else {
            AtomEnum::NONE.into()
        };
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property,
        };
        connection
            .send_event(false, request.requestor, EventMask::NO_EVENT, answer)?
            .check()?;
        Ok(())
    }
}
