//! A message across the page: what happened, what it means, what to do.

use std::borrow::Cow;

use sycamore::prelude::*;

use super::{Glyph, Shape};

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

/// A message. Its children come after the words: a button, a link.
#[component(inline_props)]
pub(crate) fn Banner(
    tone: Tone,
    testid: &'static str,
    #[prop(setter(into))] text: MaybeDyn<Cow<'static, str>>,
    #[prop(default)] children: Children,
) -> View {
    view! {
        div(class=tone.class(), data-testid=testid) {
            Glyph(shape=tone.shape())
            p(class="banner-text") { (text.get_clone()) }
            (children)
        }
    }
}
