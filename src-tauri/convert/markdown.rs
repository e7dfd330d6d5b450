//! A text in Markdown, in pieces. Pure.
//!
//! It is read here and not in the window, whose payload is to stay small. Markup in it stays text.

use ipc::{Markdown, MarkdownKind};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};

/// How many are within one another at most. What is further in stands at that depth.
const DEEPEST: usize = 16;

/// So many characters outside ASCII may stand between two empty lines. A webview takes a time to lay out the worst of
/// them that grows with the square of how many there are.
const MOST: usize = 1000;

/// The text in pieces; none where a webview would take too long for them.
pub(super) fn read(text: &str) -> Vec<Markdown> {
    let outside = |lines: &str| lines.chars().filter(|c| !c.is_ascii()).count();
    if text.split("\n\n").any(|lines| outside(lines) > MOST) {
        return Vec::new();
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut open = vec![piece(MarkdownKind::Paragraph)];
    let (mut too_deep, mut is_head) = (0, false);
    for event in TextMergeStream::new(Parser::new_ext(text, options)) {
        match event {
            Event::Start(_) if open.len() > DEEPEST => too_deep += 1,
            Event::End(_) if too_deep > 0 => too_deep -= 1,
            Event::Start(tag) => {
                is_head |= matches!(tag, Tag::TableHead);
                open.push(begun(&tag, is_head));
            }
            Event::End(tag) => {
                is_head &= !matches!(tag, TagEnd::TableHead);
                let done = open.pop();
                add(&mut open, done.into_iter());
            }
            event => add(&mut open, leaf(event).into_iter()),
        }
    }
    open.into_iter()
        .next()
        .map_or_else(Vec::new, |it| it.inside)
}

fn add(open: &mut [Markdown], pieces: impl Iterator<Item = Markdown>) {
    if let Some(around) = open.last_mut() {
        around.inside.extend(pieces);
    }
}

fn piece(kind: MarkdownKind) -> Markdown {
    words(kind, String::new())
}

fn words(kind: MarkdownKind, text: String) -> Markdown {
    Markdown {
        kind,
        text,
        inside: Vec::new(),
    }
}

fn begun(tag: &Tag<'_>, is_head: bool) -> Markdown {
    let kind = match tag {
        Tag::Heading { level, .. } => match level {
            HeadingLevel::H1 => MarkdownKind::Heading1,
            HeadingLevel::H2 => MarkdownKind::Heading2,
            _ => MarkdownKind::Heading3,
        },
        Tag::BlockQuote(_) => MarkdownKind::Quote,
        Tag::CodeBlock(_) => MarkdownKind::CodeBlock,
        Tag::List(None) => MarkdownKind::List,
        Tag::List(Some(first)) => return words(MarkdownKind::NumberedList, first.to_string()),
        Tag::Item => MarkdownKind::Item,
        Tag::Table(_) => MarkdownKind::Table,
        Tag::TableHead | Tag::TableRow => MarkdownKind::Row,
        Tag::TableCell if is_head => MarkdownKind::Head,
        Tag::TableCell => MarkdownKind::Cell,
        Tag::Emphasis | Tag::Strikethrough => MarkdownKind::Emphasis,
        Tag::Strong => MarkdownKind::Strong,
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
            return words(MarkdownKind::Link, dest_url.to_string());
        }
        _ => MarkdownKind::Paragraph,
    };
    piece(kind)
}

fn leaf(event: Event<'_>) -> Option<Markdown> {
    match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
            Some(words(MarkdownKind::Text, text.into_string()))
        }
        Event::Code(text) => Some(words(MarkdownKind::Code, text.into_string())),
        Event::SoftBreak => Some(words(MarkdownKind::Text, " ".to_owned())),
        Event::HardBreak => Some(piece(MarkdownKind::Break)),
        Event::Rule => Some(piece(MarkdownKind::Rule)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// As a person would write it down: each piece with what is in it.
    fn shown(text: &str) -> String {
        fn all(pieces: &[Markdown], shown: &mut String) {
            for it in pieces {
                match it.kind {
                    MarkdownKind::Text => *shown += &it.text,
                    kind => {
                        let _ = write!(shown, "{kind:?}");
                        if !it.text.is_empty() {
                            let _ = write!(shown, "<{}>", it.text);
                        }
                        shown.push('(');
                        all(&it.inside, shown);
                        shown.push(')');
                    }
                }
            }
        }
        let mut said = String::new();
        all(&read(text), &mut said);
        said
    }

    #[test]
    fn each_kind_is_told() {
        for (text, expected) in [
            ("", ""),
            ("# A\n## B\n##### C", "Heading1(A)Heading2(B)Heading3(C)"),
            ("one\ntwo  \nthree", "Paragraph(one twoBreak()three)"),
            (
                "**a** *b* ~~c~~ `d`",
                "Paragraph(Strong(a) Emphasis(b) Emphasis(c) Code<d>())",
            ),
            (
                "[a](https://x.example) ![b](c.png)",
                "Paragraph(Link<https://x.example>(a) Link<c.png>(b))",
            ),
            ("> a\n\n---", "Quote(Paragraph(a))Rule()"),
            ("- a\n- b", "List(Item(a)Item(b))"),
            ("7. a", "NumberedList<7>(Item(a))"),
            ("```sh\na\n```", "CodeBlock(a\n)"),
            (
                "|a|b|\n|-|-|\n|1|2|",
                "Table(Row(Head(a)Head(b))Row(Cell(1)Cell(2)))",
            ),
            // Markup stays text.
            ("<b>a</b>", "Paragraph(<b>a</b>)"),
            (
                "<script>\na()\n</script>",
                "Paragraph(<script>\na()\n</script>)",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn however_deep_it_is_nested_no_word_is_lost_and_json_can_hold_it() {
        let text = format!("{} a {}", "> ".repeat(3000), "*b".repeat(3000));
        let pieces = read(&text);
        let json = serde_json::to_string(&pieces).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<Markdown>>(&json).unwrap(),
            pieces
        );
        assert_eq!(shown(&text).matches('b').count(), 3000);
    }

    #[test]
    fn what_would_keep_a_webview_busy_is_left_as_it_was_sent() {
        let hard = |count: usize| format!("# A\n\n{}", "*\u{5d0}*".repeat(count));
        assert!(!read(&hard(MOST)).is_empty());
        assert!(read(&hard(MOST + 1)).is_empty());
    }
}
