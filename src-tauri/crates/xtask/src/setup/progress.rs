//! What a person reads while things are set up.

/// Says that a part is there already. One line each: a person sees what a set-up consists of.
pub(super) fn present(part: &str, detail: &str) {
    println!("  have  {part:<22} {detail}");
}

/// Says that a part is about to be brought.
pub(super) fn bringing(part: &str, detail: &str) {
    println!("  get   {part:<22} {detail}");
}
