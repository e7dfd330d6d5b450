//! What was typed after `cargo xtask simulate`.

pub(crate) const USAGE: &str = "\
simulate [--seeds N] [--seed S] [--faults]

  --seeds N   how many seeds to play; 2000 if it is not said
  --seed S    the first of them; 1 if it is not said
  --faults    make the engine make each of its deliberate mistakes, and look for a seed that shows it";

/// The arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) first: u64,
    pub(crate) count: u64,
    pub(crate) faults: bool,
}

impl Arguments {
    /// Reads the arguments; `Err` holds what is wrong with them.
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let (mut first, mut count, mut faults) = (None, None, false);
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "--faults" => faults = true,
                "--seed" => first = Some(number(word, words.next())?),
                "--seeds" => count = Some(number(word, words.next())?),
                other => return Err(format!("there is no option `{other}`")),
            }
        }
        Ok(Self {
            first: first.unwrap_or(1),
            count: count.unwrap_or(2_000),
            faults,
        })
    }
}

fn number(option: &str, word: Option<&str>) -> Result<u64, String> {
    word.and_then(|word| word.parse().ok())
        .ok_or_else(|| format!("`{option}` takes a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Arguments::parse(&words)
    }

    #[test]
    fn seeds_and_the_first_of_them_are_read_in_any_order() {
        let expected = Arguments {
            first: 7,
            count: 100,
            faults: false,
        };
        assert_eq!(parse("--seeds 100 --seed 7"), Ok(expected));
        assert_eq!(parse("--seed 7 --seeds 100"), Ok(expected));
    }

    #[test]
    fn what_is_no_option_or_no_number_is_refused() {
        for line in ["--seed", "--seed x", "--seeds -1", "7", "--fault"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
