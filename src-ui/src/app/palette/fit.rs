//! How well what was typed fits a title, as a pure function: its letters in their order, wherever they stand.

use crate::browser;

/// For a letter at the beginning of a word.
const AT_WORD: u32 = 8;
/// For a letter right behind the one before it.
const IN_A_ROW: u32 = 5;

/// The more, the better. `None`: it does not fit. Nothing typed fits everything equally.
pub(super) fn fit(typed: &str, title: &str) -> Option<u32> {
    let lower = |text: &str| -> Vec<char> { browser::lowercase(text).chars().collect() };
    let (wanted, letters) = (lower(typed), lower(title));
    let bonus = |at: usize| match at.checked_sub(1).map(|before| letters[before]) {
        Some(before) if before.is_alphanumeric() => 1,
        _ => 1 + AT_WORD,
    };
    // For each place of the title the best fit of all typed so far that ends there.
    let mut ends: Vec<Option<u32>> = vec![Some(0); letters.len() + 1];
    let mut is_first = true;
    for letter in wanted.into_iter().filter(|it| !it.is_whitespace()) {
        let mut next = vec![None; letters.len() + 1];
        let mut best = is_first.then_some(0);
        for (at, here) in letters.iter().enumerate() {
            // `ends[at]` ends right before this letter, `best` anywhere before that.
            let behind = ends[at].filter(|_| !is_first).map(|it| it + IN_A_ROW);
            if *here == letter {
                next[at + 1] = best.max(behind).map(|it| it + bonus(at));
            }
            if !is_first {
                best = best.max(ends[at]);
            }
        }
        ends = next;
        is_first = false;
    }
    ends.into_iter().flatten().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fit_in_their_order_alone() {
        assert!(fit("stg", "Settings").is_some());
        assert!(fit("gts", "Settings").is_none());
        assert!(fit("sse", "Session").is_none(), "each letter counts once");
        assert_eq!(fit("", "Settings"), fit("", "Home"));
        assert!(fit("x", "").is_none());
    }

    #[test]
    fn beginnings_of_words_and_letters_in_a_row_fit_better() {
        assert!(fit("lo", "Log out") > fit("lo", "Hello"));
        assert!(fit("lo", "Log out") > fit("lt", "Log out"));
        assert!(fit("sb", "Show sidebar") > fit("sb", "Visible"));
        assert!(fit("SES", "Session") > fit("ses", "Sleeves"));
    }

    #[test]
    fn blanks_between_words_are_no_letters() {
        assert!(fit("log out", "Log out").is_some());
        assert!(fit("out log", "Log out").is_none());
    }
}
