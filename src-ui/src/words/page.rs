//! The pages of a server: whom they are for, how much there is on one, and what of it is shown.

use ipc::{Page, TextPart};

use super::{named, role};

/// Whom a page is for, under its title.
pub(crate) fn page_hint(page: &Page) -> String {
    match &page.role {
        Some(name) => format!("For people with the {} role.", role(name)),
        None if page.public => "Everyone can read it.".into(),
        None => "For everyone who is signed in.".into(),
    }
}

/// What Home is, under its title.
pub(crate) fn home_hint(server: &str) -> String {
    format!("What there is for you at {}.", named(server))
}

/// Who is signed in, at Home.
pub(crate) fn who_is_here(username: Option<&str>) -> String {
    match username {
        Some(username) => format!("You are signed in as {}.", named(username)),
        None => "You are signed out. Log in to see more.".into(),
    }
}

/// Where the server's dialect has no page, or none for this account.
pub(crate) const NO_PAGES: &str = "Latchkey knows of no page of this server to show you here. It looks after your session \
    all the same.";

/// In the place of a page with nothing on it.
pub(crate) const EMPTY_PAGE: &str = "This page is empty.";

/// For the live region, when a page was read again.
pub(crate) fn up_to_date(page: &Page) -> String {
    format!("{} is up to date.", named(&page.title))
}

/// Which part of a long text is shown.
pub(crate) fn part(shown: &TextPart) -> String {
    let TextPart {
        part, parts, bytes, ..
    } = shown;
    let whole = size(*bytes);
    format!("Part {} of {parts}. All of it is {whole}.", part + 1)
}

/// What stands in the place of a text where the server sent none.
pub(crate) fn no_text(media_type: Option<&str>, bytes: u64) -> String {
    let sent = size(bytes);
    let kind = media_type.map_or(String::new(), |kind| format!(" of the type {kind}"));
    format!("The server sent {sent}{kind}, and no text. Latchkey shows text only.")
}

pub(super) fn size(bytes: u64) -> String {
    let rounded = |unit: u64| bytes / unit + u64::from(bytes % unit >= unit / 2);
    match bytes {
        1 => "1 byte".to_owned(),
        0..1000 => format!("{bytes} bytes"),
        1000..999_500 => format!("{} KB", rounded(1000)),
        _ => format!("{}.{} MB", rounded(100_000) / 10, rounded(100_000) % 10),
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
            NO_PAGES.into(),
        ]);
    }

    #[test]
    fn the_sentences_are_whole() {
        let shown = |part| TextPart {
            text: String::new(),
            part,
            parts: 480,
            bytes: 15_000_000,
        };
        assert_eq!(part(&shown(1)), "Part 2 of 480. All of it is 15.0 MB.");
        let said = [
            part(&shown(0)),
            part(&shown(1)),
            no_text(None, 290_000),
            no_text(Some("image/png"), 290_000),
        ];
        are_whole_and_different(&said);
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
            (999_500, "1.0 MB"),
            (16_777_216, "16.8 MB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
