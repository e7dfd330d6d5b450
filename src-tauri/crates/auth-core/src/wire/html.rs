//! What a page has in its attributes.

use bytes::Bytes;
use html5gum::{Token, Tokenizer};

/// A page larger than this is not searched to its end: what issues tokens is a form.
const LONGEST_PAGE: usize = 1024 * 1024;

/// An attribute, if it is not empty, of the first element of that kind and `name` that has it.
pub(crate) fn attribute(
    body: &Bytes,
    element: &[u8],
    name: &str,
    attribute: &[u8],
) -> Option<String> {
    let page = String::from_utf8_lossy(body.get(..LONGEST_PAGE).unwrap_or(body));
    Tokenizer::new(&*page).find_map(|token| {
        let Ok(Token::StartTag(tag)) = token else {
            return None;
        };
        let has = |wanted: &[u8]| {
            let mut attributes = tag.attributes.iter();
            let (_, value) = attributes.find(|(it, _)| it.as_slice() == wanted)?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let is_it = tag.name.as_slice() == element && has(b"name").as_deref() == Some(name);
        has(attribute).filter(|value| is_it && !value.is_empty())
    })
}
