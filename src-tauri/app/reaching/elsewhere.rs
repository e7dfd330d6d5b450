//! Where a sign-in in the browser goes besides the server's own address, since the window could name any: the issuer, and
//! the addresses that a description gives in place of what the server says.

use auth_core::Dialect;
use serde_json::Value;

use crate::server::entry;

/// The origins that are named so, but for the server's own. One that is not known before it is filled in stands as it is
/// written, and is the origin of nothing.
pub(super) fn named(dialect: &Dialect, server: &ipc::Server) -> Vec<String> {
    let whole: Value = serde_json::from_str(&dialect.to_json()).unwrap_or_default();
    let oauth = &whole["sign_in"]["oauth"];
    let endpoints = oauth["endpoints"].as_object().into_iter().flatten();
    let named = endpoints
        .map(|(_, address)| address)
        .chain([&oauth["issuer"]]);
    let filled = named.filter_map(|it| Some(filled(it.as_str()?, dialect, server)));
    let origins = filled
        .filter(|it| !it.is_empty())
        .map(|it| entry::origin(&it));
    let own = entry::origin(&server.address);
    origins.filter(|it| *it != own).collect()
}

fn filled(text: &str, dialect: &Dialect, server: &ipc::Server) -> String {
    let open = dialect
        .settings()
        .filter(|(_, setting)| !setting.is_secret());
    let text = open.fold(text.to_owned(), |text, (name, setting)| {
        let set = server.settings.get(name).map(String::as_str);
        let value = set.or(setting.default_value()).unwrap_or_default();
        text.replace(&format!("{{setting.{name}}}"), value)
    });
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_by(oauth: &str, issuer: Option<&str>) -> Vec<String> {
        let dialect = format!(
            r#"{{ "id": "ours", "title": "Ours", "settings": {{ "issuer": {{ "title": "Issuer", "default": "" }},
                "key": {{ "title": "Key", "secret": true }} }},
                "sign_in": {{ "oauth": {oauth} }},
                "access": {{ "headers": {{ "authorization": "Bearer {{access_token}}" }} }} }}"#
        );
        let dialect = Dialect::from_json(&dialect).unwrap();
        let base = entry::base_url("https://api.example", false).unwrap();
        let mut server = entry::unnamed("s".to_owned(), &base, ipc::DialectChoice::preset("x"));
        let set = issuer.map(|it| ("issuer".to_owned(), it.to_owned()));
        server.settings.extend(set);
        named(&dialect, &server)
    }

    #[test]
    fn an_issuer_and_addresses_of_a_description_are_elsewhere_and_the_server_itself_is_not() {
        let set = r#"{ "issuer": "{setting.issuer}", "client_id": "latchkey" }"#;
        assert!(named_by(set, None).is_empty());
        assert!(named_by(set, Some("https://api.example/realm")).is_empty());
        let elsewhere = named_by(set, Some(" http://127.0.0.1:22/x "));
        assert_eq!(elsewhere, ["http://127.0.0.1:22"]);
        let said = r#"{ "client_id": "latchkey", "endpoints": { "token": "https://id.example/token?x" } }"#;
        assert_eq!(named_by(said, None), ["https://id.example"]);
        let secret = r#"{ "issuer": "https://{setting.key}/", "client_id": "latchkey" }"#;
        assert_eq!(named_by(secret, None), ["https://{setting.key}"]);
    }
}
