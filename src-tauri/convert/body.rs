//! What a window is given of the body of an answer: text, and no more of it at once than a page can lay out.

use auth_core::Response;

use super::{markdown, picture};

/// The most text that a window is given at once, in bytes. The worst that was found takes a webview a second to lay
/// out then, in the blocks that the window makes of it, and ordinary text a tenth of that.
pub(crate) const PART: usize = 32 * 1024;
/// How near to the end of a part a line's end is looked for.
const NEAR: usize = 4 * 1024;

/// One byte in so many may be none of a text; a few may be in any. Text in an old alphabet has more, and would be
/// marks in place of letters.
const ONE_IN: usize = 8;
const A_FEW: usize = 16;

/// The longest type that is told.
const LONGEST_TYPE: usize = 60;

/// That part of the body, or the last where there are not so many.
pub(crate) fn read(response: &Response, part: u32) -> ipc::PageBody {
    let body = &response.body;
    let bytes = u64::try_from(body.len()).unwrap_or(u64::MAX);
    if let Some((width, height)) = picture::size(body) {
        return ipc::PageBody::Picture {
            width,
            height,
            bytes,
        };
    }
    if !is_shown(response) {
        return ipc::PageBody::NoText { bytes };
    }
    let ends = ends(body);
    let last = ends.len().saturating_sub(1);
    let at = usize::try_from(part).unwrap_or(last).min(last);
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    let end = ends.get(at).copied().unwrap_or_default();
    let text = auth_core::legible_text(&String::from_utf8_lossy(&body[start..end]));
    let media_type = media_type(response).unwrap_or_default();
    let is_markdown = matches!(&*media_type, "text/markdown" | "text/x-markdown");
    let markdown = if is_markdown {
        markdown::read(&text)
    } else {
        Vec::new()
    };
    ipc::PageBody::Text(ipc::TextPart {
        markdown,
        text,
        part: number(at),
        parts: number(ends.len().max(1)),
        bytes,
    })
}

/// Whether its body is text, by what it begins with and what it is called.
pub(crate) fn is_shown(response: &Response) -> bool {
    let body = &response.body;
    let first = &body[..body.len().min(PART)];
    is_text(first)
        && picture::size(body).is_none()
        && !media_type(response).as_deref().is_some_and(is_never_text)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where the parts of a text end.
fn ends(text: &[u8]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        start += if rest.len() > PART {
            cut(&rest[..=PART])
        } else {
            rest.len()
        };
        ends.push(start);
    }
    ends
}

/// How much of this is a part, which is at most all but the last byte: up to the end of a line, or of a character
/// (RFC 3629 section 3: of whose bytes only the first begins otherwise than with the bits 10).
fn cut(text: &[u8]) -> usize {
    const LONGEST_CHARACTER: usize = 4;
    let end = text.len() - 1;
    let near = end.saturating_sub(NEAR);
    if let Some(at) = text[near..end].iter().rposition(|byte| *byte == b'\n') {
        return near + at + 1;
    }
    let begins = |at: &usize| text[*at] & 0b1100_0000 != 0b1000_0000;
    let characters = end.saturating_sub(LONGEST_CHARACTER - 1)..=end;
    characters.rev().find(begins).unwrap_or(end)
}

/// Whether a person could read it. Servers of the family send text under any type, so that the bytes decide.
fn is_text(bytes: &[u8]) -> bool {
    let is_odd = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let odd: usize = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().filter(is_odd).count() + chunk.invalid().len())
        .sum();
    odd <= A_FEW || odd < bytes.len() / ONE_IN
}

/// What is to be seen or heard, and is no text whatever its bytes are.
fn is_never_text(media_type: &str) -> bool {
    let (kind, of_it) = media_type.split_once('/').unwrap_or((media_type, ""));
    matches!(kind, "image" | "audio" | "video" | "font") && !of_it.ends_with("+xml")
}

/// The type without its parameters (RFC 9110 section 8.3.1), if it is one.
pub(crate) fn media_type(response: &Response) -> Option<String> {
    let value = response.headers.get("content-type")?.to_str().ok()?;
    let value = value.split(';').next()?.trim().to_ascii_lowercase();
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-/".contains(c);
    let is_type = value.len() <= LONGEST_TYPE
        && value.matches('/').count() == 1
        && value.chars().all(is_sign)
        && !value.starts_with('/')
        && !value.ends_with('/');
    is_type.then_some(value)
}

#[cfg(test)]
mod tests {
    use auth_core::Response;

    use super::*;

    fn response(media_type: Option<&str>, body: impl Into<Vec<u8>>) -> Response {
        let mut response = Response::new(200.try_into().unwrap(), body.into());
        if let Some(media_type) = media_type {
            let value = media_type.parse().unwrap();
            response.headers.insert("content-type", value);
        }
        response
    }

    fn part(of: &Response, part: u32) -> ipc::TextPart {
        match read(of, part) {
            ipc::PageBody::Text(part) => part,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_fits_a_page_is_given_whole() {
        for text in ["", "User Content.", &"x".repeat(PART)] {
            let whole = part(&response(None, text), 0);
            assert_eq!((whole.text.as_str(), whole.parts), (text, 1));
        }
    }

    #[test]
    fn a_long_text_is_cut_after_a_line_or_else_after_a_character() {
        let lines = response(None, "a line of text\n".repeat(10_000));
        let one_line = response(None, "\u{17C}\u{1F600}x".repeat(10_000));
        for (long, ends_a_line) in [(lines, true), (one_line, false)] {
            let parts = part(&long, 0).parts;
            assert!(parts > 1);
            let read: Vec<_> = (0..parts).map(|at| part(&long, at)).collect();
            for (at, one) in (0..).zip(&read) {
                assert_eq!((one.part, one.parts), (at, parts));
                assert_eq!(one.bytes, u64::try_from(long.body.len()).unwrap());
                assert!(one.text.len() <= PART && !one.text.is_empty());
                assert_eq!(one.text.ends_with('\n'), ends_a_line);
            }
            let all: String = read.into_iter().map(|one| one.text).collect();
            assert_eq!(all, long.text());
            assert_eq!(part(&long, u32::MAX).part, parts - 1);
        }
    }

    #[test]
    fn what_nobody_could_read_is_told_and_not_shown() {
        let noise: Vec<u8> = (0..=u8::MAX).cycle().step_by(37).take(290_000).collect();
        let utf16: Vec<u8> = "User Content, and more of it."
            .bytes()
            .flat_map(|it| [it, 0])
            .collect();
        for (media_type, body, told) in [
            (
                Some("application/octet-stream"),
                noise.clone(),
                Some("application/octet-stream"),
            ),
            (None, noise, None),
            (Some("text/plain"), utf16, Some("text/plain")),
            (
                Some("Image/PNG; x=y"),
                b"<b>no picture</b>".to_vec(),
                Some("image/png"),
            ),
            (Some("video/a<b>"), vec![0; 99], None),
        ] {
            let bytes = u64::try_from(body.len()).unwrap();
            let answer = response(media_type, body);
            assert_eq!(
                read(&answer, 0),
                ipc::PageBody::NoText { bytes },
                "{media_type:?}"
            );
            assert_eq!(super::media_type(&answer).as_deref(), told);
        }
    }

    #[test]
    fn a_picture_is_one_by_its_bytes_and_not_by_its_name() {
        let gif = b"GIF89a\x02\0\x03\0\0\0\0;";
        for media_type in [None, Some("text/plain"), Some("image/svg+xml")] {
            let answer = response(media_type, *gif);
            let picture = ipc::PageBody::Picture {
                width: 2,
                height: 3,
                bytes: 14,
            };
            assert_eq!(read(&answer, 0), picture, "{media_type:?}");
            assert!(!is_shown(&answer));
        }
    }

    #[test]
    fn text_is_text_under_any_type_and_with_a_byte_that_is_none() {
        for media_type in [
            None,
            Some("text/html"),
            Some("application/octet-stream"),
            Some("image/svg+xml"),
        ] {
            assert_eq!(
                part(&response(media_type, "a"), 0).text,
                "a",
                "{media_type:?}"
            );
        }
        assert_eq!(part(&response(None, *b"Jos\xE9"), 0).text, "Jos\u{FFFD}");
        let prose = b"Wie sch\xF6n, sagte sie, und ging fort.\r\n".repeat(2000);
        assert_eq!(part(&response(None, prose), 0).part, 0);
    }

    #[test]
    fn every_byte_is_in_one_part_whatever_it_is() {
        for piece in [
            &b"\x80"[..],
            b"\n",
            b"\xF0\x9F\x98\x80",
            b"\xC3\xA9x",
            "x".repeat(PART - 1).as_bytes(),
            b"\0\n\xFF",
        ] {
            let body = piece.repeat(1 + 3 * PART / piece.len());
            let mut start = 0;
            for end in ends(&body) {
                assert!(end > start && end - start <= PART, "{piece:?}");
                start = end;
            }
            assert_eq!(start, body.len());
        }
    }
}
