//! What every set of sentences has to be, for the tests of the words.

/// Whole sentences, each its own.
pub(super) fn are_whole_and_different<T: AsRef<str>>(said: &[T]) {
    let mut seen = std::collections::BTreeSet::new();
    for sentence in said.iter().map(AsRef::as_ref) {
        assert!(
            sentence.ends_with('.') && !sentence.contains("  "),
            "{sentence}"
        );
        assert!(sentence.starts_with(char::is_uppercase), "{sentence}");
        assert!(seen.insert(sentence), "twice: {sentence}");
    }
}

/// None of them uses one of these words.
pub(super) fn say_nothing_of<T: AsRef<str>>(said: &[T], jargon: &[&str]) {
    for sentence in said.iter().map(AsRef::as_ref) {
        let small = sentence.to_lowercase();
        assert!(
            !jargon.iter().any(|word| small.contains(word)),
            "{sentence}"
        );
    }
}
