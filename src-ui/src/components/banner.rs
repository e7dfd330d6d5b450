//! A message across the page: what happened, what it means, what to do.

use std::borrow::Cow;

use ipc::LogoutReason;

use super::{Glyph, Shape};
use crate::{prelude::*, words};

/// How a message feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Worth knowing.
    Info,
    /// It worked.
    Good,
    /// Something waits or is missing; nothing is lost.
    Warning,
    /// It failed.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "banner banner-info",
            Self::Good => "banner banner-good",
            Self::Warning => "banner banner-warning",
            Self::Bad => "banner banner-bad",
        }
    }

    const fn shape(self) -> Shape {
        match self {
            Self::Info => Shape::Info,
            Self::Good => Shape::Check,
            Self::Warning | Self::Bad => Shape::Warning,
        }
    }
}

/// A message. Its children come after the words: a button, a link. What a server `said` that is not for a person is
/// folded below.
#[component(inline_props)]
pub(crate) fn Banner(
    tone: Tone,
    testid: &'static str,
    #[prop(setter(into))] text: MaybeDyn<Cow<'static, str>>,
    #[prop(default)] said: String,
    #[prop(default)] children: Children,
) -> View {
    let said = (!said.is_empty()).then(|| view! { Said(testid=testid, said=said) });
    view! {
        div(class=tone.class(), data-testid=testid) {
            Glyph(shape=tone.shape())
            p(class="banner-text") { (text.get_clone()) }
            (children)
            (said)
        }
    }
}

/// Why the last session ended, where one has.
#[component(inline_props)]
pub(crate) fn EndBanner(reason: ReadSignal<Option<LogoutReason>>) -> View {
    view! {
        (match reason.get() {
            Some(reason) => {
                let tone = match reason {
                    LogoutReason::SignedOutByUser => Tone::Info,
                    _ => Tone::Warning,
                };
                view! {
                    Banner(tone=tone, testid="logout-reason", text=words::logout_reason(reason))
                }
            }
            None => view! {},
        })
    }
}

#[component(inline_props)]
fn Said(testid: &'static str, said: String) -> View {
    view! {
        details(class="said", data-testid=format!("{testid}-said")) {
            summary { (words::label::server_words()) }
            p(class="said-words") { (said) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_said_for_others_is_folded_below_the_words() {
        let html = sycamore::render_to_string(|| {
            let said = "connect ECONNREFUSED".to_owned();
            view! { Banner(tone=Tone::Bad, testid="failed", text="It failed.", said=said) }
        });
        let words = html.find("It failed.").expect("the words");
        let fold = html.find("<details").expect("a fold");
        let said = html.find("connect ECONNREFUSED").expect("what was said");
        assert!(words < fold && fold < said, "{html}");
        assert!(!html.contains("open="), "it is closed: {html}");
    }
}
