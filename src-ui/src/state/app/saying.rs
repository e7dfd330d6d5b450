//! What the window says by the by: to who listens, and to who looks.

/// How long a toast stays, in milliseconds: long enough for two lines.
const STAYS_MS: u64 = 6_000;

/// What the window says, until it says something else.
#[derive(Clone, Debug, Default)]
pub(super) struct Saying {
    /// What the live region says.
    pub(super) heard: String,
    /// What a toast says, and since when.
    seen: Option<(String, u64)>,
}

impl Saying {
    /// To who looks, at this moment of the window's clock, as to who listens.
    pub(super) fn show(&mut self, text: String, now_ms: u64) {
        self.heard.clone_from(&text);
        self.seen = Some((text, now_ms));
    }

    /// What the toast says at this moment, while there is one.
    pub(super) fn seen(&self, now_ms: u64) -> Option<String> {
        let (text, since) = self.seen.as_ref()?;
        (now_ms.saturating_sub(*since) < STAYS_MS).then(|| text.clone())
    }

    /// The person has seen it.
    pub(super) fn dismiss(&mut self) {
        self.seen = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toast_goes_by_itself_and_what_is_said_to_who_listens_is_no_toast() {
        let mut saying = Saying::default();
        saying.show("Saved.".into(), 1_000);
        assert_eq!(saying.seen(6_999).as_deref(), Some("Saved."));
        assert_eq!(saying.seen(7_000), None);
        saying.heard = "Signed in.".into();
        assert_eq!(saying.seen(2_000).as_deref(), Some("Saved."));
        saying.dismiss();
        assert_eq!(saying.seen(2_000), None);
    }
}
