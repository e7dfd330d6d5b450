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

/// Whether an address is plain http to another machine.
///
/// Only decides whether the window asks for the permission: the core has the last word, and its
/// [`AddressError::PlainHttp`] makes the window ask as well.
pub(super) fn is_plain_http_elsewhere(address: &str) -> bool {
    let address = address.trim();
    let Some((scheme, authority)) = parts(address) else {
        return false;
    };
    if !scheme.eq_ignore_ascii_case("http") {
        return false;
    }
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    let host = match host_port.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host_port.split(':').next().unwrap_or_default(),
    }
    .to_ascii_lowercase();
    let name = host.strip_suffix('.').unwrap_or(&host);
    let loopback = name == "localhost"
        || name.ends_with(".localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback());
    !host.is_empty() && !loopback
}

#[cfg(test)]
mod tests {
    use super::*;

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
