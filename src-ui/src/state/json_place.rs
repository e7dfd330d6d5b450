//! Where in a JSON text a field stands, so that a person is led to what is to be corrected.
//!
//! The core names a field by its path and knows nothing of lines, since it has read the text when it
//! finds error with a field. So this can rely on the text being JSON, and is content to find nothing.

/// The line, counted from 1, of the field with this path, such as `refresh.refusals[0].status`; of what
/// would hold it, when it is not there.
pub(crate) fn line_of(json: &str, path: &str) -> Option<usize> {
    let mut walk = Walk {
        rest: json.chars().peekable(),
        taken: 0,
        line: 1,
        found: Vec::new(),
    };
    walk.value("");
    let mut wanted = path;
    loop {
        // Of a field that is there twice the second one is too many.
        if let Some((_, line)) = walk.found.iter().rev().find(|(path, _)| path == wanted) {
            return Some(*line);
        }
        wanted = &wanted[..wanted.rfind(['.', '['])?];
    }
}

struct Walk<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    taken: usize,
    line: usize,
    /// Every path in the text, and where it stands.
    found: Vec<(String, usize)>,
}

impl Walk<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.taken += 1;
        self.line += usize::from(next == Some('\n'));
        next
    }

    /// The next character that means something, not taken yet.
    fn peek(&mut self) -> Option<char> {
        while self.rest.peek().is_some_and(|c| c.is_whitespace()) {
            self.next();
        }
        self.rest.peek().copied()
    }

    fn value(&mut self, path: &str) {
        match self.peek() {
            Some('{') => self.items(|walk, _| {
                let line = walk.line;
                let key = walk.text();
                let below = if path.is_empty() {
                    key
                } else {
                    format!("{path}.{key}")
                };
                walk.found.push((below.clone(), line));
                if walk.peek() == Some(':') {
                    walk.next();
                }
                walk.value(&below);
            }),
            Some('[') => self.items(|walk, at| {
                let below = format!("{path}[{at}]");
                walk.found.push((below.clone(), walk.line));
                walk.value(&below);
            }),
            Some('"') => drop(self.text()),
            _ => {
                while self
                    .rest
                    .peek()
                    .is_some_and(|c| !matches!(c, ',' | ']' | '}'))
                {
                    self.next();
                }
            }
        }
    }

    /// What stands between two brackets, separated by commas.
    fn items(&mut self, mut item: impl FnMut(&mut Self, usize)) {
        self.next();
        let mut count = 0;
        while let Some(next) = self.peek() {
            match next {
                ']' | '}' => {
                    self.next();
                    return;
                }
                ',' => drop(self.next()),
                _ => {
                    let before = self.taken;
                    item(self, count);
                    count += 1;
                    // What is no JSON must not keep this walking on the spot.
                    if self.taken == before {
                        return;
                    }
                }
            }
        }
    }

    /// A text in quotes, without them. Escapes stay as they are: no known field has one.
    fn text(&mut self) -> String {
        let mut text = String::new();
        if self.peek() != Some('"') {
            return text;
        }
        self.next();
        while let Some(c) = self.next() {
            match c {
                '"' => break,
                '\\' => drop(self.next()),
                c => text.push(c),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "id": "a \" { [ b",
  "refresh": {
    "path": "/x", "credential": { "kind": "body" },
    "refusals": [
      { "status": 403 },
      {
        "status": 4030,
        "means": "expired"
      }
    ]
  },
  "flag": true,
  "id": "again"
}"#;

    #[test]
    fn a_field_is_found_by_its_path() {
        for (path, line) in [
            ("refresh", 3),
            ("refresh.path", 4),
            ("refresh.credential.kind", 4),
            ("refresh.refusals", 5),
            ("refresh.refusals[0].status", 6),
            ("refresh.refusals[1]", 7),
            ("refresh.refusals[1].status", 8),
            ("flag", 13),
        ] {
            assert_eq!(line_of(TEXT, path), Some(line), "{path}");
        }
    }

    #[test]
    fn a_field_that_is_not_there_leads_to_what_would_hold_it() {
        assert_eq!(line_of(TEXT, "refresh.refusals[1].contains"), Some(7));
        assert_eq!(line_of(TEXT, "refresh.refusals[9].status"), Some(5));
        assert_eq!(line_of(TEXT, "access.name"), None);
        assert_eq!(line_of(TEXT, "access"), None);
    }

    #[test]
    fn of_two_the_second_one_is_too_many() {
        assert_eq!(line_of(TEXT, "id"), Some(14));
    }

    #[test]
    fn what_is_no_json_leads_nowhere_and_ends() {
        for text in [
            "", "{", "{\"a\"", "[}", "{,,}", "{ a: 1 }", "\"", "{{{", "[[", "nul",
        ] {
            let _ = line_of(text, "a.b[0].c");
        }
    }
}
