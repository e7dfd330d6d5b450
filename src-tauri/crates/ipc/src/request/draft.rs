//! A request as the person has put it together.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A request at the chosen server, before anything of the session is added to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDraft {
    /// What is to be done.
    pub method: Method,
    /// Below the server's address, beginning with `/`. It may have a query of its own.
    pub path: String,
    /// As typed: names and values are encoded when it is sent. One without a name is left out.
    pub query: Vec<Pair>,
    /// As typed. One without a name is left out.
    pub headers: Vec<Pair>,
    /// What goes along.
    pub body: DraftBody,
    /// Whether it is sent without the session.
    pub anonymous: bool,
}

/// What a request does (RFC 9110 section 9, RFC 5789).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    #[default]
    Get,
    /// Has the server do something with the body.
    Post,
    /// Puts the body in the place of what is there.
    Put,
    /// Changes what is there.
    Patch,
    /// Removes.
    Delete,
    /// As `Get`, without the body of the answer.
    Head,
    /// Asks what can be done.
    Options,
}

impl Method {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Get,
        Self::Post,
        Self::Put,
        Self::Patch,
        Self::Delete,
        Self::Head,
        Self::Options,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }

    /// The method of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A name and its value: of a query, a header, a form.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Pair {
    /// This one.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

impl fmt::Debug for Pair {
    /// Its name: a person may have typed anything into the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pair")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What goes along with a request.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DraftBody {
    /// Nothing.
    #[default]
    None,
    /// JSON, as typed. What is no JSON is not sent.
    Json {
        /// The text.
        text: String,
    },
    /// A form. A field without a name is left out.
    Form {
        /// The fields, as typed.
        fields: Vec<Pair>,
    },
    /// Any text.
    Text {
        /// The text.
        text: String,
    },
    /// A file that the person has chosen in this run.
    File {
        /// [`crate::ChosenFile::id`]; of a request that was pinned, of none any more.
        file: u64,
        /// What it is called.
        name: String,
    },
}

impl fmt::Debug for DraftBody {
    /// What kind it is: a person may have typed anything into it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Json { .. } => "Json",
            Self::Form { .. } => "Form",
            Self::Text { .. } => "Text",
            Self::File { .. } => "File",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_found_by_its_name_and_crosses_by_it() {
        for method in Method::ALL {
            assert_eq!(Method::of(method.name()), Some(method));
            let json = serde_json::to_value(method).expect("JSON");
            assert_eq!(json, method.name());
        }
        assert_eq!(Method::of("get"), None);
    }

    #[test]
    fn what_was_typed_is_in_no_debug_output() {
        let typed = || "a-password".to_owned();
        let mut draft = RequestDraft {
            query: vec![Pair::new("q", typed())],
            headers: vec![Pair::new("x-key", typed())],
            ..RequestDraft::default()
        };
        for body in [
            DraftBody::Json { text: typed() },
            DraftBody::Text { text: typed() },
            DraftBody::Form {
                fields: vec![Pair::new("p", typed())],
            },
        ] {
            draft.body = body;
            let printed = format!("{draft:?}");
            assert!(
                printed.contains("x-key") && !printed.contains("a-password"),
                "{printed}"
            );
        }
    }
}
