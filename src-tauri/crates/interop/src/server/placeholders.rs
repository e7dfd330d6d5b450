//! Filling in what a manifest leaves open.

use std::{collections::BTreeMap, ffi::OsStr};

use super::ServerError;

/// What is filled in for each name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placeholders(BTreeMap<&'static str, String>);

impl Placeholders {
    pub(super) fn set(&mut self, name: &'static str, value: impl AsRef<OsStr>) {
        let value = value.as_ref().to_string_lossy().into_owned();
        self.0.insert(name, value);
    }

    /// The text with every `{name}` filled in. A brace that begins no name is a brace.
    pub(crate) fn fill(&self, text: &str) -> Result<String, ServerError> {
        let (mut filled, mut rest) = (String::new(), text);
        while let Some(at) = rest.find('{') {
            let (before, after) = rest.split_at(at);
            filled.push_str(before);
            let name = after[1..].split_once('}').map(|(name, _)| name);
            if let Some(name) = name.filter(|name| is_name(name)) {
                let unknown = || ServerError::Placeholder(name.to_owned());
                filled.push_str(self.0.get(name).ok_or_else(unknown)?);
                rest = &after[name.len() + 2..];
            } else {
                filled.push('{');
                rest = &after[1..];
            }
        }
        filled.push_str(rest);
        Ok(filled)
    }

    pub(crate) fn fill_all(&self, texts: &[String]) -> Result<Vec<String>, ServerError> {
        texts.iter().map(|text| self.fill(text)).collect()
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_other_braces_stay() {
        let mut known = Placeholders::default();
        known.set("port", "8080");
        let fill = |text| known.fill(text).ok();
        assert_eq!(fill("--port={port}").as_deref(), Some("--port=8080"));
        assert_eq!(fill(r#"{"a": {port}}"#).as_deref(), Some(r#"{"a": 8080}"#));
        assert_eq!(fill("{here}/app.py"), None);
    }
}
