//! The pages of a server: whom they are for, how much there is on one, and what of it is shown.

use ipc::{Answered, Page, TextPart};

use super::{language::say, named, number, person, role, time_of_day, took};
use crate::browser;

/// Whom a page is for, under its title.
pub(crate) fn page_hint(page: &Page) -> String {
    match &page.role {
        Some(name) => say().page_for_role(&role(name)),
        None if page.public => say().page_for_everyone().into(),
        None => say().page_for_signed_in().into(),
    }
}

/// What Home is, under its title.
pub(crate) fn home_hint(server: &str) -> String {
    say().home_hint(&named(server))
}

/// Who is signed in, at Home.
pub(crate) fn who_is_here(username: Option<&str>) -> String {
    match username {
        Some(username) => say().signed_in_as(&person(username)),
        None => say().signed_out_see_more().into(),
    }
}

/// Where the server's dialect has no page, or none for this account.
pub(crate) fn no_pages() -> &'static str {
    say().no_pages()
}

/// In the place of a page with nothing on it.
pub(crate) fn empty_page() -> &'static str {
    say().page_empty()
}

/// For the live region, when a page was read again.
pub(crate) fn up_to_date(page: &Page) -> String {
    say().page_up_to_date(&named(&page.title))
}

/// Which part of a long text is shown.
pub(crate) fn part(shown: &TextPart) -> String {
    let TextPart {
        part, parts, bytes, ..
    } = shown;
    let at = |part: u32| number(u64::from(part));
    say().page_part(&at(part + 1), &at(*parts), &size(*bytes))
}

/// When a page was answered, and how long that took.
pub(crate) fn answered(answered: Answered) -> String {
    say().page_answered(&time_of_day(answered.at), &took(answered.took_ms))
}

/// What the server sent where it is nothing that can be shown.
pub(crate) fn file(media_type: Option<&str>, bytes: u64) -> String {
    let sent = size(bytes);
    media_type.map_or_else(
        || say().page_file(&sent),
        |kind| say().page_file_of_type(kind, &sent),
    )
}

/// How large a picture is.
pub(crate) fn picture(width: u32, height: u32, bytes: u64) -> String {
    let side = |pixels: u32| number(u64::from(pixels));
    say().page_picture(&side(width), &side(height), &size(bytes))
}

/// What a button folds that stands at this line of JSON, counted from 1.
pub(crate) fn json_part(line: &str, number: usize) -> String {
    let number = super::number(u64::try_from(number).unwrap_or(u64::MAX));
    let name = line.trim().trim_end_matches(['{', '[', ' ', ':']);
    match name.trim_matches('"') {
        "" => say().json_part(&number),
        name => say().json_part_of(&named(name), &number),
    }
}

/// What stands in the place of so many values.
pub(crate) fn json_members(count: u32) -> String {
    say().json_members(u64::from(count))
}

pub(super) fn size(bytes: u64) -> String {
    let rounded = |unit: u64| bytes / unit + u64::from(bytes % unit >= unit / 2);
    match bytes {
        0..1000 => say().bytes(bytes),
        1000..999_500 => say().kilobytes(&number(rounded(1000))),
        _ => {
            #[expect(clippy::cast_precision_loss, reason = "no body is that large")]
            let tenths = rounded(100_000) as f64;
            say().megabytes(&browser::number(tenths / 10.0, say().spoken()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentences::are_whole_and_different;
    use super::*;

    #[test]
    fn a_page_says_whom_it_is_for() {
        let hint = |role: Option<&str>, public| {
            page_hint(&Page {
                title: "Items".into(),
                role: role.map(str::to_owned),
                public,
            })
        };
        let said = [
            hint(None, true),
            hint(None, false),
            hint(Some("ROLE_MODERATOR"), false),
            hint(Some("is_staff"), false),
        ];
        assert!(said[2].contains("the moderator role"));
        assert!(said[3].contains("the is_staff role"));
        are_whole_and_different(&said);
        are_whole_and_different(&[
            home_hint("Harbour"),
            who_is_here(Some("ann")),
            who_is_here(None),
            no_pages().into(),
        ]);
    }

    #[test]
    fn the_sentences_are_whole() {
        let shown = |part| TextPart {
            text: String::new(),
            part,
            parts: 480,
            bytes: 15_000_000,
            markdown: Vec::new(),
        };
        assert_eq!(part(&shown(1)), "Part 2 of 480. 15 MB in all.");
        let said = [
            part(&shown(0)),
            part(&shown(1)),
            file(None, 290_000),
            file(Some("application/pdf"), 290_000),
        ];
        are_whole_and_different(&said);
        assert_eq!(said[3], "A file of the type application/pdf, 290 KB.");
        assert_eq!(picture(640, 480, 1), "640 \u{d7} 480, 1 byte");
        let answered = answered(Answered { at: 7, took_ms: 84 });
        assert!(answered.ends_with(", 84 ms"), "{answered}");
    }

    #[test]
    fn what_is_folded_is_told_by_its_name_and_its_line() {
        assert_eq!(
            json_part("  \"berths\": [", 2),
            "Contents of berths, line 2"
        );
        assert_eq!(json_part("  {", 12), "Contents of line 12");
        assert_eq!(json_members(1), "\u{2026} 1 value");
        assert_eq!(json_members(3), "\u{2026} 3 values");
    }

    #[test]
    fn a_size_is_rounded_to_what_a_person_wants_to_know() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1000, "1 KB"),
            (289_501, "290 KB"),
            (999_499, "999 KB"),
            (999_500, "1 MB"),
            (16_777_216, "16.8 MB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
