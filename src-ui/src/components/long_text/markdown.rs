//! Markdown, as far as people write it by hand: headings, paragraphs, lists, quotes, code, links.
//!
//! All of it becomes text in elements of our own. Markup in it stays text, as does whatever else is not understood; a
//! link shows where it would lead and leads nowhere, since the window opens nothing that a server names.

mod inline;
mod parse;

use sycamore::prelude::*;

use self::{
    inline::{Inline, inlines},
    parse::{Block, parse},
};

/// The text in elements.
#[component(inline_props)]
pub(crate) fn Markdown(text: String) -> View {
    view! { div(class="markdown") { (all(parse(&text))) } }
}

fn all(blocks: Vec<Block>) -> Vec<View> {
    blocks.into_iter().map(block).collect()
}

fn block(block: Block) -> View {
    match block {
        Block::Heading(level, text) => heading(level, spans(&text)),
        Block::Paragraph(text) => {
            let spans = spans(&text);
            view! { p(dir="auto") { (spans) } }
        }
        Block::Code(text) => view! { pre(class="page-code") { (text) } },
        Block::Quote(blocks) => {
            let blocks = all(blocks);
            view! { blockquote { (blocks) } }
        }
        Block::List { first, items } => {
            let items: Vec<View> = items.into_iter().map(item).collect();
            match first {
                Some(first) => view! { ol("start"=first.to_string()) { (items) } },
                None => view! { ul { (items) } },
            }
        }
        Block::Rule => view! { hr() },
    }
}

/// The page has its own title, so that those of the text begin below it.
fn heading(level: usize, spans: Vec<View>) -> View {
    match level {
        1 => view! { h2(dir="auto") { (spans) } },
        2 => view! { h3(dir="auto") { (spans) } },
        _ => view! { h4(dir="auto") { (spans) } },
    }
}

fn item(blocks: Vec<Block>) -> View {
    let blocks = all(blocks);
    view! { li { (blocks) } }
}

fn spans(text: &str) -> Vec<View> {
    inlines(text).into_iter().map(span).collect()
}

fn span(inline: Inline) -> View {
    let nested = |inlines: Vec<Inline>| inlines.into_iter().map(span).collect::<Vec<View>>();
    match inline {
        Inline::Text(text) => view! { (text) },
        Inline::Code(text) => view! { code { (text) } },
        Inline::Strong(inlines) => {
            let spans = nested(inlines);
            view! { strong { (spans) } }
        }
        Inline::Emphasis(inlines) => {
            let spans = nested(inlines);
            view! { em { (spans) } }
        }
        Inline::Link { text, address } => view! {
            (text)
            " "
            span(class="markdown-address") { "(" (address) ")" }
        },
    }
}
