//! A text with places in it that are filled in when it is sent: `Bearer {access_token}`.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use crate::secret::Secret;

/// What fills the places of templates in: the value of each name, where there is one.
pub(crate) type Values<'a> = dyn Fn(&str) -> Option<Secret<String>> + Sync + 'a;

/// A text with names in braces. `{{` and `}}` are braces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(with = "String"))]
pub(crate) struct Template {
    text: String,
}

/// A piece of a template.
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// There is no value of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfilled(pub(crate) String);

/// A brace stands alone.
#[derive(Debug)]
pub(crate) struct LoneBrace;

impl fmt::Display for LoneBrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text with its names in `{…}` (`{{` and `}}` are braces)")
    }
}

impl fmt::Debug for Template {
    /// Its names alone: a person may have written a secret beside them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

impl TryFrom<String> for Template {
    type Error = LoneBrace;

    fn try_from(text: String) -> Result<Self, LoneBrace> {
        let is_whole = pieces(&text).all(|piece| match piece {
            Some(Piece::Name(name)) => is_name(name),
            Some(Piece::Text(_)) => true,
            None => false,
        });
        if is_whole {
            Ok(Self { text })
        } else {
            Err(LoneBrace)
        }
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.text
    }
}

/// Letters, digits, dashes and underscores, and a dot between a group and its member.
fn is_name(name: &str) -> bool {
    let is_word = |word: &str| {
        let is_sign = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        !word.is_empty() && word.chars().all(is_sign)
    };
    name.split('.').count() <= 2 && name.split('.').all(is_word)
}

/// The pieces in order; `None` for what is no piece, after which there is nothing.
fn pieces(text: &str) -> impl Iterator<Item = Option<Piece<'_>>> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let (piece, after) = first_piece(text);
        rest = after.filter(|after| !after.is_empty());
        Some(piece)
    })
}

fn first_piece(text: &str) -> (Option<Piece<'_>>, Option<&str>) {
    let at = text.find(['{', '}']).unwrap_or(text.len());
    if at > 0 {
        return (Some(Piece::Text(&text[..at])), Some(&text[at..]));
    }
    if text.starts_with("{{") || text.starts_with("}}") {
        return (Some(Piece::Text(&text[..1])), Some(&text[2..]));
    }
    let named = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    named.map_or((None, None), |(name, rest)| {
        (Some(Piece::Name(name)), Some(rest))
    })
}

impl Template {
    /// One that has no names, whatever stands in the text.
    pub(crate) fn literal(text: &str) -> Self {
        Self {
            text: text.replace('{', "{{").replace('}', "}}"),
        }
    }

    /// The text as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The names in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        pieces(&self.text).filter_map(|piece| match piece {
            Some(Piece::Name(name)) => Some(name),
            _ => None,
        })
    }

    /// The text with every name filled in.
    pub(crate) fn fill(&self, values: &Values<'_>) -> Result<Secret<String>, Unfilled> {
        self.fill_spelt(values, |value| Cow::Borrowed(value))
    }

    /// The same in the spelling of the place that it goes to.
    pub(crate) fn fill_spelt(
        &self,
        values: &Values<'_>,
        spell: fn(&str) -> Cow<'_, str>,
    ) -> Result<Secret<String>, Unfilled> {
        let mut filled = String::new();
        for piece in pieces(&self.text).flatten() {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Name(name) => {
                    let Some(value) = values(name) else {
                        filled.zeroize();
                        return Err(Unfilled(name.to_owned()));
                    };
                    filled.push_str(&spell(value.expose()));
                }
            }
        }
        Ok(Secret::from(filled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> Template {
        Template::try_from(text.to_owned()).expect("a template")
    }

    #[test]
    fn its_debug_says_no_more_than_its_names() {
        let template = Template::try_from("a-key {name}".to_owned()).expect("a template");
        assert_eq!(format!("{template:?}"), r#"["name"]"#);
    }

    #[test]
    fn names_are_filled_in_and_everything_else_stays() {
        let values = |name: &str| (name != "none").then(|| Secret::from(format!("<{name}>")));
        for (text, expected) in [
            ("", ""),
            ("Bearer {access_token}", "Bearer <access_token>"),
            ("{a}{b}", "<a><b>"),
            ("{{{a}}}", "{<a>}"),
            ("{setting.key-1}", "<setting.key-1>"),
        ] {
            let filled = template(text).fill(&values);
            assert_eq!(filled.expect(text).expose(), expected);
        }
        let missing = template("{a} {none}").fill(&values);
        assert_eq!(missing, Err(Unfilled("none".to_owned())));
    }

    #[test]
    fn what_is_taken_to_the_letter_has_no_names() {
        for text in ["", "a", "{a}", "}{", "{{a}}"] {
            let filled = Template::literal(text).fill(&|_| None);
            assert_eq!(filled.expect(text).expose(), text);
        }
    }

    #[test]
    fn a_brace_alone_is_no_template() {
        for text in ["{", "}", "{}", "a{b", "a}b", "{a b}", "{a.b.c}", "{.a}"] {
            assert!(Template::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
