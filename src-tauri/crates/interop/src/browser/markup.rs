//! The forms of a page, as far as a person who signs in looks at them.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// One form.
#[derive(Debug)]
pub(super) struct Form {
    tag: Tag,
    fields: Vec<Field>,
}

/// Something in a form: what it is called and holds, and what it says to whoever looks at it.
#[derive(Debug)]
struct Field {
    tag: Tag,
    label: String,
}

/// A tag with its attributes.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Form {
    /// The one that a person fills: that with a password in it, or the first that changes something.
    pub(super) fn of_person(html: &str) -> Option<Self> {
        let mut forms = all(html);
        let with_password = forms.iter().position(Self::asks_for_password);
        let chosen = with_password.or_else(|| forms.iter().position(Self::is_post))?;
        Some(forms.swap_remove(chosen))
    }

    pub(super) fn action(&self) -> &str {
        self.tag.get("action")
    }

    pub(super) fn is_post(&self) -> bool {
        self.tag.get("method").eq_ignore_ascii_case("post")
    }

    pub(super) fn asks_for_password(&self) -> bool {
        self.fields.iter().any(|field| field.kind() == "password")
    }

    /// What is sent by whoever has entered these: name and password, and the first button.
    pub(super) fn signed_in_as(&self, username: &str, password: &str) -> Vec<(String, String)> {
        let mut sent = self.kept();
        let mut typed = |kind: &[&str], text: &str| {
            let mut fields = self.fields.iter();
            let field = fields.find(|field| kind.contains(&field.kind().as_str()));
            sent.extend(field.map(|field| (field.tag.get("name").to_owned(), text.to_owned())));
        };
        typed(&["text", "email"], username);
        typed(&["password"], password);
        let button = self.fields.iter().find(|field| field.is_button());
        sent.extend(button.and_then(Field::sent));
        sent
    }

    /// What is sent by whoever has pressed the button that says this; `None` where none does.
    pub(super) fn pressed(&self, label: &str) -> Option<Vec<(String, String)>> {
        let mut buttons = self.fields.iter().filter(|field| field.is_button());
        let button = buttons.find(|field| field.label == label)?;
        let mut sent = self.kept();
        sent.extend(button.sent());
        Some(sent)
    }

    /// What a page sends along unseen.
    fn kept(&self) -> Vec<(String, String)> {
        let hidden = self.fields.iter().filter(|field| field.kind() == "hidden");
        hidden.filter_map(Field::sent).collect()
    }
}

impl Field {
    fn kind(&self) -> String {
        let usual = if self.tag.name == "button" {
            "submit"
        } else {
            "text"
        };
        match self.tag.get("type") {
            "" => usual.to_owned(),
            kind => kind.to_ascii_lowercase(),
        }
    }

    fn is_button(&self) -> bool {
        self.kind() == "submit"
    }

    /// One without a name is not sent.
    fn sent(&self) -> Option<(String, String)> {
        let name = self.tag.get("name");
        let pair = || (name.to_owned(), self.tag.get("value").to_owned());
        (!name.is_empty()).then(pair)
    }
}

impl Tag {
    fn of(tag: &StartTag<()>) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = tag.attributes.iter();
        Self {
            name: text(&tag.name),
            attributes: attributes
                .map(|(name, it)| (text(name), text(it)))
                .collect(),
        }
    }

    fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value)
    }
}

/// Every form, with its fields.
fn all(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut open: Option<Form> = None;
    // The button whose text is being read.
    let mut is_in_button = false;
    let mut emitter = DefaultEmitter::default();
    // What a program says is no markup.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(start) => {
                let tag = Tag::of(&start);
                is_in_button = tag.name == "button";
                match (tag.name.as_str(), &mut open) {
                    ("form", open) => {
                        let fields = Vec::new();
                        forms.extend(open.replace(Form { tag, fields }));
                    }
                    ("input" | "button", Some(form)) => {
                        let label = if is_in_button { "" } else { tag.get("value") };
                        let label = label.trim().to_owned();
                        form.fields.push(Field { tag, label });
                    }
                    _ => {}
                }
            }
            Token::EndTag(end) => {
                is_in_button = false;
                if end.name.as_slice() == b"form" {
                    forms.extend(open.take());
                }
            }
            Token::String(text) if is_in_button => {
                let said = String::from_utf8_lossy(&text);
                if let Some(field) = open.as_mut().and_then(|form| form.fields.last_mut()) {
                    said.trim().clone_into(&mut field.label);
                }
            }
            _ => {}
        }
    }
    forms.extend(open);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(sent: &[(String, String)]) -> Vec<(&str, &str)> {
        let pairs = sent.iter();
        pairs.map(|(name, value)| (&**name, &**value)).collect()
    }

    #[test]
    fn a_form_is_found_among_others_and_sent_with_what_it_hides() {
        let html = r#"<!-- <form method=post> --><form><input name=q></form>
            <script>if (1 < 2) document.write("<form method='post'>")</SCRIPT>
            <form id="f" method="POST" action="/in?a=1&amp;b=2"><input type='hidden' name="t" value="&lt;x&gt;">
            <input name="login" autofocus><INPUT NAME="pw" TYPE="Password"/><button name=go value=1>Go</button></form>"#;
        let form = Form::of_person(html).expect("a form");
        assert!(form.asks_for_password() && form.is_post());
        assert_eq!(form.action(), "/in?a=1&b=2");
        let sent = form.signed_in_as("ann", "pw-1");
        let all = [("t", "<x>"), ("login", "ann"), ("pw", "pw-1"), ("go", "1")];
        assert_eq!(pairs(&sent), all);
    }

    #[test]
    fn a_button_is_known_by_what_it_says_and_sends_what_it_is_called() {
        let html = r#"<form method="post"><input type="hidden" name="t" value="1"><input type="submit" value="Cancel">
            <input type="submit" name="allow" value="Authorize"><button type="submit" name="other"> No
            </button></form>"#;
        let form = Form::of_person(html).expect("a form");
        let pressed = |label| form.pressed(label);
        assert_eq!(pairs(&pressed("Cancel").expect("a button")), [("t", "1")]);
        let allowed = pressed("Authorize").expect("a button");
        assert_eq!(pairs(&allowed), [("t", "1"), ("allow", "Authorize")]);
        let no = pressed("No").expect("a button");
        assert_eq!(pairs(&no), [("t", "1"), ("other", "")]);
        assert!(pressed("Yes").is_none());
    }

    #[test]
    fn what_is_no_page_has_no_form() {
        for html in [
            "",
            "<",
            "<form",
            "<form method=",
            "<a b = ",
            "a < b",
            "<form =>",
        ] {
            assert!(Form::of_person(html).is_none(), "{html}");
        }
    }
}
