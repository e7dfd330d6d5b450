//! Which rows of a long text are drawn: those in sight. Pure.

/// The tallest that a webview draws well, in pixels. A text of more rows is scrolled faster than it is tall.
const TALLEST: f64 = 8_000_000.0;

/// What can be seen of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sight {
    /// How tall a row is, in pixels.
    pub(crate) row: f64,
    /// How tall the part is that is seen.
    pub(crate) height: f64,
    /// How many characters a row has room for.
    pub(crate) columns: usize,
}

impl Sight {
    /// How many rows are seen as a whole.
    pub(crate) fn whole(self) -> usize {
        count(self.height / self.row.max(1.0)).max(1)
    }

    /// The first row that is drawn where somebody has scrolled so far.
    pub(crate) fn first(self, scrolled: f64, rows: usize) -> usize {
        let last = rows.saturating_sub(self.whole());
        let way = (space(self, rows) - self.height).max(1.0);
        let first = scrolled / way * size(last);
        count(first.round()).min(last)
    }

    /// How far to scroll for a row to stand in the upper third.
    pub(crate) fn scrolled_to(self, row: usize, rows: usize) -> f64 {
        let last = rows.saturating_sub(self.whole());
        let first = row.saturating_sub(self.whole() / 3).min(last);
        let way = (space(self, rows) - self.height).max(0.0);
        way * size(first) / size(last.max(1))
    }
}

/// How tall all of it is made, in pixels.
pub(crate) fn space(sight: Sight, rows: usize) -> f64 {
    (size(rows) * sight.row).min(TALLEST)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "rows are far fewer than what a double counts"
)]
const fn size(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, which is what is wanted at both ends"
)]
const fn count(size: f64) -> usize {
    size as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGHT: Sight = Sight {
        row: 20.0,
        height: 400.0,
        columns: 80,
    };

    #[test]
    fn the_first_and_the_last_row_can_be_reached_however_many_there_are() {
        for rows in [0, 1, 20, 21, 1000, 400_000, 8_000_000] {
            assert_eq!(SIGHT.first(0.0, rows), 0);
            let bottom = space(SIGHT, rows) - SIGHT.height;
            let last = rows.saturating_sub(SIGHT.whole());
            assert_eq!(SIGHT.first(bottom.max(0.0), rows), last, "{rows}");
            assert_eq!(SIGHT.first(1e12, rows), last, "{rows}");
        }
    }

    #[test]
    fn who_is_led_to_a_row_sees_it() {
        for rows in [5, 1000, 400_000, 8_000_000] {
            for row in [0, 1, rows / 2, rows - 1] {
                let first = SIGHT.first(SIGHT.scrolled_to(row, rows), rows);
                assert!(
                    (first..first + SIGHT.whole()).contains(&row),
                    "{row} of {rows}"
                );
            }
        }
    }

    #[test]
    fn nothing_is_measured_yet_and_nothing_breaks() {
        let nothing = Sight::default();
        assert_eq!(nothing.first(0.0, 10), 0);
        assert_eq!(nothing.whole(), 1);
        assert!(nothing.scrolled_to(9, 10).is_finite());
    }

    #[test]
    fn what_a_webview_cannot_draw_is_scrolled_faster() {
        assert!(space(SIGHT, 100) - 2000.0 < 1.0);
        assert!(space(SIGHT, usize::MAX) <= TALLEST);
    }
}
