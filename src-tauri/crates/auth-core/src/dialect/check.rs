//! What a dialect must keep to beyond its types. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use url::Url;

use super::{
    description::{ClientAuth, CsrfMethods, Dialect, Fetch, OAuth, Redirect, Setting},
    error::piece,
    place::Place,
    request::Request,
    rule::{Rule, SignInMeaning as Means, Status},
    text::{Checked, ensure, few, header, is_token, is_word, title},
};
use crate::wire::{Template, is_confidential, path};

const LONGEST_ID: usize = 32;
const LONGEST_TEXT: usize = 1024;

const ID: &str = "1 to 32 lower-case letters, digits and single dashes";
const NAMESAKE: &str = "another id than that of a known dialect, which this is not";
const WORDS: &str = "names of letters, digits, `_` and `-`";
const KEPT: &str = "names of letters, digits, `_` and `-`, and none of the engine's own";
const COOKIES: &str = "names of cookies, which may end in `*`";
const ONE_RULE: &str = "a list of at least one rule";
const ASKED: &str = "there, since a rule means `second_step`";
const READS: &str = "a request that changes nothing: a `get` without a body";
const OTHER: &str = "a header that neither `access` nor `csrf` has, nor `authorization`";
const KEPT_COOKIE: &str = "one of `cookies`, which are those that are kept";
const FOUND: &str = "a cookie that `cookies` keeps, where there is no `csrf.request`";
const FIELDS: &str = "there, where a request has no object of fields that could carry the token";
const METHOD: &str = "an object with exactly one of `get`, `post`, `put`, `patch` and `delete`";
const BODY: &str = "a request with `json` or with `form`, not with both";
const REDIRECT_PATH: &str =
    "empty, or a path that begins with one `/`, without dot segments, escapes or fragment";
const PATH: &str = "a path that begins with one `/`, without dot segments, escapes or fragment";
const PUBLIC: &str =
    "a path without query or `*`, and none that the dialect signs in, up or out or refreshes at";
const TEMPLATE: &str =
    "a text of at most 1024 bytes with its names in `{…}` (`{{` and `}}` are braces)";
const CONDITION: &str = "a rule with at least one condition";
const IS: &str = "the value of `header` or of `at`, one of which is there";
const STATUS: &str = "a status from 100 to 599, a list of them, or a class such as `2xx`";
const NO_TOKEN: &str =
    "; `{access_token}` is known after the sign-in, if no `access.cookie` carries the session";
const CLAIM: &str = "a place in the answer: there is no claim of an access token here";
const NOT_BESIDE: &str = "left out: it is not asked for beside `sign_in.oauth`";
const SECRET: &str = "there, since `client_auth` says it";
const SHOWN: &str = "`basic` or `post`, since there is a `client_secret`";
const FURTHER: &str = "other parameters than those that the engine sends itself";
const HERE: &str = "`127.0.0.1`, `::1` or `localhost`";
const PORTS: &str = "a list of at most 64 ports from 1 to 65535";
const ADDRESS: &str = "an address that begins with `https://`, or with `http://` on this machine";
const TEXT: &str = "a text of 1 to 1024 bytes";
const CARRIED: &str = "an object in which a header, the query or a cookie carries `{access_token}`";

/// The names that the engine itself fills in.
const OURS: [&str; 6] = ["origin", "basic", "username", "password", "email", "code"];
/// What the engine puts into the address that the browser opens.
const NOT_FURTHER: [&str; 9] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "request_uri",
    "response_type",
    "scope",
    "state",
];
const TOKENS: [&str; 2] = ["access_token", "refresh_token"];

impl Dialect {
    /// What the types cannot hold.
    pub(super) fn check(&self) -> Checked {
        self.check_names()?;
        let settings = self.settings.keys().map(|name| format!("setting.{name}"));
        let mut known = Names(settings.chain(["origin".to_owned()]).collect());
        self.check_sign_up(&known)?;
        let mut typed = known.and(["username", "password", "basic"]);
        for (at, before) in self.sign_in.before.iter().enumerate() {
            fetched(&format!("sign_in.before[{at}]"), before, &mut typed)?;
        }
        match &self.sign_in.oauth {
            Some(oauth) => self.check_oauth(oauth, &known)?,
            None => request("sign_in.request", &self.sign_in.request, &typed)?,
        }
        let can = [
            Means::Done,
            Means::Refused,
            Means::Unavailable,
            Means::SecondStep,
        ];
        rules("sign_in.answers", &self.sign_in.answers, &can)?;
        rules("account.answers", &self.account.answers, &can)?;
        kept("sign_in.keep", &self.sign_in.keep, &mut known)?;
        kept("sign_in.keep_public", &self.sign_in.keep_public, &mut known)?;
        self.check_grant(&mut known)?;
        self.check_account()?;
        self.check_second_step(&mut known)?;
        if let Some(account) = &self.account.request {
            request("account.request", account, &known)?;
        }
        known = known.and(["account.id", "account.username"]);
        self.check_access(&known)?;
        self.check_session(&known)
    }

    /// Whether a sign-in at an authorization server can be asked for.
    fn check_oauth(&self, oauth: &OAuth, known: &Names) -> Checked {
        let beside = [
            (
                "sign_in.request",
                self.sign_in.request != Request::default(),
            ),
            ("sign_in.before", !self.sign_in.before.is_empty()),
            ("second_step", self.second_step.is_some()),
            ("csrf", self.csrf.is_some()),
            ("cookies", !self.cookies.is_empty()),
        ];
        for (field, is_there) in beside {
            ensure(!is_there, field, NOT_BESIDE, "")?;
        }
        for (name, template) in oauth.templates() {
            filled(&format!("sign_in.oauth.{name}"), template.as_str(), known)?;
        }
        let has_secret = oauth.client_secret.is_some();
        let is_secret = oauth.client_auth == ClientAuth::None || has_secret;
        ensure(is_secret, "sign_in.oauth.client_secret", SECRET, "")?;
        let is_shown = oauth.client_auth != ClientAuth::None || !has_secret;
        ensure(is_shown, "sign_in.oauth.client_auth", SHOWN, "none")?;
        let mut further = oauth.authorize.keys();
        let taken = further.find(|name| NOT_FURTHER.contains(&name.as_str()));
        let field = "sign_in.oauth.authorize";
        let found = taken.map_or("", String::as_str);
        ensure(taken.is_none(), field, FURTHER, found)?;
        let Redirect { host, ports, path } = &oauth.redirect;
        let is_here = ["127.0.0.1", "::1", "localhost"].contains(&host.as_str());
        ensure(is_here, "sign_in.oauth.redirect.host", HERE, host)?;
        let is_port = !ports.contains(&0);
        ensure(is_port, "sign_in.oauth.redirect.ports", PORTS, "")?;
        few("sign_in.oauth.redirect.ports", ports.len(), PORTS)?;
        let is_path = path.is_empty() || path::is_plain(path);
        ensure(is_path, "sign_in.oauth.redirect.path", REDIRECT_PATH, path)?;
        for (name, _, address) in oauth.endpoints.all() {
            let is_safe = Url::parse(address).is_ok_and(|url| is_confidential(&url));
            let field = format!("sign_in.oauth.endpoints.{name}");
            ensure(is_safe, &field, ADDRESS, address)?;
        }
        Ok(())
    }

    /// Whether it is said where everything is found that is used.
    fn check_grant(&self, known: &mut Names) -> Checked {
        let grant = &self.grant;
        let used = self.access_names().map(str::to_owned);
        let used = used.chain(self.auth_requests().flat_map(Request::names));
        let used: BTreeSet<_> = used.collect();
        let places = [&grant.access_token, &grant.refresh_token];
        for (name, place) in TOKENS.into_iter().zip(places) {
            let there = format!("there, since `{{{name}}}` is used");
            // A cookie is carried by no name.
            let is_had = name == "refresh_token" || self.access.cookie.is_none();
            // At an authorization server everybody knows where.
            let is_there = place.is_some() || self.sign_in.oauth.is_some();
            let is_fine = is_there || !used.contains(name) || !is_had;
            ensure(is_fine, &format!("grant.{name}"), &there, "")?;
            (known.0).extend((is_there && is_had).then(|| name.to_owned()));
        }
        kept("grant.keep", &grant.keep, known)?;
        kept("grant.keep_public", &grant.keep_public, known)
    }

    /// Whether it is looked for where it can be.
    fn check_account(&self) -> Checked {
        found("message", self.message.as_ref())?;
        let account = &self.account;
        let has_claims = self.access.cookie.is_none();
        let places = [
            ("account.id", &account.id),
            ("account.username", &account.username),
            ("account.email", &account.email),
            ("account.roles", &account.roles),
        ];
        let mut places = places.into_iter().filter(|_| !has_claims);
        places.try_for_each(|(field, place)| found(field, place.as_ref()))
    }

    /// Whoever reads `n-body` in a log or in settings should be right about what it is.
    pub(super) fn check_is_no_namesake(&self) -> Checked {
        let known = Self::known().iter().find(|known| known.id == self.id);
        let is_it = known.is_none_or(|known| known == self);
        ensure(is_it, "id", NAMESAKE, &self.id)
    }

    fn check_names(&self) -> Checked {
        let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_word = |part: &str| !part.is_empty() && part.chars().all(is_sign);
        let is_slug = self.id.len() <= LONGEST_ID && self.id.split('-').all(is_word);
        ensure(is_slug, "id", ID, &self.id)?;
        title("title", &self.title)?;
        let username = self.sign_in.username_title.as_deref();
        title("sign_in.username_title", username.unwrap_or("-"))?;
        settings("settings", &self.settings)?;
        for (at, probe) in self.told_by.iter().enumerate() {
            let field = format!("told_by[{at}]");
            let nothing = Names::default();
            request(&format!("{field}.request"), &probe.request, &nothing)?;
            let field = format!("{field}.answers");
            rules(&field, &probe.answers, &[])?;
            ensure(!probe.answers.is_empty(), &field, ONE_RULE, "")?;
        }
        for name in self.cookies.keys() {
            let stem = name.strip_suffix('*').unwrap_or(name);
            ensure(name == "*" || is_token(stem), "cookies", COOKIES, name)?;
        }
        Ok(())
    }

    fn check_sign_up(&self, known: &Names) -> Checked {
        let Some(sign_up) = &self.sign_up else {
            return Ok(());
        };
        settings("sign_up.fields", &sign_up.fields)?;
        let mut names = sign_up.fields.keys();
        names.try_for_each(|name| named("sign_up.fields", name))?;
        let names = known.and(["username", "email", "password"]);
        let names = names.and(sign_up.fields.keys().map(String::as_str));
        request("sign_up.request", &sign_up.request, &names)?;
        let can = [Means::Done, Means::Refused, Means::Unavailable];
        rules("sign_up.answers", &sign_up.answers, &can)
    }

    fn check_second_step(&self, known: &mut Names) -> Checked {
        let mut rules_of_both = self.sign_in.answers.iter().chain(&self.account.answers);
        let is_asked = rules_of_both.any(|rule| rule.means == Means::SecondStep);
        let Some(step) = &self.second_step else {
            return ensure(!is_asked, "second_step", ASKED, "");
        };
        title("second_step.title", step.title.as_deref().unwrap_or("-"))?;
        let mut names = known.and(["username", "password", "basic"]);
        if let Some(send) = &step.send {
            fetched("second_step.send", send, &mut names)?;
        }
        if let Some(give_up) = &step.give_up {
            request("second_step.give_up", give_up, &names)?;
        }
        let names = names.and(["code"]);
        request("second_step.request", &step.request, &names)?;
        rules("second_step.answers", &step.answers, &[])?;
        kept("second_step.keep", &step.keep, known)
    }

    fn check_access(&self, known: &Names) -> Checked {
        let access = &self.access;
        for name in access.headers.keys() {
            header("access.headers", name)?;
        }
        let headers = access.headers.iter().map(|it| ("headers", it));
        let query = access.query.iter().map(|it| ("query", it));
        for (group, (name, template)) in headers.chain(query) {
            let field = format!("access.{group}.{}", piece(name));
            filled(&field, template.as_str(), known)?;
        }
        let is_carried = self.access_names().any(|name| name == "access_token");
        if let Some(name) = &access.cookie {
            let is_kept = is_token(name) && self.cookie_role(name).is_some();
            ensure(is_kept, "access.cookie", KEPT_COOKIE, name)?;
        }
        ensure(is_carried || access.cookie.is_some(), "access", CARRIED, "")?;
        rules("access.answers", &access.answers, &[])
    }

    fn check_session(&self, known: &Names) -> Checked {
        if let Some(refresh) = &self.refresh {
            request("refresh.request", &refresh.request, known)?;
            rules("refresh.answers", &refresh.answers, &[])?;
        }
        self.check_csrf(known)?;
        if let Some(sign_out) = &self.sign_out {
            request("sign_out.request", &sign_out.request, known)?;
            rules("sign_out.answers", &sign_out.answers, &[])?;
        }
        few("pages", self.pages.len(), "a list of at most 64 pages")?;
        for (at, page) in self.pages.iter().enumerate() {
            title(&format!("pages[{at}].title"), &page.title)?;
            let field = format!("pages[{at}].request");
            request(&field, &page.request, known)?;
            let asked = &page.request;
            let is_read = !asked.is_unsafe() && asked.json.is_none() && asked.form.is_none();
            ensure(is_read, &field, READS, "")?;
            for name in asked.headers.keys() {
                let mut ours = self.credential_headers().chain(["authorization"]);
                let is_ours = ours.any(|it| it.eq_ignore_ascii_case(name));
                ensure(!is_ours, &format!("{field}.headers"), OTHER, name)?;
            }
        }
        for (at, path) in self.public_paths.iter().enumerate() {
            let is_one = path::is_plain(path) && !path.contains(['?', '*']);
            let fits = is_one && !self.is_auth_path(&http::Method::GET, path);
            ensure(fits, &format!("public_paths[{at}]"), PUBLIC, path)?;
        }
        Ok(())
    }

    fn check_csrf(&self, known: &Names) -> Checked {
        let Some(csrf) = &self.csrf else {
            return Ok(());
        };
        if let Some(name) = &csrf.header {
            header("csrf.header", name)?;
        }
        let is_put = csrf.header.is_some() || csrf.field.is_some();
        ensure(is_put, "csrf", "an object with a `header` or a `field`", "")?;
        let has_fields = self.auth_requests().all(Request::takes_fields);
        let is_put = has_fields && csrf.methods == CsrfMethods::Unsafe;
        ensure(is_put || csrf.header.is_some(), "csrf.header", FIELDS, "")?;
        found("csrf.find", Some(&csrf.find))?;
        rules("csrf.answers", &csrf.answers, &[])?;
        if let Some(fetch) = &csrf.request {
            return request("csrf.request", fetch, known);
        }
        let cookie = csrf.find.cookie();
        let is_kept = cookie.is_some_and(|(name, _)| self.cookie_role(name).is_some());
        ensure(is_kept, "csrf.find", FOUND, "")
    }
}

/// The names that may be filled in at some place.
#[derive(Clone, Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn and<'a>(&self, more: impl IntoIterator<Item = &'a str>) -> Self {
        let more = more.into_iter().map(str::to_owned);
        Self(self.0.iter().cloned().chain(more).collect())
    }
}

fn settings(field: &str, settings: &BTreeMap<String, Setting>) -> Checked {
    for (name, setting) in settings {
        ensure(is_word(name), field, WORDS, name)?;
        title(&format!("{field}.{name}.title"), &setting.title)?;
    }
    few(field, settings.len(), "an object of at most 64 fields")
}

/// One that is not taken.
fn named(field: &str, name: &str) -> Checked {
    let is_ours = OURS.contains(&name) || TOKENS.contains(&name);
    ensure(is_word(name) && !is_ours, field, KEPT, name)
}

fn request(field: &str, request: &Request, known: &Names) -> Checked {
    let methods: Vec<_> = request.methods().collect();
    let [(method, _, path)] = methods.as_slice() else {
        return ensure(false, field, METHOD, "");
    };
    // What is filled in is escaped where it is put.
    let plain = path.names().fold(path.as_str().to_owned(), |text, name| {
        text.replacen(&format!("{{{name}}}"), "x", 1)
    });
    let at = format!("{field}.{method}");
    ensure(path::is_plain(&plain), &at, PATH, path.as_str())?;
    for name in request.headers.keys() {
        header(&format!("{field}.headers"), name)?;
    }
    let has_one_body = request.json.is_none() || request.form.is_none();
    ensure(has_one_body, field, BODY, "")?;
    let mut checked = Ok(());
    request.each_template(&mut |below, text| {
        if checked.is_ok() {
            checked = filled(&format!("{field}.{below}"), text, known);
        }
    });
    checked
}

/// A text with nothing in braces but what is known there.
fn filled(field: &str, text: &str, known: &Names) -> Checked {
    let template = Template::try_from(text.to_owned()).ok();
    let template = template.filter(|_| text.len() <= LONGEST_TEXT);
    let Some(template) = template else {
        return ensure(false, field, TEMPLATE, text);
    };
    let unknown = template.names().find(|name| !known.0.contains(*name));
    let but = if unknown == Some(TOKENS[0]) {
        NO_TOKEN
    } else {
        ""
    };
    let names: Vec<_> = known.0.iter().map(|name| format!("`{{{name}}}`")).collect();
    let expected = match names.join(", ") {
        none if none.is_empty() => "without names in braces: none is known there".to_owned(),
        names => format!("filled in with what is known there ({names}{but})"),
    };
    let found = unknown.map_or_else(String::new, |name| format!("{{{name}}}"));
    ensure(unknown.is_none(), field, &expected, &found)
}

fn fetched(field: &str, fetch: &Fetch, known: &mut Names) -> Checked {
    request(&format!("{field}.request"), &fetch.request, known)?;
    kept(&format!("{field}.keep"), &fetch.keep, known)?;
    kept(&format!("{field}.keep_public"), &fetch.keep_public, known)
}

/// The names under which values are kept, each of which means one thing.
fn kept(field: &str, places: &BTreeMap<String, Place>, known: &mut Names) -> Checked {
    for (name, place) in places {
        named(field, name)?;
        found(&format!("{field}.{name}"), Some(place))?;
        known.0.insert(name.clone());
    }
    Ok(())
}

/// Claims are read where the account is, of a token that no cookie carries.
fn found(field: &str, place: Option<&Place>) -> Checked {
    ensure(!place.is_some_and(Place::has_claim), field, CLAIM, "")
}

/// Rules, and that each means something that its step `can` mean; nothing there is anything.
fn rules<M: PartialEq + Serialize>(field: &str, rules: &[Rule<M>], can: &[M]) -> Checked {
    few(field, rules.len(), "a list of at most 64 rules")?;
    for (at, rule) in rules.iter().enumerate() {
        let field = |name: &str| format!("{field}[{at}]{name}");
        ensure(rule.has_condition(), &field(""), CONDITION, "")?;
        let is_of_one = rule.is.is_none() || rule.header.is_some() != rule.at.is_some();
        ensure(is_of_one, &field(".is"), IS, "")?;
        let can_be = rule.status.as_ref().is_none_or(Status::can_be);
        ensure(can_be, &field(".status"), STATUS, "")?;
        let location = rule.location.as_deref().unwrap_or("/");
        let is_path = path::is_plain(location);
        ensure(is_path, &field(".location"), PATH, location)?;
        let text = rule.contains.as_deref().unwrap_or("-");
        let is_text = (1..=LONGEST_TEXT).contains(&text.len());
        ensure(is_text, &field(".contains"), TEXT, "")?;
        let name = |means| {
            serde_json::to_string(means)
                .unwrap_or_default()
                .replace('"', "`")
        };
        let (can, means): (Vec<_>, _) = (can.iter().map(name).collect(), name(&rule.means));
        let fits = can.is_empty() || can.contains(&means);
        let expected = format!("one of {} here", can.join(", "));
        ensure(fits, &field(".means"), &expected, means.trim_matches('`'))?;
    }
    Ok(())
}
