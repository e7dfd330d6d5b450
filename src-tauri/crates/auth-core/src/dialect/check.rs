//! What a dialect must keep to beyond its types. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    description::{Dialect, Fetch, Setting},
    error::{DialectError, quoted},
    place::Place,
    request::{Request, each_text},
    rule::{Rule, SignInMeaning, Status, class_of},
    template::Template,
};
use crate::wire::path;

type Checked = Result<(), DialectError>;

const LONGEST_ID: usize = 32;
const LONGEST_TITLE: usize = 60;
const LONGEST_PATH: usize = 512;
const LONGEST_NAME: usize = 64;
const LONGEST_TEXT: usize = 1024;
const MOST: usize = 64;

const PATH: &str = "a path that begins with one `/`, without dot segments, escapes or fragment";
const TOKEN: &str = "a name of 1 to 64 letters, digits and dashes";
const TITLE: &str = "a text of 1 to 60 characters on one line";

/// Headers that mean something to the connection, to its server or to this engine (RFC 9110), so that
/// a credential in them would break every request. `proxy-…` and `sec-…` are refused beside these.
const RESERVED: [&str; 16] = [
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "expect",
    "host",
    "keep-alive",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

impl Dialect {
    /// What the types cannot hold.
    pub(super) fn check(&self) -> Checked {
        self.check_names()?;
        let mut known = Names::of(self);
        if let Some(sign_up) = &self.sign_up {
            settings("sign_up.fields", &sign_up.fields)?;
            let typed = ["username", "email", "password"].map(str::to_owned);
            let names = known.and(typed.into_iter().chain(sign_up.fields.keys().cloned()));
            request("sign_up.request", &sign_up.request, &names)?;
            rules("sign_up.answers", &sign_up.answers)?;
            never(
                "sign_up.answers",
                &sign_up.answers,
                &[SignInMeaning::SecondStep, SignInMeaning::Lapsed],
            )?;
        }
        let mut typed = known.and(["username", "password", "basic"].map(str::to_owned));
        for (at, fetch) in self.sign_in.before.iter().enumerate() {
            fetched(&format!("sign_in.before[{at}]"), fetch, &mut typed)?;
        }
        request("sign_in.request", &self.sign_in.request, &typed)?;
        rules("sign_in.answers", &self.sign_in.answers)?;
        never(
            "sign_in.answers",
            &self.sign_in.answers,
            &[SignInMeaning::Lapsed],
        )?;
        kept("sign_in.keep", &self.sign_in.keep, &mut known)?;
        kept("sign_in.keep_public", &self.sign_in.keep_public, &mut known)?;
        known.add_credentials(self);
        self.check_second_step(&known)?;
        known
            .0
            .extend(["account.id", "account.username"].map(str::to_owned));
        if let Some(step) = &self.second_step {
            kept("second_step.keep", &step.keep, &mut known)?;
        }
        self.check_session(&known)
    }

    /// Whoever reads `n-body` in a log or in settings should be right about what it is.
    pub(super) fn check_is_no_namesake(&self) -> Checked {
        let known = Self::known().iter().find(|known| known.id == self.id);
        let expected = "another id than that of a known dialect, which this is not";
        ensure(
            known.is_none_or(|known| known == self),
            "id",
            expected,
            &self.id,
        )
    }

    fn check_names(&self) -> Checked {
        let is_slug = self.id.len() <= LONGEST_ID
            && self.id.split('-').all(|part| {
                let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                !part.is_empty() && part.chars().all(is_sign)
            });
        let slug = "1 to 32 lower-case letters, digits and single dashes";
        ensure(is_slug, "id", slug, &self.id)?;
        title("title", &self.title)?;
        if let Some(name) = &self.sign_in.username_title {
            title("sign_in.username_title", name)?;
        }
        settings("settings", &self.settings)?;
        for (at, probe) in self.told_by.iter().enumerate() {
            let field = format!("told_by[{at}]");
            request(
                &format!("{field}.request"),
                &probe.request,
                &Names::default(),
            )?;
            rules(&format!("{field}.answers"), &probe.answers)?;
            let why = "at least one rule";
            ensure(
                !probe.answers.is_empty(),
                &format!("{field}.answers"),
                why,
                "",
            )?;
        }
        Ok(())
    }

    fn check_second_step(&self, known: &Names) -> Checked {
        let asks = |rules: &[Rule<SignInMeaning>]| {
            rules
                .iter()
                .any(|rule| rule.means == SignInMeaning::SecondStep)
        };
        let is_asked = asks(&self.sign_in.answers) || asks(&self.account.answers);
        let Some(step) = &self.second_step else {
            let there = "there, since a rule means `second_step`";
            return ensure(!is_asked, "second_step", there, "");
        };
        let mut names = known.and(["username".to_owned()]);
        if let Some(send) = &step.send {
            fetched("second_step.send", send, &mut names)?;
        }
        let names = names.and(["code".to_owned()]);
        request("second_step.request", &step.request, &names)?;
        rules("second_step.answers", &step.answers)?;
        if let Some(give_up) = &step.give_up {
            request("second_step.give_up", give_up, &names)?;
        }
        step.title
            .as_ref()
            .map_or(Ok(()), |name| title("second_step.title", name))
    }

    fn check_session(&self, known: &Names) -> Checked {
        self.check_access(known)?;
        let is_fetched = self.csrf.as_ref().is_some_and(|it| it.request.is_some());
        let has_cookie_before = !self.sign_in.before.is_empty() || is_fetched;
        let is_guest = self.access.cookie.is_some() && has_cookie_before;
        let there = "there, since what comes before the sign-in may set the cookie, and only a request tells whether it has become good";
        ensure(
            !is_guest || self.account.request.is_some(),
            "account.request",
            there,
            "",
        )?;
        if let Some(account) = &self.account.request {
            request("account.request", account, known)?;
        }
        rules("account.answers", &self.account.answers)?;
        never(
            "account.answers",
            &self.account.answers,
            &[SignInMeaning::Lapsed],
        )?;
        if let Some(refresh) = &self.refresh {
            request("refresh.request", &refresh.request, known)?;
            rules("refresh.answers", &refresh.answers)?;
        }
        for name in self.cookies.keys() {
            let stem = name.strip_suffix('*').unwrap_or(name);
            let fits = name == "*" || is_token(stem);
            ensure(
                fits,
                "cookies",
                "names of cookies, which may end in `*`",
                name,
            )?;
        }
        self.check_csrf(known)?;
        if let Some(sign_out) = &self.sign_out {
            request("sign_out.request", &sign_out.request, known)?;
            rules("sign_out.answers", &sign_out.answers)?;
        }
        ensure(
            self.pages.len() <= MOST,
            "pages",
            "a list of at most 64 objects",
            "",
        )?;
        for (at, page) in self.pages.iter().enumerate() {
            title(&format!("pages[{at}].title"), &page.title)?;
            let field = format!("pages[{at}].request");
            request(&field, &page.request, known)?;
            let reads = "a request that changes nothing: a `get`";
            ensure(!page.request.is_unsafe(), &field, reads, "")?;
        }
        let most = "a list of at most 64 paths";
        ensure(self.public_paths.len() <= MOST, "public_paths", most, "")?;
        for (at, path) in self.public_paths.iter().enumerate() {
            let fits = is_path(path) && !self.is_auth_path(path);
            let expected = "a path, and none that the dialect signs in, up or out or refreshes at";
            ensure(fits, &format!("public_paths[{at}]"), expected, path)?;
        }
        Ok(())
    }

    fn check_access(&self, known: &Names) -> Checked {
        let access = &self.access;
        for (group, templates) in [("headers", &access.headers), ("query", &access.query)] {
            for (name, template) in templates {
                let field = format!("access.{group}.{name}");
                if group == "headers" {
                    header(&field, name)?;
                }
                names(&field, template.names(), known)?;
            }
        }
        let mut templates = access.headers.values().chain(access.query.values());
        let is_carried = templates.any(|it| it.names().any(|name| name == "access_token"));
        match &access.cookie {
            Some(name) => {
                ensure(is_token(name), "access.cookie", TOKEN, name)?;
                let is_kept = self.cookie_role(name).is_some();
                ensure(
                    is_kept,
                    "access.cookie",
                    "one of `cookies`, which are those that are kept",
                    name,
                )?;
            }
            None => {
                let carried =
                    "an object in which a header, the query or a cookie carries `{access_token}`";
                ensure(is_carried, "access", carried, "")?;
            }
        }
        let has_place = self.grant.access_token.is_some();
        let there = "there, since `{access_token}` is used";
        ensure(has_place || !is_carried, "grant.access_token", there, "")?;
        rules("access.answers", &access.answers)
    }

    fn check_csrf(&self, known: &Names) -> Checked {
        let Some(csrf) = &self.csrf else {
            return Ok(());
        };
        if let Some(fetch) = &csrf.request {
            request("csrf.request", fetch, known)?;
        }
        let is_put = csrf.header.is_some() || csrf.field.is_some();
        ensure(is_put, "csrf", "an object with a `header` or a `field`", "")?;
        if let Some(name) = &csrf.header {
            header("csrf.header", name)?;
        }
        if csrf.request.is_none() {
            let is_cookie = csrf
                .find
                .cookie()
                .is_some_and(|(name, _)| self.cookie_role(name).is_some());
            let expected = "a cookie that `cookies` keeps, or `csrf.request` must be there";
            ensure(is_cookie, "csrf.find", expected, "")?;
        }
        rules("csrf.answers", &csrf.answers)
    }
}

/// The names that may be filled in at some place.
#[derive(Clone, Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn of(dialect: &Dialect) -> Self {
        let settings = dialect
            .settings
            .keys()
            .map(|name| format!("setting.{name}"));
        Self(settings.chain(["origin".to_owned()]).collect())
    }

    fn and(&self, more: impl IntoIterator<Item = String>) -> Self {
        Self(self.0.iter().cloned().chain(more).collect())
    }

    /// What a grant brings.
    fn add_credentials(&mut self, dialect: &Dialect) {
        let grant = &dialect.grant;
        let tokens = [
            ("access_token", &grant.access_token),
            ("refresh_token", &grant.refresh_token),
        ];
        let tokens = tokens.into_iter().filter(|(_, place)| place.is_some());
        self.0.extend(tokens.map(|(name, _)| name.to_owned()));
        self.0
            .extend(grant.keep.keys().chain(grant.keep_public.keys()).cloned());
    }
}

fn ensure(holds: bool, field: &str, expected: &str, found: &str) -> Checked {
    if holds {
        return Ok(());
    }
    Err(DialectError::Wrong {
        field: field.to_owned(),
        expected: expected.to_owned(),
        found: (!found.is_empty()).then(|| quoted(found)),
    })
}

fn title(field: &str, text: &str) -> Checked {
    let fits = !text.trim().is_empty()
        && text.chars().count() <= LONGEST_TITLE
        && !text.contains(char::is_control);
    ensure(fits, field, TITLE, text)
}

fn settings(field: &str, settings: &BTreeMap<String, Setting>) -> Checked {
    for (name, setting) in settings {
        ensure(is_token(name), field, TOKEN, name)?;
        title(&format!("{field}.{name}.title"), &setting.title)?;
    }
    ensure(settings.len() <= MOST, field, "at most 64 objects", "")
}

/// RFC 9110 section 5.6.2, which cookie names keep to as well (RFC 6265 section 4.1.1).
fn is_token(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

fn header(field: &str, name: &str) -> Checked {
    ensure(is_token(name), field, TOKEN, name)?;
    let lower = name.to_ascii_lowercase();
    let is_reserved = RESERVED.contains(&lower.as_str())
        || lower.starts_with("proxy-")
        || lower.starts_with("sec-");
    let expected = "a header that a credential may be in, such as `authorization`";
    ensure(!is_reserved, field, expected, name)
}

/// A path that every part of the engine spells the same: `path::join` takes it, and the URL has it to
/// the letter (RFC 3986 section 3.3, without escapes).
fn is_path(path: &str) -> bool {
    let (only_path, query) = path.split_once('?').unwrap_or((path, ""));
    path.len() <= LONGEST_PATH
        && path::check(path).is_ok()
        && only_path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c))
        && query.chars().all(|c| c.is_ascii_graphic())
}

fn request(field: &str, request: &Request, known: &Names) -> Checked {
    let methods: Vec<_> = request.methods().collect();
    let [(method, _, path)] = methods.as_slice() else {
        let one = "an object with exactly one of `get`, `post`, `put`, `patch` and `delete`";
        return ensure(false, field, one, "");
    };
    // What is filled in is escaped where it is put.
    let plain = path.names().fold(path.as_str().to_owned(), |text, name| {
        text.replacen(&format!("{{{name}}}"), "x", 1)
    });
    ensure(
        is_path(&plain),
        &format!("{field}.{method}"),
        PATH,
        path.as_str(),
    )?;
    let one_body = request.json.is_none() || request.form.is_none();
    ensure(
        one_body,
        field,
        "a request with `json` or with `form`, not with both",
        "",
    )?;
    for name in request.headers.keys() {
        header(&format!("{field}.headers"), name)?;
    }
    let mut torn = None;
    if let Some(json) = &request.json {
        each_text(json, &mut |text| {
            let is_whole =
                Template::try_from(text.to_owned()).is_ok() && text.len() <= LONGEST_TEXT;
            torn = torn.take().or_else(|| (!is_whole).then(|| text.to_owned()));
        });
    }
    let whole = "JSON whose texts have their names in `{…}` (`{{` and `}}` are braces)";
    ensure(
        torn.is_none(),
        &format!("{field}.json"),
        whole,
        torn.as_deref().unwrap_or_default(),
    )?;
    names(field, request.names().iter().map(String::as_str), known)
}

fn names<'a>(field: &str, used: impl Iterator<Item = &'a str>, known: &Names) -> Checked {
    for name in used {
        let here = known
            .0
            .iter()
            .map(|name| format!("`{{{name}}}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let expected = format!("filled in with what is known there ({here})");
        ensure(
            known.0.contains(name),
            field,
            &expected,
            &format!("{{{name}}}"),
        )?;
    }
    Ok(())
}

fn fetched(field: &str, fetch: &Fetch, known: &mut Names) -> Checked {
    request(&format!("{field}.request"), &fetch.request, known)?;
    kept(&format!("{field}.keep"), &fetch.keep, known)?;
    kept(&format!("{field}.keep_public"), &fetch.keep_public, known)
}

/// The names under which values are kept, each of which means one thing.
fn kept(field: &str, places: &BTreeMap<String, Place>, known: &mut Names) -> Checked {
    const OURS: [&str; 8] = [
        "basic",
        "origin",
        "username",
        "password",
        "email",
        "code",
        "access_token",
        "refresh_token",
    ];
    for name in places.keys() {
        let is_word = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        let fits = is_token(name) && is_word && !OURS.contains(&name.as_str());
        ensure(
            fits,
            field,
            "names of letters, digits, `_` and `-`, and none of the engine's own",
            name,
        )?;
        known.0.insert(name.clone());
    }
    Ok(())
}

fn rules<M>(field: &str, rules: &[Rule<M>]) -> Checked {
    ensure(rules.len() <= MOST, field, "a list of at most 64 rules", "")?;
    for (at, rule) in rules.iter().enumerate() {
        let field = format!("{field}[{at}]");
        let asks = [
            rule.status.is_some(),
            rule.header.is_some(),
            rule.location.is_some(),
            rule.at.is_some(),
            rule.contains.is_some(),
            rule.sets_cookie.is_some(),
        ];
        ensure(
            asks.contains(&true),
            &field,
            "a rule with at least one condition",
            "",
        )?;
        let of = usize::from(rule.header.is_some()) + usize::from(rule.at.is_some());
        let is_fits = rule.is.is_none() || of == 1;
        ensure(
            is_fits,
            &format!("{field}.is"),
            "about one of `header` and `at`",
            "",
        )?;
        let status = match &rule.status {
            None => true,
            Some(Status::One(one)) => (100..600).contains(one),
            Some(Status::Any(any)) => {
                !any.is_empty() && any.iter().all(|it| (100..600).contains(it))
            }
            Some(Status::Class(class)) => class_of(class).is_some(),
        };
        ensure(
            status,
            &format!("{field}.status"),
            "a status from 100 to 599, a list of them, or a class such as \"2xx\"",
            "",
        )?;
        let leads = rule
            .location
            .as_ref()
            .is_none_or(|path| path.starts_with('/') && is_path(path));
        ensure(
            leads,
            &format!("{field}.location"),
            PATH,
            rule.location.as_deref().unwrap_or_default(),
        )?;
        let text = rule
            .contains
            .as_ref()
            .is_none_or(|it| !it.is_empty() && it.len() <= LONGEST_TEXT);
        ensure(
            text,
            &format!("{field}.contains"),
            "a text of 1 to 1024 bytes",
            "",
        )?;
    }
    Ok(())
}

/// A meaning that this step has no use for.
fn never(field: &str, rules: &[Rule<SignInMeaning>], meanings: &[SignInMeaning]) -> Checked {
    for (at, rule) in rules.iter().enumerate() {
        let fits = !meanings.contains(&rule.means);
        ensure(
            fits,
            &format!("{field}[{at}].means"),
            "something that this step can mean",
            "",
        )?;
    }
    Ok(())
}
