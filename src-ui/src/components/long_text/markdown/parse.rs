//! The blocks of a text in Markdown, line by line. Pure.

use super::super::blocks;

/// A block. What stands within is read when it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// How far down it is, from 1.
    Heading(usize, String),
    Paragraph(String),
    Code(String),
    Quote(Vec<Self>),
    List {
        /// With which number it begins, where its items have numbers.
        first: Option<u32>,
        items: Vec<Vec<Self>>,
    },
    Rule,
}

/// How many are within one another at most; what is further in is a paragraph.
const DEEPEST: usize = 6;

/// The blocks of a text.
pub(super) fn parse(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    within(&lines, 0)
}

fn within(mut lines: &[&str], depth: usize) -> Vec<Block> {
    let mut found = Vec::new();
    while let Some(line) = lines.first() {
        let count = if line.trim().is_empty() {
            1
        } else {
            take(lines, depth, &mut found)
        };
        lines = &lines[count..];
    }
    found
}

/// Reads the block that begins here, of so many lines.
fn take(lines: &[&str], depth: usize, found: &mut Vec<Block>) -> usize {
    let line = lines[0].trim();
    let may_nest = depth < DEEPEST;
    if let Some(marker) = fence(line) {
        let end = lines[1..].iter().position(|it| it.trim() == marker);
        let last = end.map_or(lines.len(), |end| end + 1);
        push(found, &lines[1..last].join("\n"), Block::Code);
        return (last + 1).min(lines.len());
    }
    if let Some((level, text)) = heading(line) {
        push(found, text, |text| Block::Heading(level, text));
        return 1;
    }
    if is_rule(line) {
        found.push(Block::Rule);
        return 1;
    }
    if may_nest && line.starts_with('>') {
        let quoted = lines
            .iter()
            .map_while(|it| it.trim_start().strip_prefix('>'));
        let quoted: Vec<&str> = quoted
            .map(|it| it.strip_prefix(' ').unwrap_or(it))
            .collect();
        found.push(Block::Quote(within(&quoted, depth + 1)));
        return quoted.len();
    }
    if may_nest && let Some(marker) = marker(lines[0]) {
        return list(lines, marker, depth, found);
    }
    let count = 1 + lines[1..].iter().take_while(|it| goes_on(it)).count();
    let lines = &lines[..count];
    if lines.iter().all(|it| it.trim_start().starts_with('|')) {
        // A table, of which the columns at least stay where they are.
        push(found, &lines.join("\n"), Block::Code);
    } else {
        push(found, &joined(lines), Block::Paragraph);
    }
    count
}

/// What is hard to lay out comes in pieces.
fn push(found: &mut Vec<Block>, text: &str, block: impl Fn(String) -> Block) {
    found.extend(blocks(text).into_iter().map(|it| block(it.to_owned())));
}

/// One line after the other, in a line of its own where it says so by two spaces or a backslash at its end.
fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let has_break = line.ends_with("  ") || line.ends_with('\\');
        text += line.trim().trim_end_matches('\\');
        text.push(if has_break { '\n' } else { ' ' });
    }
    text.truncate(text.trim_end().len());
    text
}

/// Whether a line goes on with the paragraph before it.
fn goes_on(line: &str) -> bool {
    let text = line.trim();
    let begins = fence(text).is_some()
        || heading(text).is_some()
        || is_rule(text)
        || text.starts_with('>')
        || marker(line).is_some();
    !text.is_empty() && !begins
}

/// What ends the code that begins with this line.
fn fence(line: &str) -> Option<&str> {
    ["`", "~"].iter().find_map(|sign| {
        let count = line.len() - line.trim_start_matches(sign).len();
        let is_one = count >= 3 && !line[count..].contains(sign);
        is_one.then(|| &line[..count])
    })
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_one = (1..=6).contains(&level) && (text.is_empty() || text.starts_with(' '));
    is_one.then(|| (level, text.trim().trim_end_matches('#').trim_end()))
}

fn is_rule(line: &str) -> bool {
    let signs: String = line.chars().filter(|c| *c != ' ').collect();
    signs.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|sign| signs.chars().all(|c| c == *sign))
}

/// How an item begins: at which letter of its line its text does, and its number.
#[derive(Clone, Copy)]
struct Marker {
    text: usize,
    number: Option<u32>,
}

fn marker(line: &str) -> Option<Marker> {
    let body = line.trim_start();
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (number, length) = match digits {
        0 if body.starts_with(['-', '*', '+']) => (None, 1),
        1..=9 if body[digits..].starts_with(['.', ')']) => {
            (body[..digits].parse().ok(), digits + 1)
        }
        _ => return None,
    };
    let has_text = body[length..].starts_with(' ');
    let text = line.len() - body.len() + length + 1;
    has_text.then_some(Marker { text, number })
}

/// The items that follow one another. What is indented as far as the text of one belongs to it.
fn list(lines: &[&str], first: Marker, depth: usize, found: &mut Vec<Block>) -> usize {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(next) = lines.get(at).and_then(|line| marker(line)) {
        if next.number.is_some() != first.number.is_some() || is_rule(lines[at].trim()) {
            break;
        }
        let mut item = vec![lines[at].get(next.text..).unwrap_or_default()];
        at += 1;
        while let Some(line) = lines.get(at) {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let is_empty = line.trim().is_empty();
            let is_its = is_empty || indent >= next.text;
            // A line that is not indented goes on with the one before it, as in a paragraph.
            let follows = item.last().is_some_and(|it| !it.trim().is_empty());
            let goes_on = follows && goes_on(line);
            if !(is_its || goes_on) {
                break;
            }
            item.push(line.get(next.text.min(indent)..).unwrap_or_default());
            at += 1;
        }
        items.push(within(&item, depth + 1));
    }
    found.push(Block::List {
        first: first.number,
        items,
    });
    at
}

#[cfg(test)]
mod tests {
    use super::{
        Block::{Code, Heading, List, Paragraph, Quote, Rule},
        *,
    };

    fn p(text: &str) -> Block {
        Paragraph(text.into())
    }

    #[test]
    fn each_kind_of_block_is_known() {
        let sent = "# The *pier*\n\nOpen from dawn\nto dusk.  \nExcept Mondays.\n***\n> Mind\n> the gap.\n\n```sh\ncurl /pier # no title\n```\n| a | b |\n|---|---|\nlast";
        let expected = [
            Heading(1, "The *pier*".into()),
            p("Open from dawn to dusk.\nExcept Mondays."),
            Rule,
            Quote(vec![p("Mind the gap.")]),
            Code("curl /pier # no title".into()),
            p("| a | b | |---|---| last"),
        ];
        assert_eq!(parse(sent), expected);
        assert_eq!(parse("| a |\n|---|"), [Code("| a |\n|---|".into())]);
    }

    #[test]
    fn lists_are_within_one_another_by_their_indentation() {
        let sent =
            "3. three\n   goes on\n   - in it\n   - more\n\n     of it\n4. four\nlazily\n- other";
        let inner = List {
            first: None,
            items: vec![vec![p("in it")], vec![p("more"), p("of it")]],
        };
        let expected = [
            List {
                first: Some(3),
                items: vec![vec![p("three goes on"), inner], vec![p("four lazily")]],
            },
            List {
                first: None,
                items: vec![vec![p("other")]],
            },
        ];
        assert_eq!(parse(sent), expected);
    }

    #[test]
    fn markup_and_what_only_looks_like_a_block_is_a_paragraph() {
        for sent in [
            "<h1>Hi</h1>",
            "#no title",
            "-5 degrees",
            "1.5 metres",
            "a ``` b",
        ] {
            assert_eq!(parse(sent), [p(sent)]);
        }
        assert_eq!(parse("```\nnever\nended"), [Code("never\nended".into())]);
        assert_eq!(parse(""), []);
    }

    #[test]
    fn the_worst_of_it_is_read_in_a_bounded_time_and_depth() {
        for piece in [
            "> ", "- ", ">", "\n- a\n", "1. ", "  - a\n", "```\n", "#\n", "\n\n", "|\n",
        ] {
            parse(&piece.repeat(32 * 1024 / piece.len()));
        }
        let hard = "\u{5D0}".repeat(10_000);
        assert!(parse(&hard).len() > 10);
    }
}
