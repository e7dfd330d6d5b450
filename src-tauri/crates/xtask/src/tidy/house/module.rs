//! What Rust files say about names: which they define, which they take from elsewhere, which modules they
//! lead to.

use std::collections::{BTreeMap, BTreeSet};

use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, Item, Lit, Meta, UseTree, Visibility};

use crate::tidy::problem::Problem;

/// The texts of all files. Files go by their paths from the root of the checkout.
pub(super) type Texts<'a> = BTreeMap<&'a str, &'a str>;

/// A name after the other, `crate`, `self` and `super` too.
pub(super) type Path = Vec<String>;

/// A module: a file, or a block in one. Modules go by their places in a list.
#[derive(Debug, Default)]
pub(super) struct Module<'a> {
    pub(super) file: &'a str,
    /// Whether the file is read for tests, examples and build scripts only.
    pub(super) is_aside: bool,
    /// Of the file that the compiler begins with.
    pub(super) root: usize,
    pub(super) parent: Option<usize>,
    /// What a name stands for; `*` is what comes from globs, `name!` a macro.
    pub(super) names: BTreeMap<String, Vec<Known>>,
    /// What its code names, single words too. To hand a name on (`pub use`) is not to name it.
    pub(super) paths: BTreeSet<Path>,
}

#[derive(Debug)]
pub(super) enum Known {
    Module(usize),
    Item,
    Import(Path),
}

/// The modules that were read, and what of it was no Rust.
#[derive(Debug, Default)]
pub(super) struct Modules<'a> {
    pub(super) list: Vec<Module<'a>>,
    pub(super) unreadable: Vec<Problem>,
}

impl<'a> Modules<'a> {
    fn add(&mut self, file: &'a str, is_aside: bool, parent: Option<(usize, String)>) -> usize {
        let at = self.list.len();
        let above = parent.as_ref().map(|(parent, _)| *parent);
        let root = above.map_or(at, |parent| self.list[parent].root);
        let ways = [("self", Some(at)), ("crate", Some(root)), ("super", above)];
        let known =
            |(name, to): (&str, Option<usize>)| Some((name.to_owned(), vec![Known::Module(to?)]));
        self.list.push(Module {
            file,
            is_aside,
            root,
            parent: above,
            names: ways.into_iter().filter_map(known).collect(),
            ..Module::default()
        });
        if let Some((parent, name)) = parent {
            let names = &mut self.list[parent].names;
            names.entry(name).or_default().push(Known::Module(at));
        }
        at
    }

    /// Reads a file, whose own modules lie in the folder of its name or, where the compiler begins with it,
    /// beside it.
    pub(super) fn read(
        &mut self,
        texts: &Texts<'a>,
        path: &str,
        is_aside: bool,
        parent: Option<(usize, String)>,
    ) {
        let Some((&file, text)) = texts.get_key_value(path) else {
            return;
        };
        let beside = folder_of(file);
        let folder = match parent {
            Some(_) => file.trim_end_matches(".rs"),
            None => beside,
        };
        let at = self.add(file, is_aside, parent);
        match syn::parse_file(text) {
            Ok(code) => Reader {
                modules: self,
                texts,
                at,
                is_test: is_aside,
                folder: folder.to_owned(),
                beside: beside.to_owned(),
            }
            .visit_file(&code),
            Err(error) => {
                let what = format!("cannot be read: {error}");
                self.unreadable.push(Problem::error(file, what));
            }
        }
    }
}

struct Reader<'m, 'a> {
    modules: &'m mut Modules<'a>,
    texts: &'m Texts<'a>,
    at: usize,
    /// Whether what is being read is compiled for tests only.
    is_test: bool,
    /// Where the files of its modules lie, and where those that `#[path]` names.
    folder: String,
    beside: String,
}

impl<'a> Reader<'_, 'a> {
    /// The module that is being read, unless this is test code in a file of the product.
    fn module(&mut self) -> Option<&mut Module<'a>> {
        let module = &mut self.modules.list[self.at];
        (module.is_aside == self.is_test).then_some(module)
    }

    fn define(&mut self, name: String, known: Known) {
        if let Some(module) = self.module() {
            module.names.entry(name).or_default().push(known);
        }
    }

    fn note(&mut self, paths: impl IntoIterator<Item = Path>) {
        if let Some(module) = self.module() {
            module.paths.extend(paths);
        }
    }

    /// One branch of the tree behind `use`.
    fn branch(&mut self, tree: &UseTree, mut stem: Path, is_face: bool) {
        let (name, end) = match tree {
            UseTree::Path(way) => {
                stem.push(way.ident.to_string());
                return self.branch(&way.tree, stem, is_face);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.branch(tree, stem.clone(), is_face);
                }
                return;
            }
            UseTree::Glob(_) => return self.define("*".to_owned(), Known::Import(stem)),
            UseTree::Name(end) => (None, &end.ident),
            UseTree::Rename(end) => (Some(&end.rename), &end.ident),
        };
        if end != "self" || stem.is_empty() {
            stem.push(end.to_string());
        }
        let name = name.map_or_else(|| stem[stem.len() - 1].clone(), ToString::to_string);
        if !is_face {
            self.note([stem.clone()]);
        }
        self.define(name, Known::Import(stem));
    }
}

/// What `#[cfg(test)]` stands in front of is over at its end.
macro_rules! may_be_for_tests {
    ($($visit:ident: $node:ident),*) => {$(
        fn $visit(&mut self, node: &'ast syn::$node) {
            let was = self.is_test;
            visit::$visit(self, node);
            self.is_test = was;
        }
    )*};
}

impl<'ast> Visit<'ast> for Reader<'_, '_> {
    may_be_for_tests!(
        visit_impl_item: ImplItem, visit_trait_item: TraitItem, visit_field: Field, visit_arm: Arm,
        visit_variant: Variant, visit_stmt: Stmt, visit_expr: Expr, visit_field_value: FieldValue
    );

    fn visit_item(&mut self, item: &'ast Item) {
        let was = self.is_test;
        visit::visit_item(self, item);
        let name = match item {
            Item::Const(it) => Some(&it.ident),
            Item::Enum(it) => Some(&it.ident),
            Item::Fn(it) => Some(&it.sig.ident),
            Item::Macro(it) => it.ident.as_ref(),
            Item::Static(it) => Some(&it.ident),
            Item::Struct(it) => Some(&it.ident),
            Item::Trait(it) => Some(&it.ident),
            Item::Type(it) => Some(&it.ident),
            _ => None,
        };
        if let Some(name) = name {
            self.define(name.to_string(), Known::Item);
            if matches!(item, Item::Macro(_)) {
                self.define(format!("{name}!"), Known::Item);
            }
        }
        self.is_test = was;
    }

    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        let mut path = None;
        for attribute in &it.attrs {
            self.visit_attribute(attribute);
            if let Meta::NameValue(said) = &attribute.meta
                && said.path.is_ident("path")
                && let Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) = &said.value
            {
                path = Some(format!("{}/{}", self.beside, text.value()));
            }
        }
        let inner = format!("{}/{}", self.folder, it.ident);
        let parent = Some((self.at, it.ident.to_string()));
        let Some((_, items)) = &it.content else {
            let path = path.unwrap_or(inner + ".rs");
            return self.modules.read(self.texts, &path, self.is_test, parent);
        };
        let Module { file, is_aside, .. } = self.modules.list[self.at];
        let mut block = Reader {
            at: self.modules.add(file, is_aside, parent),
            modules: self.modules,
            texts: self.texts,
            is_test: self.is_test,
            folder: inner.clone(),
            beside: inner,
        };
        items.iter().for_each(|item| block.visit_item(item));
    }

    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        it.attrs.iter().for_each(|it| self.visit_attribute(it));
        // What begins with `::` comes from a crate, whatever has the same name here.
        let stem = it.leading_colon.as_ref().map(|_| "::".to_owned());
        let is_face = !matches!(it.vis, Visibility::Inherited);
        self.branch(&it.tree, stem.into_iter().collect(), is_face);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.note([path
                .segments
                .iter()
                .map(|it| it.ident.to_string())
                .collect()]);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        visit::visit_macro(self, it);
        self.note(named(TokenBuffer::new2(it.tokens.clone()).begin()));
    }

    fn visit_meta_list(&mut self, it: &'ast syn::MetaList) {
        let named = named(TokenBuffer::new2(it.tokens.clone()).begin());
        let mut words = named.iter().flatten().skip_while(|word| *word == "all");
        self.is_test |= it.path.is_ident("cfg") && words.next().is_some_and(|it| it == "test");
        self.note(named);
    }
}

/// The paths in code that only a macro understands. Behind a full stop stand fields and methods; behind `::`
/// without a name before it what belongs to a type, or another crate.
fn named(mut code: Cursor<'_>) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    // The marks since the last name that was noted.
    let mut marks = String::from(" ");
    while let Some((_, after)) = code.token_tree() {
        if let Some((name, _)) = code.ident() {
            let is_member = marks.ends_with('.') && !marks.ends_with("..");
            if marks == "::"
                && let Some(path) = found.last_mut()
            {
                path.push(name.to_string());
                marks.clear();
            } else if is_member || marks.ends_with("::") || marks.ends_with('\'') {
                marks.push(' ');
            } else {
                found.push(vec![name.to_string()]);
                marks.clear();
            }
        } else if let Some((mark, _)) = code.punct() {
            marks.push(mark.as_char());
        } else {
            if let Some((inside, ..)) = code.any_group() {
                found.extend(named(inside));
            }
            marks.push(' ');
        }
        code = after;
    }
    found
}

pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
