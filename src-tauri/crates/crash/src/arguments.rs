//! What was typed after `cargo xtask crash`.

use crash::Run;

pub(crate) const USAGE: &str = "\
crash [--kills N] [--seed S] [--in-place]

  --kills N    how many processes to kill; 300 if it is not said
  --seed S     what decides when and how; 1 if it is not said
  --in-place   write the sealed file where it lies, as the vault must not: the run has to fail";

/// Reads the arguments; `Err` holds what is wrong with them.
pub(crate) fn parse(words: &[String]) -> Result<Run, String> {
    let mut run = Run {
        kills: 300,
        seed: 1,
        writes_in_place: false,
    };
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word {
            "--in-place" => run.writes_in_place = true,
            "--kills" => run.kills = number(word, words.next())?,
            "--seed" => run.seed = number(word, words.next())?,
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    Ok(run)
}

fn number<T: std::str::FromStr>(option: &str, word: Option<&str>) -> Result<T, String> {
    word.and_then(|word| word.parse().ok())
        .ok_or_else(|| format!("`{option}` takes a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Run, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn kills_and_seed_are_read_in_any_order() {
        let expected = Run {
            kills: 50,
            seed: 7,
            writes_in_place: false,
        };
        assert_eq!(parsed("--kills 50 --seed 7"), Ok(expected));
        assert_eq!(parsed("--seed 7 --kills 50"), Ok(expected));
    }

    #[test]
    fn what_is_no_option_or_no_number_is_refused() {
        for line in ["--kills", "--kills x", "--kills -1", "7", "--inplace"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
