//! What one Rust file says about names: which it defines, which it takes from elsewhere, which it has
//! further modules for.
//!
//! Read by hand and not with `syn`: a real parser is what most of a newcomer's first build would be spent
//! on, and names are all that is asked for. What is not understood names nothing; no code is refused.

use std::collections::BTreeSet;

use super::tokens::{Token, is_name, tokens};
use crate::tidy::rust_code::code_only;

/// A module: a file, or a block in one.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// Where in the list it is that it was read into; a file's own module has none.
    pub(super) parent: Option<usize>,
    pub(super) name: String,
    /// Compiled for tests only.
    pub(super) is_test: bool,
    /// What it defines.
    pub(super) items: BTreeSet<String>,
    /// Which of them are macros.
    pub(super) macros: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// What its code names, single words too.
    pub(super) paths: BTreeSet<Vec<String>>,
    /// The modules in it that have a file of their own.
    pub(super) files: Vec<ModuleFile>,
}

/// A name that `use` brings in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// What it is called here; `*` stands for everything that is there.
    pub(super) name: String,
    /// `pub use`: the name is handed on, which is no use of it.
    pub(super) is_face: bool,
}

/// `mod name;`
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ModuleFile {
    pub(super) name: String,
    /// What `#[path]` says.
    pub(super) path: Option<String>,
    pub(super) is_test: bool,
}

/// Reads a file. Its own module comes first, the blocks in it after their parents.
pub(super) fn read(source: &str, is_test: bool) -> Vec<Module> {
    let code = code_only(source);
    let mut reader = Reader {
        source,
        tokens: &tokens(&code),
        at: 0,
        modules: vec![Module {
            is_test,
            ..Module::default()
        }],
        open: vec![Some(0)],
        marks: Marks::default(),
    };
    while reader.step().is_some() {}
    reader.modules
}

struct Reader<'a> {
    source: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
    modules: Vec<Module>,
    /// The open braces: those of modules, and all others.
    open: Vec<Option<usize>>,
    marks: Marks,
}

/// What the attributes in front of an item say of it.
#[derive(Default)]
struct Marks {
    is_test: bool,
    path: Option<String>,
}

impl<'a> Reader<'a> {
    fn step(&mut self) -> Option<()> {
        let word = self.take()?;
        if word == "#" {
            self.attribute();
            return Some(());
        }
        let is_in_module = self.open.last().is_none_or(Option::is_some);
        let marks = match word {
            // Visibility stands between the attributes and the item.
            "pub" => return self.visibility(),
            _ => std::mem::take(&mut self.marks),
        };
        match word {
            "mod" if is_in_module => self.module(marks),
            _ if marks.is_test => self.skip_item(word),
            "use" => self.import(),
            "{" => self.open.push(None),
            "}" => drop(self.open.pop()),
            "." | "::" => self.skip_names(),
            _ if is_name(word) => {
                if is_in_module {
                    self.item(word);
                }
                self.path(word);
            }
            _ => {}
        }
        Some(())
    }

    fn peek(&self, ahead: usize) -> &'a str {
        self.tokens
            .get(self.at + ahead)
            .map_or("", |token| token.text)
    }

    fn take(&mut self) -> Option<&'a str> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token.text)
    }

    fn take_if(&mut self, word: &str) -> bool {
        let is_next = self.peek(0) == word;
        self.at += usize::from(is_next);
        is_next
    }

    /// The module around what is being read.
    fn module_here(&mut self) -> &mut Module {
        let here = self.open.iter().rev().find_map(|open| *open).unwrap_or(0);
        &mut self.modules[here]
    }

    /// What an attribute names counts like other code. It is over at its `]`.
    fn attribute(&mut self) {
        self.take_if("!");
        if !self.take_if("[") {
            return;
        }
        let words = |ahead: &[&str]| (0..ahead.len()).all(|at| self.peek(at) == ahead[at]);
        let is_test = words(&["cfg", "(", "test", ")"]) || words(&["cfg", "(", "all", "(", "test"]);
        let is_path = words(&["path", "="]);
        self.marks.is_test |= is_test;
        if is_path && let Some(equals) = self.tokens.get(self.at + 1) {
            let quoted = self.source[equals.at..].split('"').nth(1);
            self.marks.path = quoted.map(str::to_owned);
        }
        let mut depth = 1_usize;
        while depth > 0
            && let Some(word) = self.take()
        {
            match word {
                "[" => depth += 1,
                "]" => depth -= 1,
                _ if is_name(word) => self.path(word),
                _ => {}
            }
        }
    }

    /// `pub(in …)` names modules only, so it is passed over. A `use` behind it is a face.
    fn visibility(&mut self) -> Option<()> {
        if self.take_if("(") {
            while self.take()? != ")" {}
        }
        if !self.marks.is_test && self.take_if("use") {
            let known = self.module_here().imports.len();
            self.import();
            for import in &mut self.module_here().imports[known..] {
                import.is_face = true;
            }
        }
        Some(())
    }

    fn module(&mut self, marks: Marks) {
        let name = self.take().unwrap_or_default().to_owned();
        let around = self.open.last().copied().flatten().unwrap_or(0);
        let is_test = marks.is_test || self.modules[around].is_test;
        if self.take_if(";") {
            self.modules[around].files.push(ModuleFile {
                name,
                path: marks.path,
                is_test,
            });
        } else if self.take_if("{") {
            self.open.push(Some(self.modules.len()));
            self.modules.push(Module {
                parent: Some(around),
                name,
                is_test,
                ..Module::default()
            });
        }
    }

    /// Passes over something that only tests have: to its `;` or its closing brace, or, where it is a field
    /// or an arm, to its comma.
    fn skip_item(&mut self, first: &str) {
        const END_AT_SEMICOLON: [&str; 5] = ["use", "const", "static", "type", "let"];
        const END_AT_BRACE: [&str; 7] =
            ["fn", "struct", "enum", "trait", "impl", "async", "unsafe"];
        let mut depth = usize::from(["(", "[", "{"].contains(&first));
        loop {
            match self.peek(0) {
                "" => return,
                "}" if depth == 0 => return,
                ";" if depth == 0 => break,
                "," if depth == 0 && !END_AT_BRACE.contains(&first) => break,
                "}" if depth == 1 && !END_AT_SEMICOLON.contains(&first) => break,
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
    }

    /// Notes what is defined here.
    fn item(&mut self, keyword: &str) {
        let name = match keyword {
            "static" if self.peek(0) == "mut" => self.peek(1),
            "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" => self.peek(0),
            "macro_rules" => self.peek(1),
            _ => return,
        };
        // `const fn` is a function, and `fn(u8)` a type.
        if is_name(name) && !["fn", "unsafe", "async", "extern"].contains(&name) {
            let (name, module) = (name.to_owned(), self.module_here());
            if keyword == "macro_rules" {
                module.macros.insert(name.clone());
            }
            module.items.insert(name);
        }
    }

    fn path(&mut self, first: &str) {
        let mut path = vec![first.to_owned()];
        while self.peek(0) == "::" && is_name(self.peek(1)) {
            path.push(self.peek(1).to_owned());
            self.at += 2;
        }
        self.module_here().paths.insert(path);
    }

    /// Behind a full stop stand fields and methods; behind `::` without a name before it what belongs to a
    /// type, or another crate.
    fn skip_names(&mut self) {
        while is_name(self.peek(0)) {
            self.at += 1;
            if self.peek(0) == "::" && is_name(self.peek(1)) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn import(&mut self) {
        let is_of_another_crate = self.take_if("::");
        let known = self.module_here().imports.len();
        self.branch(&[]);
        if is_of_another_crate {
            self.module_here().imports.truncate(known);
        }
    }

    /// One branch of the tree behind `use`.
    fn branch(&mut self, stem: &[String]) {
        let mut path = stem.to_vec();
        loop {
            match self.take() {
                Some("{") => {
                    while !self.take_if("}") && !self.peek(0).is_empty() {
                        self.branch(&path);
                        self.take_if(",");
                    }
                    return;
                }
                Some("*") => return self.leaf(path, "*"),
                Some("self") if !stem.is_empty() => {}
                Some(name) if is_name(name) => path.push(name.to_owned()),
                _ => return,
            }
            if !self.take_if("::") {
                break;
            }
        }
        let own = path.last().cloned().unwrap_or_default();
        if self.take_if("as") {
            let name = self.take().unwrap_or_default();
            self.leaf(path, name);
        } else {
            self.leaf(path, &own);
        }
    }

    fn leaf(&mut self, path: Vec<String>, name: &str) {
        let import = Import {
            path,
            name: name.to_owned(),
            is_face: false,
        };
        self.module_here().imports.push(import);
    }
}
