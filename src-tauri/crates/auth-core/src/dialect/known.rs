//! The dialects of servers that were tested for real.

use std::sync::LazyLock;

use super::description::Dialect;

/// One file for each server. The four that Latchkey began with come first.
const FILES: &[&str] = &[
    include_str!("../../dialects/n-body.json"),
    include_str!("../../dialects/n-cookie.json"),
    include_str!("../../dialects/s-body.json"),
    include_str!("../../dialects/s-cookie.json"),
    include_str!("../../dialects/better-auth.json"),
    include_str!("../../dialects/dj-rest-auth.json"),
    include_str!("../../dialects/django-knox.json"),
    include_str!("../../dialects/drf-simplejwt.json"),
    include_str!("../../dialects/express-session.json"),
    include_str!("../../dialects/express-session-form.json"),
    include_str!("../../dialects/fastapi-users-bearer.json"),
    include_str!("../../dialects/fastapi-users-cookie.json"),
    include_str!("../../dialects/feathers.json"),
    include_str!("../../dialects/flask-jwt-cookies.json"),
    include_str!("../../dialects/flask-jwt-headers.json"),
    include_str!("../../dialects/flask-security.json"),
    include_str!("../../dialects/gotrue.json"),
    include_str!("../../dialects/keycloak.json"),
    include_str!("../../dialects/pocketbase.json"),
    include_str!("../../dialects/spring-csrf-cookie.json"),
    include_str!("../../dialects/spring-login-page.json"),
];

static KNOWN: LazyLock<Vec<Dialect>> = LazyLock::new(|| {
    // That each is good is a test: `every_file_is_a_dialect`.
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
        Self::known()
            .iter()
            .find(|dialect| dialect.id == id)
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_dialect() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dialects");
        let files = std::fs::read_dir(folder).expect("the folder");
        let mut names: Vec<_> = files
            .map(|file| {
                file.expect("a file")
                    .file_name()
                    .into_string()
                    .expect("a name")
            })
            .collect();
        names.sort_unstable();
        let mut known: Vec<_> = FILES
            .iter()
            .map(|text| Dialect::parse(text).unwrap_or_else(|error| panic!("{error}: {text:.60}")))
            .map(|dialect| format!("{}.json", dialect.id))
            .collect();
        known.sort_unstable();
        assert_eq!(names, known);
    }
}
