//! What programs and the engine ask of a dialect.

use percent_encoding::percent_decode_str;

use super::{
    description::{Access, CookieRole, Csrf, CsrfMethods, Dialect, Page, Setting, name},
    reading::{Reading, name_fits},
    request::Request,
    rule::first,
};
use crate::wire::Template;

impl Setting {
    /// What a window calls it.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its value where nothing is entered. Without one, something must be.
    pub fn default_value(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// Whether it must not be seen.
    pub fn is_secret(&self) -> bool {
        self.secret
    }
}

impl Page {
    /// What a window's navigation calls it.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The role that it is for.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// Its path below the server's address, as the dialect has it.
    pub fn path(&self) -> &str {
        self.request.path()
    }
}

impl Dialect {
    /// A short stable name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A name for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it was tested with, and in which version.
    pub fn tested_with(&self) -> Option<&str> {
        self.tested_with.as_deref()
    }

    /// What a person is asked when the server is added, by name.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings.iter().map(|(name, it)| (name.as_str(), it))
    }

    /// What a window calls the name to sign in with, if it is no plain name.
    pub fn username_title(&self) -> Option<&str> {
        self.sign_in.username_title.as_deref()
    }

    /// Whether accounts can be made.
    pub fn signs_up(&self) -> bool {
        self.sign_up.is_some()
    }

    /// Further fields of the form for a new account, by name.
    pub fn sign_up_fields(&self) -> impl Iterator<Item = (&str, &Setting)> {
        let fields = self.sign_up.iter().flat_map(|it| &it.fields);
        fields.map(|(name, it)| (name.as_str(), it))
    }

    /// Whether making an account takes an e-mail address.
    pub fn sign_up_takes_email(&self) -> bool {
        let sign_up = self.sign_up.as_ref();
        sign_up.is_some_and(|it| it.request.names().iter().any(|name| name == "email"))
    }

    /// What there is to read once somebody is signed in.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Whether a page is read without credentials, by somebody who is signed out as well.
    pub fn is_read_signed_out(&self, page: &Page) -> bool {
        self.is_public(page.path())
    }

    /// The server's words for a person, as they came.
    pub(crate) fn words_in(&self, reading: &Reading<'_>) -> Option<String> {
        let place = self.message.as_ref();
        reading.words(place.map_or_else(|| reading.usual_words(), |place| place.text(reading)))
    }

    /// The dialect as JSON, for a person to read and to change.
    pub fn to_json(&self) -> String {
        // Plain data with text for keys: there is nothing in it that JSON could not say.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Whether the server can refresh a session at all.
    pub fn refreshes(&self) -> bool {
        self.refresh.is_some() || self.signs_in_in_browser()
    }

    /// Whether people sign in in their browser, at an authorization server
    /// ([`Session::begin_in_browser`](crate::Session::begin_in_browser)), and not with a password that is typed here.
    pub fn signs_in_in_browser(&self) -> bool {
        self.sign_in.oauth.is_some()
    }

    /// Whether a session that has expired and cannot be refreshed is to be brought back by
    /// [`Session::come_back_in_browser`](crate::Session::come_back_in_browser).
    pub fn comes_back(&self) -> bool {
        self.sign_in.oauth.as_ref().is_some_and(|it| it.comes_back)
    }

    /// Whether they may try to on another device ([`Session::begin_on_device`](crate::Session::begin_on_device)). Whether the
    /// server offers that, it says itself, unless the dialect speaks for it.
    pub fn may_sign_in_on_device(&self) -> bool {
        let oauth = self.sign_in.oauth.as_ref();
        oauth.is_some_and(|it| it.endpoints.device.is_some() || !it.endpoints.are_enough())
    }

    /// Whether a sign-out ends every session that the person has at the server.
    pub fn ends_every_session(&self) -> bool {
        let sign_out = self.sign_out.as_ref();
        sign_out.is_some_and(|it| it.ends_every_session)
    }

    /// Whether the server refreshes what is still good and nothing else.
    pub(crate) fn only_while_live(&self) -> bool {
        self.refresh.as_ref().is_some_and(|it| it.only_while_live)
    }

    /// The names in what every ordinary request carries.
    pub(super) fn access_names(&self) -> impl Iterator<Item = &str> {
        let Access { headers, query, .. } = &self.access;
        headers
            .values()
            .chain(query.values())
            .flat_map(Template::names)
    }

    /// Whether something that was kept is filled in once the sign-in is done.
    pub(crate) fn needs_later(&self, name: &str) -> bool {
        let is_carried = [name::SID, name::ID_TOKEN].contains(&name) && self.signs_in_in_browser()
            || self.access_names().any(|it| it == name);
        let later = [
            self.refresh.as_ref().map(|it| &it.request),
            self.sign_out.as_ref().map(|it| &it.request),
            self.csrf.as_ref().and_then(|it| it.request.as_ref()),
        ];
        let pages = self.pages.iter().map(|it| &it.request);
        let mut later = later.into_iter().flatten().chain(pages);
        is_carried || later.any(|request| request.names().iter().any(|it| it == name))
    }

    /// With which requests a cookie of this name travels; `None` where it is not kept. The longest name that fits
    /// counts.
    pub(crate) fn cookie_role(&self, name: &str) -> Option<CookieRole> {
        let found = self
            .cookies
            .iter()
            .filter(|(pattern, _)| name_fits(pattern, name));
        let closest = found.max_by_key(|(pattern, _)| (!pattern.ends_with('*'), pattern.len()));
        closest.map(|(_, role)| *role)
    }

    /// The patterns of the cookies that a refresh goes by.
    pub(crate) fn refresh_cookies(&self) -> impl Iterator<Item = &str> {
        let cookies = self.cookies.iter();
        let found = cookies.filter(|(_, role)| **role != CookieRole::Always);
        found.map(|(pattern, _)| pattern.as_str())
    }

    /// What a request has to carry against forgery.
    pub(crate) fn csrf_for(&self, is_unsafe: bool) -> Option<&Csrf> {
        let csrf = self.csrf.as_ref();
        csrf.filter(|csrf| is_unsafe || csrf.methods == CsrfMethods::All)
    }

    /// Whether an answer says that this is missing or old. Then nothing else was looked at.
    pub(crate) fn misses_csrf(&self, is_unsafe: bool, reading: &Reading<'_>) -> bool {
        self.csrf_for(is_unsafe)
            .is_some_and(|csrf| first(&csrf.answers, reading).is_some())
    }

    /// The headers that belong to the session, as they are written.
    pub(crate) fn credential_headers(&self) -> impl Iterator<Item = &str> {
        let csrf = self.csrf.as_ref().and_then(|it| it.header.as_deref());
        self.access.headers.keys().map(String::as_str).chain(csrf)
    }

    /// Whether a cookie of this name is what a session lives by, or the signature of one that is, or the token that goes
    /// with it.
    pub(crate) fn is_credential_cookie(&self, name: &str) -> bool {
        let signed = name.strip_suffix(".sig").unwrap_or(name);
        let is_access = |it: &String| name_fits(it, name) || name_fits(it, signed);
        let refreshes = |name: &str| {
            self.cookie_role(name)
                .is_some_and(|role| role != CookieRole::Always)
        };
        let token = self.csrf.as_ref().and_then(|csrf| csrf.find.cookie());
        self.access.cookie.as_ref().is_some_and(is_access)
            || refreshes(name)
            || refreshes(signed)
            || token.is_some_and(|(token, _)| name_fits(token, name))
    }

    /// Whether a path is one of the endpoints that issue credentials, by any spelling that a server
    /// might take for it: Express forgives case and trailing slashes, Spring decodes escapes, others
    /// cut path parameters off.
    pub(crate) fn is_auth_path(&self, method: &http::Method, path: &str) -> bool {
        let path = plain(path);
        let is_there = |request: &Request| stands_at(request, &path);
        // What a server answers there to whoever reads is a page, if it is described as one.
        let is_page = method.is_safe() && self.pages.iter().any(|page| is_there(&page.request));
        !is_page
            && self
                .auth_requests()
                .any(|it| it.is_unsafe() && is_there(it))
    }

    /// Whether a path is the one at which a session is refreshed.
    pub(crate) fn is_refresh_path(&self, path: &str) -> bool {
        let route = self.refresh.as_ref();
        route.is_some_and(|route| stands_at(&route.request, &plain(path)))
    }

    /// Whether a path is read without credentials.
    pub(crate) fn is_public(&self, path: &str) -> bool {
        self.public_paths.iter().any(|public| public == path)
    }

    /// The requests that issue credentials or take them back.
    pub(crate) fn auth_requests(&self) -> impl Iterator<Item = &Request> {
        let second = self.second_step.as_ref();
        let requests = [
            self.sign_up.as_ref().map(|it| &it.request),
            Some(&self.sign_in.request).filter(|_| self.sign_in.oauth.is_none()),
            second.map(|it| &it.request),
            second.and_then(|it| Some(&it.send.as_ref()?.request)),
            second.and_then(|it| it.give_up.as_ref()),
            self.refresh.as_ref().map(|it| &it.request),
            self.sign_out.as_ref().map(|it| &it.request),
        ];
        requests.into_iter().flatten()
    }
}

/// The segments of a path as the most forgiving server reads them.
fn plain(path: &str) -> Vec<String> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    decoded
        .split('/')
        .map(|segment| segment.split(';').next().unwrap_or_default())
        .filter(|segment| !segment.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

/// Whether a request is to this path of the server.
fn stands_at(request: &Request, path: &[String]) -> bool {
    !request.is_elsewhere() && is_alike(&plain(request.path()), path)
}

/// Whether a path is what is described. What is filled in may be anything.
fn is_alike(described: &[String], path: &[String]) -> bool {
    let mut pairs = described.iter().zip(path);
    described.len() == path.len()
        && pairs.all(|(described, segment)| described.contains('{') || described == segment)
}
