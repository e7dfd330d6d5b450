//! What there is to read at a server, and what was read.

use serde::{Deserialize, Serialize};

use super::account::Account;

/// A page that the dialect of a server has. It is known by its place among them, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// What the navigation calls it.
    pub title: String,
    /// The server's name of the role that it is for, if it is for one.
    pub role: Option<String>,
    /// Whether it can be read signed out.
    pub public: bool,
}

impl Page {
    /// Whether the navigation shows this page to the account (`None`: signed out).
    ///
    /// It goes by the exact role: an admin who is no moderator does not get the moderators' page.
    pub fn is_listed_for(&self, account: Option<&Account>) -> bool {
        match (&self.role, account) {
            (None, account) => self.public || account.is_some(),
            (Some(role), account) => account.is_some_and(|account| account.has(role)),
        }
    }
}

/// What the server keeps on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageContent {
    /// [`crate::Server::id`] of the server that it was read at.
    pub server: String,
    /// Which page was read.
    pub page: usize,
    /// What the server calls the kind of it, such as `application/json`.
    pub media_type: Option<String>,
    /// What of it can be shown.
    pub body: PageBody,
    /// When the server answered.
    pub answered: Answered,
    /// Whether the session was refreshed on the way.
    pub refreshed: bool,
}

/// When a server answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// In seconds since 1970.
    pub at: u64,
    /// How long it took, refreshing included, in milliseconds.
    pub took_ms: u64,
}

/// What can be shown of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageBody {
    /// Text: all of it, or one part of what would be too much for a window.
    Text(TextPart),
    /// A picture, whose bytes are asked for with [`PageBytes`](crate::PageBytes).
    Picture {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
        /// How much it is.
        bytes: u64,
    },
    /// Nothing that a person could read.
    NoText {
        /// How much it is.
        bytes: u64,
    },
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPart {
    /// The text as the server sent it. Plain text: never put it into the page as HTML.
    pub text: String,
    /// Which part it is, counted from 0.
    pub part: u32,
    /// How many there are; 1 where the text is whole.
    pub parts: u32,
    /// How much all of them are, as the server sent it.
    pub bytes: u64,
    /// The same in pieces, where it is Markdown, and empty otherwise.
    pub markdown: Vec<Markdown>,
}

/// A piece of a text in Markdown, of which a window makes an element of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Markdown {
    /// What it is.
    pub kind: MarkdownKind,
    /// The words of [`MarkdownKind::Text`] and of code, the address of a link, with which number a numbered list begins.
    pub text: String,
    /// What stands in it.
    pub inside: Vec<Markdown>,
}

/// What a piece of Markdown is (`CommonMark` 0.31, and the tables of GitHub).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkdownKind {
    /// Words.
    Text,
    /// The end of a line.
    Break,
    /// Words of a machine within a sentence.
    Code,
    /// Words with weight.
    Strong,
    /// Words in another voice.
    Emphasis,
    /// Where it would lead is its text. It leads nowhere: a window opens nothing that a server names.
    Link,
    /// A paragraph.
    Paragraph,
    /// A heading of the first kind.
    Heading1,
    /// A heading of the second kind.
    Heading2,
    /// A heading below that.
    Heading3,
    /// What somebody else has said.
    Quote,
    /// Lines of a machine.
    CodeBlock,
    /// A list.
    List,
    /// A list whose items have numbers.
    NumberedList,
    /// An item of one.
    Item,
    /// A line between two parts.
    Rule,
    /// A table.
    Table,
    /// A row of one.
    Row,
    /// The head of a column.
    Head,
    /// A cell.
    Cell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_listed_for_who_may_read_it() {
        let page = |role: Option<&str>, public| Page {
            title: String::new(),
            role: role.map(str::to_owned),
            public,
        };
        let ann = |roles: &[&str]| Account {
            id: "1".into(),
            username: "ann".into(),
            email: String::new(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        };
        let (nobody, admin) = (ann(&[]), ann(&["ROLE_ADMIN"]));
        for (page, account, listed) in [
            (page(None, true), None, true),
            (page(None, true), Some(&nobody), true),
            (page(None, false), None, false),
            (page(None, false), Some(&nobody), true),
            (page(Some("ROLE_ADMIN"), false), Some(&admin), true),
            (page(Some("ROLE_ADMIN"), false), Some(&nobody), false),
            (page(Some("ROLE_MODERATOR"), false), Some(&admin), false),
            (page(Some("ROLE_ADMIN"), true), None, false),
        ] {
            assert_eq!(page.is_listed_for(account), listed, "{page:?} {account:?}");
        }
    }
}
