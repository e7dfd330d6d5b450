//! Questions in a window of the system's own, and the person who answers them with the mouse or the keyboard.

use std::time::Duration;

use tokio::time::sleep;
use x11rb::connection::Connection as _;
use x11rb::protocol::{xproto::ConnectionExt as _, xtest::ConnectionExt as _};

use super::{Display, MOVE, Window};
use crate::window::{
    app::App,
    failure::{Failure, Outcome, ensure},
    process::Process,
    wait::{STEP, until},
};

/// How a person answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// With the button that says so.
    Yes,
    /// With the other one.
    No,
    /// By closing the window.
    Close,
    /// With the key that presses what is chosen beforehand.
    Enter,
}

impl App {
    /// Waits until the app asks something outside the page.
    pub(crate) async fn wait_for_question(&self) -> Outcome {
        let own = self.own_process()?;
        until("the app asks outside the page", STEP, async || {
            Ok((questions_of(own)? == 1).then_some(()))
        })
        .await
    }

    /// Answers what the app asks outside the page.
    pub(crate) async fn answer(&self, answer: Answer) -> Outcome {
        self.wait_for_question().await?;
        let own = self.own_process()?;
        // Yes cannot be pressed at once.
        until(&format!("{answer:?} is answered"), STEP, async || {
            if questions_of(own)? > 0 {
                give(own, answer)?;
                sleep(Duration::from_millis(300)).await;
            }
            Ok((questions_of(own)? == 0).then_some(()))
        })
        .await
    }

    /// Presses yes as soon as the app asks, as somebody does who was about to click there.
    pub(crate) async fn ensure_no_hasty_yes(&self) -> Outcome {
        self.wait_for_question().await?;
        let own = self.own_process()?;
        give(own, Answer::Yes)?;
        sleep(Duration::from_millis(200)).await;
        ensure!(questions_of(own)? == 1, "yes can be pressed at once");
        Ok(())
    }

    /// Makes sure that the app asks nothing outside the page.
    pub(crate) fn ensure_asks_nothing(&self) -> Outcome {
        let asked = questions_of(self.own_process()?)?;
        ensure!(asked == 0, "the app asks {asked} questions");
        Ok(())
    }
}

/// How many windows this process shows beside its own.
fn questions_of(process: Process) -> Outcome<usize> {
    let shown = Display::open()?.shown_windows_of(process)?.len();
    Ok(shown.saturating_sub(1))
}

fn give(process: Process, answer: Answer) -> Outcome {
    const RETURN: u32 = 0xFF0D;
    let display = Display::open()?;
    let shown = display.shown_windows_of(process)?;
    let nothing = || Failure::new("nothing is asked");
    let window = *shown.get(1).ok_or_else(nothing)?;
    let (width, height) = display.size_of(window)?;
    // Two buttons share the lower edge.
    let at = |quarter: i16| (width / 4 * quarter, height - 20);
    match answer {
        Answer::No => display.click(window, at(1)),
        Answer::Yes => display.click(window, at(3)),
        Answer::Close => display.close(window),
        Answer::Enter => {
            display.point(window, (width / 2, height / 3))?;
            display.press(RETURN)
        }
    }
}

impl Display {
    fn size_of(&self, window: Window) -> Outcome<(i16, i16)> {
        let size = self.connection.get_geometry(window)?.reply()?;
        Ok((size.width.try_into()?, size.height.try_into()?))
    }

    fn point(&self, window: Window, at: (i16, i16)) -> Outcome {
        self.fake(window, at, &[(MOVE, 0)])
    }

    /// Presses and lets go of the key that has this symbol.
    fn press(&self, symbol: u32) -> Outcome {
        const KEY_PRESS: u8 = 2;
        const KEY_RELEASE: u8 = 3;
        let setup = self.connection.setup();
        let (least, most) = (setup.min_keycode, setup.max_keycode);
        let count = most - least + 1;
        let map = self
            .connection
            .get_keyboard_mapping(least, count)?
            .reply()?;
        let per_key = usize::from(map.keysyms_per_keycode);
        let place = map
            .keysyms
            .chunks(per_key)
            .position(|it| it.contains(&symbol));
        let missing = || Failure::new("the keyboard lacks a key");
        let key = least + u8::try_from(place.ok_or_else(missing)?)?;
        for what in [KEY_PRESS, KEY_RELEASE] {
            self.connection
                .xtest_fake_input(what, key, x11rb::CURRENT_TIME, self.root, 0, 0, 0)?
                .check()?;
        }
        Ok(())
    }
}
