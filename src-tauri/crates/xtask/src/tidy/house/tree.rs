//! The modules of a crate, and which file of it names what another defines.

use std::collections::{BTreeMap, BTreeSet};

use super::module::{Import, Module, ModuleFile, read};

/// The texts of all files. Files go by their paths from the root of the checkout.
pub(super) type Texts<'a> = BTreeMap<&'a str, &'a str>;

/// From one file to another, with the names that it takes from there.
pub(super) type Uses<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<String>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Product,
    /// Tests, examples, build scripts.
    Aside,
}

/// A crate, or a program of tests: what the compiler reads when it is given one file.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    product: Vec<&'a str>,
    aside: Vec<&'a str>,
}

#[derive(Debug)]
struct Node<'a> {
    module: Module,
    file: &'a str,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Module(usize),
    /// Defined in this module.
    Item(usize, String),
    /// Something of another crate.
    Elsewhere,
}

impl<'a> Tree<'a> {
    /// Follows every `mod` from the file that the compiler begins with.
    pub(super) fn grow(texts: &Texts<'a>, root: &str, kind: Kind) -> Self {
        let mut tree = Self::default();
        let declared = ModuleFile {
            is_test: kind == Kind::Aside,
            ..ModuleFile::default()
        };
        tree.add(texts, root, folder_of(root), None, &declared);
        tree
    }

    /// The files, the one that the compiler begins with first.
    pub(super) fn files(&self, kind: Kind) -> &[&'a str] {
        match kind {
            Kind::Product => &self.product,
            Kind::Aside => &self.aside,
        }
    }

    /// Reads a file, whose own modules lie in `folder`.
    fn add(
        &mut self,
        texts: &Texts<'a>,
        path: &str,
        folder: &str,
        parent: Option<usize>,
        declared: &ModuleFile,
    ) {
        let Some((&file, source)) = texts.get_key_value(path) else {
            return;
        };
        if declared.is_test {
            self.aside.push(file);
        } else {
            self.product.push(file);
        }
        let first = self.nodes.len();
        for mut module in read(source, declared.is_test) {
            let above = module.parent.map(|parent| first + parent);
            if above.is_none() {
                module.name.clone_from(&declared.name);
            }
            self.push(Node {
                module,
                file,
                parent: above.or(parent),
                children: Vec::new(),
            });
        }
        for at in first..self.nodes.len() {
            let inner = self.blocks_down_to(at, first);
            for declared in std::mem::take(&mut self.nodes[at].module.files) {
                let path = match &declared.path {
                    Some(path) if at == first => format!("{}/{path}", folder_of(file)),
                    Some(path) => format!("{folder}{inner}/{path}"),
                    None => format!("{folder}{inner}/{}.rs", declared.name),
                };
                let below = path.strip_suffix(".rs").unwrap_or(&path);
                self.add(texts, &path, below, Some(at), &declared);
            }
        }
    }

    fn push(&mut self, node: Node<'a>) {
        if let Some(parent) = node.parent {
            let new = self.nodes.len();
            self.nodes[parent].children.push(new);
        }
        self.nodes.push(node);
    }

    /// The blocks around a module within its file, as the folders that they stand for.
    fn blocks_down_to(&self, at: usize, first: usize) -> String {
        let Node { module, parent, .. } = &self.nodes[at];
        match parent {
            Some(parent) if at != first => {
                format!("{}/{}", self.blocks_down_to(*parent, first), module.name)
            }
            _ => String::new(),
        }
    }

    /// Who uses whom among files of this kind.
    pub(super) fn uses(&self, kind: Kind) -> Uses<'a> {
        let files = self.files(kind);
        let mut uses = Uses::new();
        for (at, Node { module, file, .. }) in self.nodes.iter().enumerate() {
            if module.is_test != (kind == Kind::Aside) || !files.contains(file) {
                continue;
            }
            let taken = |import: &&Import| !import.is_face && import.name != "*";
            let imports = module.imports.iter().filter(taken);
            let paths = imports.map(|import| &import.path).chain(&module.paths);
            for meaning in paths.flat_map(|path| self.resolve(at, path, &mut Vec::new())) {
                let Meaning::Item(definer, name) = meaning else {
                    continue;
                };
                let definer = self.nodes[definer].file;
                if definer != *file && files.contains(&definer) {
                    uses.entry((*file, definer)).or_default().insert(name);
                }
            }
        }
        uses
    }

    /// What a path means in a module; nothing where its first name is not known. `asked` keeps imports that
    /// name each other from being followed for ever.
    fn resolve(
        &self,
        at: usize,
        path: &[String],
        asked: &mut Vec<(usize, String)>,
    ) -> Vec<Meaning> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        let mut meanings = match first.as_str() {
            "crate" => vec![Meaning::Module(0)],
            "self" => vec![Meaning::Module(at)],
            "super" => self.above(at),
            name => match self.look_up(at, name, asked) {
                unknown if unknown.is_empty() => self.macro_above(at, name),
                known => known,
            },
        };
        for name in rest {
            let step = |meaning: Meaning| match meaning {
                Meaning::Module(at) if name == "super" => self.above(at),
                Meaning::Module(at) => match self.look_up(at, name, asked) {
                    // A macro may have made it.
                    unknown if unknown.is_empty() => vec![Meaning::Item(at, name.clone())],
                    known => known,
                },
                // What follows belongs to a type or to another crate.
                item => vec![item],
            };
            meanings = meanings.into_iter().flat_map(step).collect();
        }
        meanings
    }

    fn above(&self, at: usize) -> Vec<Meaning> {
        self.nodes[at]
            .parent
            .map(Meaning::Module)
            .into_iter()
            .collect()
    }

    /// What a name means right in a module. It can mean a module and a function at once.
    fn look_up(&self, at: usize, name: &str, asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        let question = (at, name.to_owned());
        if asked.contains(&question) {
            return Vec::new();
        }
        asked.push(question);
        let Node {
            module, children, ..
        } = &self.nodes[at];
        let mut meanings: Vec<Meaning> = children
            .iter()
            .filter(|child| self.nodes[**child].module.name == name)
            .map(|child| Meaning::Module(*child))
            .collect();
        if module.items.contains(name) {
            meanings.push(Meaning::Item(at, name.to_owned()));
        }
        for import in module.imports.iter().filter(|import| import.name == name) {
            match self.resolve(at, &import.path, asked) {
                unknown if unknown.is_empty() => meanings.push(Meaning::Elsewhere),
                known => meanings.extend(known),
            }
        }
        if meanings.is_empty() {
            meanings = self.look_up_in_globs(at, name, asked);
        }
        asked.pop();
        meanings
    }

    fn look_up_in_globs(
        &self,
        at: usize,
        name: &str,
        asked: &mut Vec<(usize, String)>,
    ) -> Vec<Meaning> {
        let mut meanings = Vec::new();
        let imports = self.nodes[at].module.imports.iter();
        for import in imports.filter(|import| import.name == "*") {
            let sources = self.resolve(at, &import.path, asked);
            if sources.is_empty() {
                // Anything may come from another crate's.
                meanings.push(Meaning::Elsewhere);
            }
            for source in sources {
                if let Meaning::Module(there) = source {
                    meanings.extend(self.look_up(there, name, asked));
                }
            }
        }
        meanings
    }

    /// A macro is known in every module below the one that defines it.
    fn macro_above(&self, at: usize, name: &str) -> Vec<Meaning> {
        let mut above = self.nodes[at].parent;
        while let Some(at) = above {
            if self.nodes[at].module.macros.contains(name) {
                return vec![Meaning::Item(at, name.to_owned())];
            }
            above = self.nodes[at].parent;
        }
        Vec::new()
    }
}

/// Names as a sentence has them.
pub(super) fn list(names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.join(", ")
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}
