//! What Rust files say about names: which they define, which they take, which modules they lead to.

use std::collections::{BTreeMap, BTreeSet};

use syn::buffer::{Cursor, TokenBuffer};
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, Item, Lit, Meta, UseTree, Visibility};

/// The code of all files, which go by their paths from the root of the checkout.
pub(super) type Files<'a> = BTreeMap<&'a str, syn::File>;

pub(super) type Path = Vec<String>;

/// A module: a file, or a block in one. Modules go by their places in a list.
#[derive(Debug)]
pub(super) struct Module<'a> {
    pub(super) file: &'a str,
    /// Whether the file is read for tests, examples and build scripts only.
    pub(super) is_aside: bool,
    /// Of the file that the compiler begins with.
    pub(super) root: usize,
    pub(super) parent: Option<usize>,
    /// What a name stands for; `*` is what comes from globs, `name!` a macro.
    pub(super) names: BTreeMap<String, Vec<Known>>,
    /// What its code names. To hand a name on (`pub use`) is not to name it.
    pub(super) paths: BTreeSet<Path>,
}

#[derive(Debug)]
pub(super) enum Known {
    Module(usize),
    Item,
    Import(Path),
}

pub(super) struct Reader<'a> {
    pub(super) files: &'a Files<'a>,
    pub(super) modules: Vec<Module<'a>>,
    /// Whether what is being read is compiled for tests only.
    pub(super) is_test: bool,
    /// The module that is being read, and the folders of its modules and of those that `#[path]` names.
    pub(super) here: (usize, [String; 2]),
}

impl<'a> Reader<'a> {
    /// Reads a file that the module here declares by a name, or that the compiler begins with.
    pub(super) fn file(&mut self, path: &str, name: Option<String>) {
        if let Some((file, code)) = self.files.get_key_value(path) {
            let beside = folder_of(file);
            let folder = name
                .as_ref()
                .map_or(beside, |_| file.trim_end_matches(".rs"));
            let folders = [folder, beside].map(str::to_owned);
            self.module((file, self.is_test), &code.items, name, folders);
        }
    }

    fn module(
        &mut self,
        (file, is_aside): (&'a str, bool),
        items: &'a [Item],
        name: Option<String>,
        folders: [String; 2],
    ) {
        let at = self.modules.len();
        let parent = name.as_ref().map(|_| self.here.0);
        let root = parent.map_or(at, |parent| self.modules[parent].root);
        if let (Some(parent), Some(name)) = (parent, name) {
            let names = &mut self.modules[parent].names;
            names.entry(name).or_default().push(Known::Module(at));
        }
        let ways = [("self", Some(at)), ("crate", Some(root)), ("super", parent)];
        let ways = ways.map(|(name, to)| (name.to_owned(), Vec::from_iter(to.map(Known::Module))));
        self.modules.push(Module {
            file,
            is_aside,
            root,
            parent,
            names: ways.into(),
            paths: BTreeSet::new(),
        });
        let outer = std::mem::replace(&mut self.here, (at, folders));
        for item in items {
            self.visit_item(item);
        }
        self.here = outer;
    }

    /// The module here, unless this is test code in a file of the product.
    fn open(&mut self) -> Option<&mut Module<'a>> {
        let module = &mut self.modules[self.here.0];
        (module.is_aside == self.is_test).then_some(module)
    }

    fn define(&mut self, name: String, known: Known) {
        if let Some(module) = self.open() {
            module.names.entry(name).or_default().push(known);
        }
    }

    fn note(&mut self, paths: impl IntoIterator<Item = Path>) {
        if let Some(module) = self.open() {
            module.paths.extend(paths);
        }
    }

    /// One branch of the tree behind `use`.
    fn branch(&mut self, tree: &UseTree, mut stem: Path, is_face: bool) {
        let (end, name) = match tree {
            UseTree::Path(way) => {
                stem.push(way.ident.to_string());
                return self.branch(&way.tree, stem, is_face);
            }
            UseTree::Group(group) => {
                let branches = group.items.iter();
                return branches.for_each(|tree| self.branch(tree, stem.clone(), is_face));
            }
            UseTree::Glob(_) => return self.define("*".to_owned(), Known::Import(stem)),
            UseTree::Name(end) => (&end.ident, None),
            UseTree::Rename(end) => (&end.ident, Some(end.rename.to_string())),
        };
        if end != "self" || stem.is_empty() {
            stem.push(end.to_string());
        }
        let name = name.or_else(|| stem.last().cloned());
        self.note((!is_face).then(|| stem.clone()));
        self.define(name.unwrap_or_default(), Known::Import(stem));
    }
}

/// What `#[cfg(test)]` stands in front of is over at its end.
macro_rules! may_be_for_tests {
    ($($visit:ident: $node:ident),*) => {$(
        fn $visit(&mut self, node: &'a syn::$node) {
            let was = self.is_test;
            visit::$visit(self, node);
            self.is_test = was;
        }
    )*};
}

impl<'a> Visit<'a> for Reader<'a> {
    may_be_for_tests!(
        visit_impl_item: ImplItem, visit_trait_item: TraitItem, visit_field: Field, visit_arm: Arm,
        visit_variant: Variant, visit_stmt: Stmt, visit_expr: Expr, visit_field_value: FieldValue
    );

    fn visit_item(&mut self, item: &'a Item) {
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

    fn visit_item_mod(&mut self, it: &'a syn::ItemMod) {
        let mut path = None;
        let (at, [folder, beside]) = self.here.clone();
        for attribute in &it.attrs {
            self.visit_attribute(attribute);
            if let Meta::NameValue(said) = &attribute.meta
                && said.path.is_ident("path")
                && let Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) = &said.value
            {
                path = Some(format!("{beside}/{}", text.value()));
            }
        }
        let name = it.ident.to_string();
        let inner = format!("{folder}/{name}");
        if let Some((_, items)) = &it.content {
            let file = (self.modules[at].file, self.modules[at].is_aside);
            self.module(file, items, Some(name), [inner.clone(), inner]);
        } else {
            self.file(&path.unwrap_or(inner + ".rs"), Some(name));
        }
    }

    fn visit_item_use(&mut self, it: &'a syn::ItemUse) {
        for attribute in &it.attrs {
            self.visit_attribute(attribute);
        }
        // What begins with `::` comes from a crate, whatever has the same name here.
        let stem = it.leading_colon.iter().map(|_| "::".to_owned()).collect();
        self.branch(&it.tree, stem, !matches!(it.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names = path.segments.iter().map(|it| it.ident.to_string());
        self.note(path.leading_colon.is_none().then(|| names.collect()));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, it: &'a syn::Macro) {
        visit::visit_macro(self, it);
        self.note(named(TokenBuffer::new2(it.tokens.clone()).begin()));
    }

    fn visit_meta_list(&mut self, it: &'a syn::MetaList) {
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
    // Since the last name that was noted.
    let mut marks = String::from(" ");
    while let Some((token, after)) = code.token_tree() {
        let is_member = marks.ends_with('.') && !marks.ends_with("..");
        if let Some((inside, ..)) = code.any_group() {
            found.extend(named(inside));
            marks.push(' ');
        } else if code.ident().is_none() {
            marks += &token.to_string();
        } else if let ("::", Some(path)) = (marks.as_str(), found.last_mut()) {
            path.push(token.to_string());
            marks.clear();
        } else if is_member || marks.ends_with("::") || marks.ends_with('\'') {
            marks.push(' ');
        } else {
            found.push(vec![token.to_string()]);
            marks.clear();
        }
        code = after;
    }
    found
}

pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
