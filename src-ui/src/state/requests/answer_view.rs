//! How an answer is read: laid out or as it was sent, where somebody has scrolled to, and what they look for.

use std::rc::Rc;

use crate::prelude::*;

use super::{BodyText, Sight};

/// Which side of an answer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Pretty,
    Raw,
    Headers,
    Cookies,
}

/// How much of a long body is shown before all of it is laid out, in bytes.
const FIRST: usize = 64 * 1024;

/// How an answer is read. A handle: copy it freely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerView {
    pub(crate) view: Signal<View>,
    /// The body as it came.
    body: Signal<Option<Rc<String>>>,
    media_type: Signal<String>,
    /// The rows that stand there.
    pub(crate) text: Signal<Option<Rc<BodyText>>>,
    pub(crate) sight: Signal<Sight>,
    pub(crate) scrolled: Signal<f64>,
    pub(crate) needle: Signal<String>,
    pub(crate) found: Signal<Rc<Vec<u32>>>,
    /// Which of them one is at.
    pub(crate) at: Signal<usize>,
}

impl AnswerView {
    pub(crate) fn new() -> Self {
        Self {
            view: create_signal(View::Pretty),
            body: create_signal(None),
            media_type: create_signal(String::new()),
            text: create_signal(None),
            sight: create_signal(Sight::default()),
            scrolled: create_signal(0.0),
            needle: create_signal(String::new()),
            found: create_signal(Rc::default()),
            at: create_signal(0),
        }
    }

    /// There is no body, or none yet.
    pub(crate) fn forget(self) {
        batch(|| {
            self.body.set(None);
            self.text.set(None);
            self.scrolled.set(0.0);
            self.needle.set(String::new());
            self.found.set(Rc::default());
            self.at.set(0);
        });
    }

    /// The beginning of a body that is too long to be laid out before anything is seen of it.
    pub(crate) fn show_first(self, bytes: &[u8], media_type: &str) {
        if let Some(first) = bytes.get(..FIRST) {
            let first = String::from_utf8_lossy(first).into_owned();
            let columns = self.columns();
            let text = BodyText::pretty(Rc::new(first), media_type, columns);
            self.text.set(Some(Rc::new(text)));
        }
    }

    /// All of a body. What stands there already stays as somebody has folded it.
    pub(crate) fn show(self, bytes: Vec<u8>, media_type: &str) {
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let stands_there = |body: &Option<Rc<String>>| body.as_deref() == Some(&text);
        if self.body.with_untracked(stands_there) {
            return;
        }
        batch(|| {
            self.body.set(Some(Rc::new(text)));
            self.media_type.set(media_type.to_owned());
            self.lay_out();
        });
    }

    /// The body as it came.
    pub(crate) fn sent(self) -> Option<Rc<String>> {
        self.body.get_clone_untracked()
    }

    /// Another side of the answer.
    pub(crate) fn turn_to(self, view: View) {
        batch(|| {
            self.view.set(view);
            self.scrolled.set(0.0);
            self.lay_out();
        });
    }

    /// The window has another size.
    pub(crate) fn measure(self, sight: Sight) {
        let before = self.sight.replace(sight);
        if before.columns != sight.columns
            && let Some(text) = self.text.get_clone_untracked()
        {
            self.text.set(Some(Rc::new(text.at_width(self.columns()))));
        }
    }

    fn lay_out(self) {
        let body = self.body.get_clone_untracked();
        let text = body.map(|body| match self.view.get_untracked() {
            View::Raw => BodyText::raw(body, self.columns()),
            _ => self
                .media_type
                .with_untracked(|kind| BodyText::pretty(body, kind, self.columns())),
        });
        self.text.set(text.map(Rc::new));
        self.look();
    }

    /// Folds what opens at this place, or unfolds it.
    pub(crate) fn fold(self, open: u32) {
        if let Some(text) = self.text.get_clone_untracked() {
            self.text.set(Some(Rc::new(text.turned(open))));
        }
    }

    /// Looks for what is typed, and goes to the first of it.
    pub(crate) fn look(self) {
        let found = self.text.with_untracked(|text| {
            let text = text.as_ref()?;
            Some(self.needle.with_untracked(|needle| text.find(needle)))
        });
        batch(|| {
            self.found.set(Rc::new(found.unwrap_or_default()));
            self.at.set(0);
        });
    }

    /// Goes to the next of what is found, or to the one before, around its end.
    pub(crate) fn step(self, forward: bool) {
        let count = self.found.with_untracked(|found| found.len());
        let at = self.at.get_untracked();
        self.at.set(match (count, forward) {
            (0, _) => 0,
            (count, true) => (at + 1) % count,
            (count, false) => (at + count - 1) % count,
        });
    }

    /// How far to scroll to what one is at, which is folded no longer.
    pub(crate) fn scroll_to_found(self) -> Option<f64> {
        let place = self
            .found
            .with_untracked(|found| found.get(self.at.get_untracked()).copied())?;
        let revealed = self
            .text
            .with_untracked(|text| text.as_ref()?.revealing(place));
        if let Some(text) = revealed {
            self.text.set(Some(Rc::new(text)));
        }
        self.text.with_untracked(|text| {
            let text = text.as_ref()?;
            let sight = self.sight.get_untracked();
            Some(sight.scrolled_to(text.row_of(place), text.rows()))
        })
    }

    fn columns(self) -> usize {
        const BEFORE_IT_IS_MEASURED: usize = 80;
        match self.sight.get_untracked().columns {
            0 => BEFORE_IT_IS_MEASURED,
            columns => columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_scope(test: impl FnOnce(AnswerView)) {
        create_root(|| test(AnswerView::new())).dispose();
    }

    fn first_row(of: AnswerView) -> String {
        let text = of.text.get_clone().expect("a text");
        text.row(0).expect("a row").1.to_owned()
    }

    #[test]
    fn what_is_searched_for_is_gone_through_around_its_end() {
        in_scope(|view| {
            view.show(b"[1,2,1]".to_vec(), "application/json");
            view.needle.set("1".into());
            view.look();
            let count = view.found.with(|found| found.len());
            assert_eq!((count, view.at.get()), (2, 0));
            view.step(true);
            assert_eq!(view.at.get(), 1);
            view.step(true);
            assert_eq!(view.at.get(), 0);
            view.step(false);
            assert_eq!(view.at.get(), 1);
            assert!(view.scroll_to_found().is_some());
            view.forget();
            assert!(view.scroll_to_found().is_none());
        });
    }

    #[test]
    fn what_is_led_to_is_folded_no_longer() {
        in_scope(|view| {
            view.show(b"[[1],2]".to_vec(), "application/json");
            let rows = || view.text.get_clone().expect("a text").rows();
            assert_eq!(rows(), 6);
            view.fold(0);
            assert_eq!(rows(), 1);
            view.needle.set("1".into());
            view.look();
            view.scroll_to_found();
            assert_eq!(rows(), 6);
        });
    }

    #[test]
    fn the_same_body_is_laid_out_or_as_it_was_sent() {
        in_scope(|view| {
            view.show(b"{\"a\":1}".to_vec(), "application/json");
            assert_eq!(first_row(view), "{");
            view.turn_to(View::Raw);
            assert_eq!(first_row(view), "{\"a\":1}");
            view.measure(Sight {
                columns: 3,
                ..Sight::default()
            });
            assert_eq!(first_row(view), "{\"a");
        });
    }

    #[test]
    fn the_beginning_of_a_long_body_stands_there_before_the_rest() {
        in_scope(|view| {
            let body = format!("[{}1]", "1,".repeat(FIRST));
            view.show_first(body.as_bytes(), "application/json");
            assert_eq!(first_row(view), "[");
            view.show_first(b"[]", "application/json");
            view.show(body.into_bytes(), "application/json");
            assert_eq!(view.text.get_clone().expect("a text").rows(), FIRST + 3);
        });
    }
}
