//! The code of a view that has elements: they are put into a tree from the leaves up.
//!
//! Sycamore's own makes a list of the children of each element at its place, which is most of what there is to an element: room
//! is asked for, and each child is moved into it. A tree that grows (`Growth`, which the window has in its prelude) has one list
//! for all of them, so that a child is a call, and so is an element. Everything else is Sycamore's.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use sycamore_view_parser::{
    codegen::Codegen,
    ir::{DynNode, Node, Prop, PropType, Root, TagIdent, TagNode},
};
use syn::{Expr, ExprCall, parse_quote};

/// A view.
pub(crate) fn view(Root(nodes): Root) -> TokenStream {
    if let [Node::Dyn(DynNode { value })] = &nodes[..]
        && is_said(value)
    {
        return quote! { ::std::convert::Into::<::sycamore::rt::View>::into(#value) };
    }
    if !nodes.iter().any(is_element) && nodes.len() < 2 {
        return Codegen {}.root(&Root(nodes.into_iter().map(grown_inside).collect()));
    }
    let tree = hidden("tree");
    let nodes = nodes.into_iter().map(node);
    quote! {{
        let mut #tree = Growth::default();
        #(#nodes)*
        #tree.view()
    }}
}

/// Puts a node into the tree.
fn node(node: Node) -> TokenStream {
    let tree = hidden("tree");
    match node {
        Node::Tag(tag) if !is_component(&tag.ident) => element(tag),
        Node::Text(text) => {
            let text = text.value;
            quote! { #tree.add(#text); }
        }
        Node::Dyn(DynNode { value }) if is_said(&value) => quote! { #tree.add(#value); },
        other => {
            let view = Codegen {}.node(&grown_inside(other));
            quote! { #tree.add(#view); }
        }
    }
}

/// Puts an element into the tree, with the children that were put there after it was made.
fn element(tag: TagNode) -> TokenStream {
    let (tree, element) = (hidden("tree"), hidden("element"));
    let made = match &tag.ident {
        TagIdent::Path(name) => quote! { ::sycamore::rt::tags::#name() },
        TagIdent::Hyphenated(name) => quote! { ::sycamore::rt::custom_element(#name) },
    };
    let attributes = tag.props.iter().map(attribute);
    let count = tag.children.0.len();
    if count == 0 {
        return quote! { #tree.add(#made #(#attributes)*); };
    }
    let children = tag.children.0.into_iter().map(node);
    quote! {{
        let #element = #made;
        #(#children)*
        let #element = #tree.filled(#element, #count);
        #tree.add(#element #(#attributes)*);
    }}
}

fn attribute(prop: &Prop) -> TokenStream {
    let value = &prop.value;
    match &prop.ty {
        PropType::Plain { ident } if is_said(value) => quote! { .#ident(#value) },
        PropType::PlainHyphenated { ident } if is_said(value) => quote! { .attr(#ident, #value) },
        _ => Codegen {}.attribute(prop),
    }
}

/// Words that hang on nothing but the language: `words::…()`. The window is drawn anew in another one, so they need nobody
/// who waits for a change, as whatever else is called in a view does.
fn is_said(value: &Expr) -> bool {
    let Expr::Call(ExprCall { func, args, .. }) = value else {
        return false;
    };
    let Expr::Path(function) = &**func else {
        return false;
    };
    let first = function.path.segments.first();
    args.is_empty() && first.is_some_and(|it| it.ident == "words")
}

/// The same, with the children of a component as a view of their own.
fn grown_inside(node: Node) -> Node {
    let Node::Tag(mut tag) = node else {
        return node;
    };
    if !tag.children.0.is_empty() {
        let children = view(std::mem::replace(&mut tag.children, Root(Vec::new())));
        tag.props.push(Prop {
            ty: PropType::Plain {
                ident: Ident::new("children", Span::call_site()),
            },
            value: parse_quote! { ::sycamore::rt::Children::new(move || #children) },
            span: Span::call_site(),
        });
    }
    Node::Tag(tag)
}

fn is_element(node: &Node) -> bool {
    matches!(node, Node::Tag(tag) if !is_component(&tag.ident))
}

/// As Sycamore tells it: by a capital letter.
fn is_component(tag: &TagIdent) -> bool {
    match tag {
        TagIdent::Path(path) => path.get_ident().is_none_or(|it| {
            it.to_string()
                .starts_with(|it: char| it.is_ascii_uppercase())
        }),
        TagIdent::Hyphenated(_) => false,
    }
}

/// A name that what stands in the view does not see.
fn hidden(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
