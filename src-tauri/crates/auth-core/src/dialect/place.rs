//! A value in the text that knows where it stands, so that every complaint can name its place.

use super::{
    error::{DialectError, piece},
    reference,
    tree::Tree,
};

pub(super) type Read<T> = Result<T, DialectError>;

/// A value, and where it stands.
pub(super) struct Place<'a> {
    path: String,
    tree: &'a Tree,
}

/// An object whose fields are all known and there once.
pub(super) struct Object<'a> {
    path: String,
    fields: &'a [(String, Tree)],
}

impl<'a> Place<'a> {
    pub(super) fn whole(tree: &'a Tree) -> Self {
        Self {
            path: String::new(),
            tree,
        }
    }

    pub(super) fn wrong(&self, found: String) -> DialectError {
        DialectError::Wrong {
            expected: reference::must_be(&self.path),
            field: self.path.clone(),
            found,
        }
    }

    pub(super) fn text(&self) -> Read<String> {
        match self.tree {
            Tree::Text(text) => Ok(text.clone()),
            other => Err(self.wrong(other.kind().to_owned())),
        }
    }

    pub(super) fn flag(&self) -> Read<bool> {
        match self.tree {
            Tree::Flag(flag) => Ok(*flag),
            other => Err(self.wrong(other.kind().to_owned())),
        }
    }

    pub(super) fn status(&self) -> Read<u16> {
        match self.tree {
            Tree::Number(Some(number)) => {
                u16::try_from(*number).map_err(|_| self.wrong(format!("`{number}`")))
            }
            other => Err(self.wrong(other.kind().to_owned())),
        }
    }

    pub(super) fn list<T>(&self, read: impl Fn(&Place<'a>) -> Read<T>) -> Read<Vec<T>> {
        let Tree::List(items) = self.tree else {
            return Err(self.wrong(self.tree.kind().to_owned()));
        };
        let place = |(at, tree)| Place {
            path: format!("{}[{at}]", self.path),
            tree,
        };
        items
            .iter()
            .enumerate()
            .map(|item| read(&place(item)))
            .collect()
    }

    pub(super) fn object(&self, known: &[&str]) -> Read<Object<'a>> {
        let object = self.any_object()?;
        for (at, (name, _)) in object.fields.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(DialectError::Unknown {
                    field: object.below(&piece(name)),
                    known: listed(known),
                });
            }
            if object.fields[..at].iter().any(|(before, _)| before == name) {
                return Err(DialectError::Twice {
                    field: object.below(name),
                });
            }
        }
        Ok(object)
    }

    /// The field that says what the other fields of an object are.
    pub(super) fn kind(&self) -> Read<Place<'a>> {
        self.any_object()?.required("kind")
    }

    fn any_object(&self) -> Read<Object<'a>> {
        match self.tree {
            Tree::Object(fields) => Ok(Object {
                path: self.path.clone(),
                fields,
            }),
            other => Err(self.wrong(other.kind().to_owned())),
        }
    }
}

impl<'a> Object<'a> {
    fn below(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        }
    }

    pub(super) fn optional(&self, name: &str) -> Option<Place<'a>> {
        let (_, tree) = self.fields.iter().find(|(given, _)| given == name)?;
        Some(Place {
            path: self.below(name),
            tree,
        })
    }

    pub(super) fn required(&self, name: &str) -> Read<Place<'a>> {
        self.optional(name).ok_or_else(|| {
            let field = self.below(name);
            DialectError::Missing {
                expected: reference::must_be(&field),
                field,
            }
        })
    }

    /// `None` for what is absent, and for null.
    pub(super) fn unless_null<T>(
        &self,
        name: &str,
        read: impl Fn(&Place<'a>) -> Read<T>,
    ) -> Read<Option<T>> {
        self.optional(name)
            .filter(|place| !matches!(place.tree, Tree::Null))
            .map(|place| read(&place))
            .transpose()
    }

    pub(super) fn or_default<T: Default>(
        &self,
        name: &str,
        read: impl Fn(&Place<'a>) -> Read<T>,
    ) -> Read<T> {
        match self.optional(name) {
            Some(place) => read(&place),
            None => Ok(T::default()),
        }
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => format!("only {only} may be here"),
        [first @ .., last] => format!("{} and {last} may be here", first.join(", ")),
    }
}
