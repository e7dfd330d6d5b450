//! A list of objects as a table.

use std::fmt;

use crate::prelude::*;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// What a person looks through; longer lists and wider objects stay text.
const MOST_ROWS: usize = 500;
const MOST_COLUMNS: usize = 24;
/// How many letters of a value are shown: all of it stands in the text.
const MOST_LETTERS: usize = 200;

/// A table of what a list of objects has, with a column for each name, in the order in which they come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Records {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Records {
    /// `None` where the text is no such list.
    pub(crate) fn of(text: &str) -> Option<Self> {
        if !text.trim_start().starts_with('[') {
            return None;
        }
        let objects: Vec<Object> = serde_json::from_str(text).ok()?;
        let mut columns = Vec::<String>::new();
        for (name, _) in objects.iter().flat_map(|object| &object.0) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
            if columns.len() > MOST_COLUMNS {
                return None;
            }
        }
        if columns.is_empty() || objects.len() > MOST_ROWS {
            return None;
        }
        let row = |Object(members): &Object| {
            let cell = |column: &String| {
                let member = members.iter().find(|(name, _)| name == column);
                member.map_or_else(String::new, |(_, value)| shown(value))
            };
            columns.iter().map(cell).collect()
        };
        let rows = objects.iter().map(row).collect();
        Some(Self { columns, rows })
    }
}

/// The members of an object in the order in which they came.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Members).map(Self)
    }
}

/// A text without its quotes, nothing for `null`, and all else letter by letter as it was sent: no number is rounded.
fn shown(value: &RawValue) -> String {
    let raw = value.get();
    let whole = match raw {
        "null" => String::new(),
        raw if raw.starts_with('"') => serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned()),
        raw => raw.to_owned(),
    };
    match whole.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}\u{2026}", &whole[..end]),
        None => whole,
    }
}

/// The table, which scrolls sideways in itself.
#[component(inline_props)]
pub(crate) fn RecordTable(records: Records, label: String) -> View {
    let Records { columns, rows } = records;
    let heads: Vec<View> = columns
        .into_iter()
        .map(|name| view! { th("scope"="col") { (name) } })
        .collect();
    let rows: Vec<View> = rows
        .into_iter()
        .map(|cells| {
            let cells: Vec<View> = cells
                .into_iter()
                .map(|cell| view! { td(dir="auto") { (cell) } })
                .collect();
            view! { tr { (cells) } }
        })
        .collect();
    view! {
        div(class="records", tabindex="0", role="region", aria-label=label) {
            table {
                thead { tr { (heads) } }
                tbody { (rows) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
        Records::of(text).map(|it| (it.columns, it.rows))
    }

    #[test]
    fn a_list_of_objects_is_a_table_in_the_order_of_its_names() {
        let text = r#" [{"zebra": 1.10, "ant": "a \"b\""}, {"ant": null, "new": {"x": [1]}}] "#;
        let (columns, rows) = table(text).expect("a table");
        assert_eq!(columns, ["zebra", "ant", "new"]);
        assert_eq!(rows[0], ["1.10", "a \"b\"", ""], "no number is rounded");
        assert_eq!(rows[1], ["", "", r#"{"x": [1]}"#]);
    }

    #[test]
    fn all_else_is_none() {
        for text in [
            "",
            "[]",
            "[{}]",
            "[1, 2]",
            r#"[{"a": 1}, 2]"#,
            r#"{"a": 1}"#,
            r#"[{"a": 1}"#,
            "User Content.",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
    }

    #[test]
    fn what_nobody_can_look_through_stays_text() {
        let long = format!("[{}]", vec![r#"{"a": 1}"#; MOST_ROWS + 1].join(","));
        assert_eq!(table(&long), None);
        let names = (0..=MOST_COLUMNS).map(|at| format!("\"{at}\": 1"));
        let wide = format!("[{{{}}}]", names.collect::<Vec<_>>().join(","));
        assert_eq!(table(&wide), None);
        let value = "\u{e9}".repeat(MOST_LETTERS + 1);
        let (_, rows) = table(&format!(r#"[{{"a": "{value}"}}]"#)).expect("a table");
        assert_eq!(rows[0][0].chars().count(), MOST_LETTERS + 1);
        assert!(rows[0][0].ends_with('\u{2026}'));
    }
}
