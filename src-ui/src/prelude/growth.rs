//! The elements of a view while it is made, from the leaves up: see the crate `boxed-views`.

use sycamore::web::{AsHtmlNode, View, ViewNode};

/// What has been made and has no parent yet.
#[derive(Default)]
pub(crate) struct Growth {
    orphans: Vec<View>,
}

impl Growth {
    /// Adds a view, or an element.
    #[inline(never)]
    pub(crate) fn add(&mut self, view: impl Into<View>) {
        self.orphans.push(view.into());
    }

    /// An element with the last ones as its children.
    #[inline(never)]
    pub(crate) fn filled<E: AsHtmlNode>(&mut self, mut element: E, children: usize) -> E {
        let first = self.orphans.len() - children;
        for child in self.orphans.drain(first..) {
            element.as_html_node().append_view(child);
        }
        element
    }

    /// All of them.
    #[inline(never)]
    pub(crate) fn view(mut self) -> View {
        if self.orphans.len() > 1 {
            return self.orphans.into();
        }
        self.orphans.pop().unwrap_or_default()
    }
}
