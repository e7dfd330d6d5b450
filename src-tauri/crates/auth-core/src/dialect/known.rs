//! The dialects of servers that were tested for real.

use std::sync::LazyLock;

use super::description::Dialect;

macro_rules! files {
    ($($id:literal)*) => {
        &[$(include_str!(concat!("../../dialects/", $id, ".json"))),*]
    };
}

/// One good file for each server (`every_file_is_a_known_dialect`). The four that Latchkey began with come first.
const FILES: &[&str] = files! {
    "n-body" "n-cookie" "s-body" "s-cookie" "adonis-session" "better-auth" "dj-rest-auth" "django-allauth"
    "django-allauth-jwt" "django-knox" "django-two-factor" "drf-simplejwt" "express-remember-me" "express-session"
    "express-session-form" "fastapi-users-bearer" "fastapi-users-cookie" "feathers" "flask-jwt-cookies"
    "flask-jwt-headers" "flask-login" "flask-security" "gin-jwt" "gotrue" "keycloak" "micronaut-jwt" "micronaut-session"
    "node-red" "openid-connect" "piccolo-session" "pocketbase" "spring-csrf-cookie" "spring-login-page" "synapse" "tomcat-form"
    "verdaccio"
};

static KNOWN: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    let read = FILES.iter().filter_map(|text| Dialect::parse(text).ok());
    read.collect()
});

impl Dialect {
    /// The dialects of servers that were tested for real, the original four first.
    pub fn known() -> &'static [Self] {
        &KNOWN
    }

    /// The known dialect of that id, such as `n-body`.
    pub fn preset(id: &str) -> Option<Self> {
        let mut known = Self::known().iter();
        known.find(|dialect| dialect.id == id).cloned()
    }
}
