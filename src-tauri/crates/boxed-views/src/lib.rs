//! Sycamore's `view!`, smaller: what hangs on each view is compiled once for all of them.
//!
//! The macro of Sycamore hands closures to generic functions, and each closure is a type of its own: the compiler makes
//! another copy of an effect, of its first run and of the nodes that it replaces for each place of a view that changes.
//! This one reads the same syntax with Sycamore's own parser, takes the code that Sycamore makes of it, and puts
//! such closures into boxes, which are one type. A call through a box costs nothing beside a change of the page.
//! What Sycamore makes of elements and their children is done in another way, too: see `grown`.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;
use sycamore_view_parser::ir::Root;

mod grown;

/// A view, in the syntax of Sycamore.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let root = syn::parse_macro_input!(input as Root);
    boxed(grown::view(root)).into()
}

/// The same code with closures in boxes.
fn boxed(code: TokenStream) -> TokenStream {
    let mut boxed_code = TokenStream::new();
    let mut before = None;
    for token in code {
        let token = match token {
            TokenTree::Group(group) => {
                let inside = argument(before.as_ref(), boxed(group.stream()));
                let mut group = Group::new(group.delimiter(), inside);
                group.set_span(group.span());
                TokenTree::Group(group)
            }
            other => other,
        };
        before = Some(token.clone());
        boxed_code.extend([token]);
    }
    boxed_code
}

/// What stands in a group after a token, with the closure in a box where the token is a function that takes one.
fn argument(function: Option<&TokenTree>, inside: TokenStream) -> TokenStream {
    let Some(TokenTree::Ident(function)) = function else {
        return inside;
    };
    if function == "from_dynamic" {
        quote! { ::std::boxed::Box::new(#inside) as ::std::boxed::Box<dyn FnMut() -> ::sycamore::rt::View> }
    } else if function == "component_scope" {
        quote! { ::std::boxed::Box::new(#inside) as ::std::boxed::Box<dyn FnOnce() -> ::sycamore::rt::View> }
    } else if function == "on" {
        handler(inside)
    } else {
        inside
    }
}

/// An event and its handler. Sycamore has a function of the name `on`, too, which is none of this.
fn handler(inside: TokenStream) -> TokenStream {
    let mut tokens = inside.clone().into_iter();
    let event: TokenStream = tokens
        .by_ref()
        .take_while(|token| !matches!(token, TokenTree::Punct(it) if it.as_char() == ','))
        .collect();
    if !event
        .to_string()
        .replace(' ', "")
        .starts_with("::sycamore::rt::events::")
    {
        return inside;
    }
    let handler: TokenStream = tokens.collect();
    quote! {
        #event,
        ::std::boxed::Box::new(#handler)
            as ::std::boxed::Box<dyn FnMut(<#event as ::sycamore::rt::events::EventDescriptor>::EventTy)>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(view: &str) -> usize {
        let root: Root = syn::parse_str(view).expect("a view");
        let code = boxed(grown::view(root)).to_string();
        code.matches("Box :: new").count()
    }

    #[test]
    fn what_changes_and_what_is_made_and_what_is_heard_are_in_boxes() {
        assert_eq!(boxes("p { (count.get()) }"), 1);
        assert_eq!(
            boxes("p { (if shown.get() { view! {} } else { view! {} }) }"),
            1
        );
        assert_eq!(boxes("Card(title=title)"), 1);
        assert_eq!(boxes("button(on:click=move |_| press())"), 1);
    }

    #[test]
    fn what_stays_is_in_none() {
        assert_eq!(boxes("p(class=\"a\") { (title) \"b\" }"), 0);
    }

    #[test]
    fn what_is_said_stays_as_long_as_the_language() {
        assert_eq!(boxes("p(title=words::label::a()) { (words::b()) }"), 0);
        assert_eq!(boxes("(words::b())"), 0);
        assert_eq!(boxes("p { (words::b(count.get())) }"), 1);
        assert_eq!(boxes("p { (count()) }"), 1);
    }

    #[test]
    fn an_element_takes_what_was_made_after_it() {
        let root: Root = syn::parse_str("ul { li { \"a\" } li {} }").expect("a view");
        let code = grown::view(root).to_string();
        let filled: Vec<_> = code.match_indices("filled").collect();
        assert_eq!(filled.len(), 2, "{code}");
        assert!(code.contains("filled (element , 2usize)"), "{code}");
    }

    #[test]
    fn what_hangs_on_a_signal_is_no_handler_of_an_event() {
        assert_eq!(boxes("p { (on(value, move || ())) }"), 1);
    }
}
