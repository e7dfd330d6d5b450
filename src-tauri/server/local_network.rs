//! Which addresses are on this machine or the networks around it, where only who is there can look.
//!
//! A script in the window could use Latchkey to look for them. So what is told of such an address is the same for
//! whatever is no server of the person's.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use auth_core::BaseUrl;
use tokio::{net::lookup_host, time::timeout};
use url::{Host, Url};

/// How long a name may take to lead somewhere.
const LOOKUP: Duration = Duration::from_secs(3);
/// The ends of names that networks give out among themselves (RFC 6762, RFC 8375, ICANN's `internal`, and custom).
const INNER_NAMES: [&str; 6] = ["local", "home.arpa", "internal", "intranet", "lan", "home"];

/// Whether an address leads to this machine or to the networks around it, or nowhere: that a name leads nowhere is
/// told by the network as well.
pub(crate) async fn is_local(base: &BaseUrl) -> bool {
    let Ok(url) = Url::parse(base.as_str()) else {
        return true;
    };
    let port = url.port_or_known_default().unwrap_or_default();
    match url.host() {
        Some(Host::Ipv4(ip)) => is_local_ip(ip.into()),
        Some(Host::Ipv6(ip)) => is_local_ip(ip.into()),
        Some(Host::Domain(name)) if base.is_loopback() || is_inner_name(name) => true,
        Some(Host::Domain(name)) => match timeout(LOOKUP, lookup_host((name, port))).await {
            Ok(Ok(found)) => {
                let found: Vec<IpAddr> = found.map(|it| it.ip()).collect();
                found.is_empty() || found.into_iter().any(is_local_ip)
            }
            Ok(Err(_)) | Err(_) => true,
        },
        None => true,
    }
}

fn is_inner_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let ends = |end: &&str| {
        name.strip_suffix(*end)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    !name.contains('.') || INNER_NAMES.iter().any(ends)
}

fn is_local_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_local_v4(ip),
        IpAddr::V6(ip) => is_local_v6(ip),
    }
}

/// `0.0.0.0/8` is this machine to most systems (RFC 1122 section 3.2.1.3), `100.64.0.0/10` what a provider shares out
/// (RFC 6598).
const fn is_local_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 0
        || (first == 100 && second & 0xC0 == 64)
        || ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_multicast()
}

/// Addresses of the fourth version inside those of the sixth are what they are there: mapped ones, and those that are
/// translated (RFC 6052).
const fn is_local_v6(ip: Ipv6Addr) -> bool {
    let inner = match (ip.to_ipv4_mapped(), ip.segments()) {
        (Some(inner), _) => Some(inner),
        (None, [0x64, 0xFF9B, 0, 0, 0, 0, high, low]) => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    };
    if let Some(inner) = inner {
        return is_local_v4(inner);
    }
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || ip.is_multicast()
}

#[cfg(test)]
mod tests {
    use auth_core::PlainHttp;

    use super::*;

    async fn is_local_at(host: &str) -> bool {
        let base = BaseUrl::parse(&format!("https://{host}"), PlainHttp::LoopbackOnly).unwrap();
        is_local(&base).await
    }

    #[tokio::test]
    async fn what_only_who_is_there_can_reach_is_local() {
        for host in [
            "127.0.0.1",
            "127.9.9.9:1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1:8443",
            "169.254.169.254",
            "100.64.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:192.168.1.1]",
            "[64:ff9b::a01:203]",
            "0x7f.1",
            "localhost",
            "api.localhost.",
            "printer",
            "printer.local",
            "nas.home.arpa",
            "wiki.internal.",
            "nobody.invalid",
        ] {
            assert!(is_local_at(host).await, "{host}");
        }
    }

    #[tokio::test]
    async fn what_anybody_can_reach_is_not() {
        for host in [
            "1.1.1.1",
            "172.32.0.1",
            "192.169.0.1",
            "100.128.0.1",
            "[2606:4700::1111]",
            "[::ffff:1.1.1.1]",
        ] {
            assert!(!is_local_at(host).await, "{host}");
        }
    }
}
