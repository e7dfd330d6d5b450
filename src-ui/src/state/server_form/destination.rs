//! Where what is typed goes: the part of an address that says so, whatever name the server was given.

use crate::state::App;

impl App {
    /// Where what is typed for the current server goes.
    pub(crate) fn destination(self) -> Option<Destination> {
        let server = self.server.get_clone()?;
        Some(Destination::of(&server.address))
    }
}

/// The origin of a server, as a person should see it beside what they type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    /// Scheme, host and port. The core has written the host in the letters that the network knows.
    pub(crate) origin: String,
    /// Whether what goes there can be read on the way.
    pub(crate) is_exposed: bool,
}

impl Destination {
    /// Of a server's address.
    pub(crate) fn of(address: &str) -> Self {
        let origin = match parts(address) {
            Some((scheme, authority)) => format!("{scheme}://{authority}"),
            None => address.to_owned(),
        };
        Self {
            origin: ipc::legible(&origin),
            is_exposed: is_plain_http_elsewhere(address),
        }
    }
}

impl Destination {
    /// Of an address as it is being typed, once it is one.
    pub(crate) fn typed(address: &str) -> Option<Self> {
        let address = address.trim();
        parts(address).map(|_| Self::of(address))
    }
}

/// Scheme and authority.
fn parts(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    Some((scheme, &rest[..end]))
}

/// An address with the scheme that a person leaves out: `https`, or plain `http` on this machine. What is no name or
/// number of a machine stays as it is, and the core says what is wrong with it.
pub(super) fn completed(typed: &str) -> String {
    let typed = typed.trim();
    let end = typed.find(['/', '?', '#']).unwrap_or(typed.len());
    let authority = &typed[..end];
    let (name, port) = match authority.rsplit_once(':') {
        Some((name, port)) if !authority.ends_with(']') => (name, Some(port)),
        _ => (authority, None),
    };
    let is_port = |it: &str| !it.is_empty() && it.bytes().all(|digit| digit.is_ascii_digit());
    let is_name = !name.is_empty() && (name.starts_with('[') || !name.contains(':'));
    // A person's name and password do not belong here, and the core says so of an address that is whole.
    let is_machine = is_name && port.is_none_or(is_port) || authority.contains('@');
    if !is_machine || typed.contains("://") {
        typed.to_owned()
    } else if is_loopback(authority) {
        format!("http://{typed}")
    } else {
        format!("https://{typed}")
    }
}

/// Whether an address is plain http to another machine.
///
/// Only decides whether the window asks for the permission: the core has the last word, and its
/// [`AddressError::PlainHttp`] makes the window ask as well.
pub(super) fn is_plain_http_elsewhere(address: &str) -> bool {
    let Some((scheme, authority)) = parts(address.trim()) else {
        return false;
    };
    scheme.eq_ignore_ascii_case("http") && !host(authority).is_empty() && !is_loopback(authority)
}

/// Whether an authority (RFC 3986, section 3.2) is this machine.
fn is_loopback(authority: &str) -> bool {
    let host = host(authority).to_ascii_lowercase();
    let name = host.strip_suffix('.').unwrap_or(&host);
    name == "localhost"
        || name.ends_with(".localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

/// Its name or number of a machine, without the brackets.
fn host(authority: &str) -> &str {
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    match host_port.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host_port.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_that_is_left_out_is_https_and_on_this_machine_http() {
        for (typed, whole) in [
            ("harbour.example", "https://harbour.example"),
            (
                " harbour.example:8443/app ",
                "https://harbour.example:8443/app",
            ),
            ("harbour", "https://harbour"),
            ("192.168.1.5:8080", "https://192.168.1.5:8080"),
            ("[2001:db8::1]", "https://[2001:db8::1]"),
            ("localhost.example", "https://localhost.example"),
            ("localhost:8080", "http://localhost:8080"),
            ("LocalHost.", "http://LocalHost."),
            ("app.localhost:3000/api", "http://app.localhost:3000/api"),
            ("127.0.0.1:4000", "http://127.0.0.1:4000"),
            ("127.1.2.3", "http://127.1.2.3"),
            ("[::1]:80", "http://[::1]:80"),
            ("[::1]", "http://[::1]"),
            // What the core refuses, it refuses as what it is.
            (
                "ann:secret@harbour.example",
                "https://ann:secret@harbour.example",
            ),
            ("harbour.example?x=1", "https://harbour.example?x=1"),
            ("harbour.example#x", "https://harbour.example#x"),
            ("not an address", "https://not an address"),
        ] {
            assert_eq!(completed(typed), whole, "{typed}");
        }
    }

    #[test]
    fn what_has_a_scheme_or_names_no_machine_stays_as_it_is() {
        for typed in [
            "",
            "https://harbour.example",
            "HTTP://harbour.example",
            "ftp://harbour.example",
            "javascript:alert(1)",
            "file:/etc/hosts",
            "harbour.example:port",
            "//harbour.example",
            "/path",
            "?x=1",
            ":8080",
            "::1",
        ] {
            assert_eq!(completed(typed), typed);
        }
    }

    #[test]
    fn what_is_shown_is_the_origin_and_whether_it_can_be_read_on_the_way() {
        for (address, origin, is_exposed) in [
            ("https://work.example", "https://work.example", false),
            (
                "https://work.example:8443/app",
                "https://work.example:8443",
                false,
            ),
            (
                "https://xn--wrk-sna.example/https://work.example",
                "https://xn--wrk-sna.example",
                false,
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", false),
            ("http://[::1]:8080/", "http://[::1]:8080", false),
            ("http://192.168.1.1/app", "http://192.168.1.1", true),
            ("https://a\u{202E}b.example", "https://ab.example", false),
            ("nothing", "nothing", false),
        ] {
            let shown = Destination::of(address);
            assert_eq!(
                (&*shown.origin, shown.is_exposed),
                (origin, is_exposed),
                "{address}"
            );
        }
    }
}
