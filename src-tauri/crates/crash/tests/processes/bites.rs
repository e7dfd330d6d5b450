//! The crash test itself: it passes, and it can fail.

use std::process::{Command, Output};

fn crash(words: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crash"))
        .args(words.split_whitespace())
        .output()
        .unwrap()
}

fn closing_line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn nothing_is_torn_or_lost_by_sixty_kills() {
    let run = crash("--kills 60 --seed 11");
    assert_eq!(closing_line(&run), "kills 60 torn 0 lost 0");
    assert!(run.status.success());
}

#[test]
fn a_vault_that_writes_in_place_is_found_and_the_way_to_repeat_it_is_said() {
    let run = crash("--kills 300 --seed 11 --in-place");
    let last = closing_line(&run);
    // Whichever comes first: the parent loads half an envelope, or a second process does.
    let found = ["torn 1 lost 0", "torn 0 lost 1"];
    assert!(found.iter().any(|end| last.ends_with(end)), "{last}");
    assert_eq!(run.status.code(), Some(1));
    let text = String::from_utf8_lossy(&run.stdout);
    assert!(text.contains("again: cargo xtask crash --kills"), "{text}");
    assert!(text.contains("--seed 11 --in-place"), "{text}");
}
