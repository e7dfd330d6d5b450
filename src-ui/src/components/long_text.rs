//! Text of others, of whatever length and in whatever characters, laid out in a bounded time.

mod markdown;
mod records;
mod rows;

use crate::prelude::*;

use crate::state::is_called_json;

pub(crate) use self::{
    markdown::Markdown,
    records::{RecordTable, Records},
    rows::BodyRows,
};

/// How many characters outside ASCII stand in one block at most. Letters that change their direction, or pile signs onto
/// each other, take a webview a time that grows with the square of how many a block has: thirty thousand bytes of
/// the worst are minutes in one block, and a second in many. A line of plain text is cut nowhere.
const MOST: usize = 500;

/// The text in blocks, by what its server calls it. Whoever shows it gives the room its style.
#[component(inline_props)]
pub(crate) fn LongText(text: String, media_type: String) -> View {
    let is_code = is_code(&text, &media_type);
    let blocks: Vec<View> = blocks(&text)
        .into_iter()
        .map(|block| {
            let block = block.to_owned();
            view! { div { (block) } }
        })
        .collect();
    view! {
        div(class=if is_code { "page-code" } else { "page-prose" }) { (blocks) }
    }
}

/// Whether a machine would read it: each letter then has the same width. Servers call a plain sentence HTML as well.
fn is_code(text: &str, media_type: &str) -> bool {
    let is_markup = text.trim_start().starts_with('<');
    let is_called_markup = || ["html", "xml"].iter().any(|end| media_type.ends_with(end));
    is_called_json(media_type) || is_markup && is_called_markup()
}

/// Cuts after a line, or else after a word, or else anywhere.
fn blocks(text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    let mut rest = text;
    let outside = |(_, c): &(usize, char)| !c.is_ascii();
    while let Some((at, _)) = rest.char_indices().filter(outside).nth(MOST) {
        let head = &rest[..at];
        let after = |sign| head.rfind(sign).map(|place| place + 1);
        let end = after('\n').or_else(|| after(' ')).unwrap_or(at);
        let (block, after) = rest.split_at(end);
        blocks.push(block);
        rest = after;
    }
    blocks.push(rest);
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(text: &str) -> usize {
        text.chars().filter(|c| !c.is_ascii()).count()
    }

    #[test]
    fn prose_is_prose_and_markup_is_code() {
        for (text, kind, expected) in [
            ("User Content.", "", false),
            ("User Content.", "text/html", false),
            ("{not json}", "text/plain", false),
            ("[1,2,", "application/problem+json", true),
            ("<p>Hi</p>", "text/html", true),
            ("<p>Hi</p>", "application/xml", true),
            ("<p>Hi</p>", "image/svg+xml", true),
        ] {
            assert_eq!(is_code(text, kind), expected, "{text} {kind}");
        }
    }

    #[test]
    fn plain_text_is_one_block_whatever_its_length() {
        for text in [
            "",
            "User Content.",
            &"a line\n".repeat(9000),
            &"x".repeat(90_000),
        ] {
            assert_eq!(blocks(text), [text]);
        }
    }

    #[test]
    fn no_block_has_many_characters_that_are_hard_to_lay_out_and_none_is_lost() {
        for text in [
            "a\u{5D0}".repeat(9000),
            format!("a{}", "\u{301}".repeat(9000)),
            "\u{4E2D}\u{6587}\n".repeat(3000),
            "\u{1F600} ".repeat(3000),
            format!("\n{}{}", "x".repeat(9000), "\u{FFFD}".repeat(9000)),
        ] {
            let blocks = blocks(&text);
            assert!(blocks.iter().all(|block| outside(block) <= MOST));
            assert!(blocks.iter().all(|block| !block.is_empty()));
            assert_eq!(blocks.concat(), text);
        }
    }

    #[test]
    fn a_cut_is_where_a_line_ends_or_a_word() {
        let lines = "\u{17C}\u{17C} \u{17C}\n".repeat(1000);
        assert!(blocks(&lines).iter().all(|block| block.ends_with('\n')));
        let words = "\u{17C}\u{17C}\u{17C} ".repeat(1000);
        assert!(blocks(&words).iter().all(|block| block.ends_with(' ')));
    }
}
