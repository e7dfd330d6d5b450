//! Markdown in elements of our own.

use ipc::{Markdown as Piece, MarkdownKind as Kind};
use sycamore::web::{CustomElement, custom_element};

use crate::prelude::*;

/// The text in elements. None of them does anything: what a server sends leads nowhere and loads nothing.
#[component(inline_props)]
pub(crate) fn Markdown(pieces: Vec<Piece>) -> View {
    let pieces = all(pieces);
    view! { div(class="markdown") { (pieces) } }
}

fn all(pieces: Vec<Piece>) -> Vec<View> {
    pieces.into_iter().map(piece).collect()
}

fn piece(Piece { kind, text, inside }: Piece) -> View {
    match kind {
        Kind::Text => view! { (text) },
        Kind::Link => {
            let inside = all(inside);
            view! {
                (inside)
                " "
                span(class="markdown-address") { "(" (text) ")" }
            }
        }
        Kind::NumberedList => element(kind)
            .attr("start", text)
            .children(all(inside))
            .into(),
        Kind::Code => element(kind).children(text).into(),
        _ => element(kind)
            .attr("dir", "auto")
            .children(all(inside))
            .into(),
    }
}

/// The page has its own title, so that the headings of the text begin below it.
fn element(kind: Kind) -> CustomElement {
    custom_element(match kind {
        Kind::Text | Kind::Link => "span",
        Kind::Break => "br",
        Kind::Code => "code",
        Kind::Strong => "strong",
        Kind::Emphasis => "em",
        Kind::Paragraph => "p",
        Kind::Heading1 => "h2",
        Kind::Heading2 => "h3",
        Kind::Heading3 => "h4",
        Kind::Quote => "blockquote",
        Kind::CodeBlock => "pre",
        Kind::List => "ul",
        Kind::NumberedList => "ol",
        Kind::Item => "li",
        Kind::Rule => "hr",
        Kind::Table => "table",
        Kind::Row => "tr",
        Kind::Head => "th",
        Kind::Cell => "td",
    })
}
