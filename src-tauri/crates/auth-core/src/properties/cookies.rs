//! `Set-Cookie`, whatever a server says, for as long as it goes on saying it.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
};
use url::Url;

use crate::{
    credentials::{CookieJar, Purpose, Received, SetCookies},
    dialect::Dialect,
    properties::{cases, hostile},
    world::Moment,
};

/// A dialect that keeps every cookie.
fn dialect() -> Dialect {
    Dialect::preset("n-cookie").expect("a preset")
}

fn header(jar: &CookieJar, url: &Url, at: Moment) -> Option<HeaderValue> {
    jar.header(url, true, |it| it.travels(&dialect(), Purpose::Request, at))
}

/// Several answers, each with several cookies, and the secrets in them.
fn answers() -> impl Strategy<Value = (Vec<Vec<String>>, String, String)> {
    (hostile::dialect(), hostile::secret(), hostile::secret()).prop_flat_map(
        |(dialect, access, refresh)| {
            let numbered = (0..300_u16, Just(access.clone()))
                .prop_map(|(at, value)| format!("c{at}={value}; Path=/api"));
            let one = prop_oneof![
                2 => hostile::set_cookie(&dialect, &access, &refresh),
                1 => numbered,
            ];
            (vec(vec(one, 0..90), 1..6), Just(access), Just(refresh))
        },
    )
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn a_jar_is_bounded_sendable_and_shows_nothing((answers, access, refresh) in answers()) {
        let mut jar = CookieJar::default();
        let mut now = Moment::default();
        let url = Url::parse("https://api.example.org/api/auth/refreshtoken").expect("an address");
        for cookies in answers {
            now = now + Duration::from_secs(1);
            let headers: HeaderMap = cookies
                .iter()
                .filter_map(|text| Some((SET_COOKIE, HeaderValue::from_str(text).ok()?)))
                .collect();
            let received = Received { at: now, server_time: 1_795_000_000, wall: 1_795_000_000 };
            let set = SetCookies::read(&headers, &url, received);
            jar = jar.with(&set, &dialect(), now);
            let shown = format!("{set:?} {jar:?}");
            // A name or a path is shown, and a broken cookie may have anything for those.
            for secret in [&access, &refresh].into_iter().filter(|secret| {
                jar.values().chain(set.values()).any(|value| value == secret.as_bytes())
                    && !cookies.iter().any(|cookie| !cookie.contains(&format!("={secret};")))
            }) {
                prop_assert!(!shown.contains(secret.as_str()));
            }
            let sent = header(&jar, &url, now);
            let pairs = sent.as_ref().map_or(0, |header| {
                header.as_bytes().split(|byte| *byte == b';').count()
            });
            prop_assert!(pairs <= 50, "{} cookies", pairs);
            prop_assert!(sent.is_none_or(|header| header.is_sensitive() && header.len() <= 50 * 4100));
            prop_assert!(jar.kept(now).len() <= 50);
            // What is said again is no change.
            if jar.kept(now).len() + cookies.len() <= 50 {
                prop_assert!(jar.with(&set, &dialect(), now).is_as(&jar, now));
            }
            // What a vault keeps of a jar is the jar.
            let again = CookieJar::taken_up(jar.kept(now), &dialect(), now);
            let sent = |jar: &CookieJar| header(jar, &url, now);
            prop_assert!(sent(&again) == sent(&jar));
            prop_assert!(again.is_as(&jar, now));
        }
    }

    #[test]
    fn a_cookie_of_any_bytes_goes_back_as_it_came(
        name in "[a-z]{1,9}",
        value in vec(prop_oneof![0x21..=0x3A_u8, 0x3C..=0x7E_u8, 0x80..=0xFF_u8], 1..300),
        attribute in vec(prop_oneof![0x20..=0x3A_u8, 0x3C..=0x7E_u8, 0x80..=0xFF_u8], 0..2000),
    ) {
        let url = Url::parse("https://api.example.org/x").expect("an address");
        let pair = [name.as_bytes(), b"=", &value].concat();
        let mut headers = HeaderMap::new();
        let whole = [&pair[..], b"; x-", &attribute, b"; Path=/"].concat();
        headers.insert(SET_COOKIE, HeaderValue::from_bytes(&whole).expect("bytes of a header"));
        let received = Received { at: Moment::default(), server_time: 0, wall: 0 };
        let jar = CookieJar::default().with(&SetCookies::read(&headers, &url, received), &dialect(), received.at);
        let again = CookieJar::taken_up(jar.kept(received.at), &dialect(), received.at);
        for jar in [jar, again] {
            let sent = header(&jar, &url, received.at).expect("a cookie");
            prop_assert_eq!(sent.as_bytes(), &pair[..]);
        }
    }

    #[test]
    fn a_cookie_goes_only_where_its_path_leads(
        path in "/[a-c/]{0,8}",
        asked in "/[a-c/]{0,8}",
    ) {
        let url = Url::parse("https://api.example.org/api/auth/signin").expect("an address");
        let mut headers = HeaderMap::new();
        let cookie = format!("a=0123456789abcdef; Path={path}");
        headers.insert(SET_COOKIE, HeaderValue::from_str(&cookie).expect("plain text"));
        let received = Received { at: Moment::default(), server_time: 0, wall: 0 };
        let jar = CookieJar::default().with(&SetCookies::read(&headers, &url, received), &dialect(), Moment::default());
        let to = Url::parse(&format!("https://api.example.org{asked}")).expect("an address");
        if header(&jar, &to, Moment::default()).is_some() {
            let inside = to.path() == path
                || to.path().starts_with(&format!("{}/", path.trim_end_matches('/')));
            prop_assert!(inside, "{} for {}", path, to.path());
        }
    }

    #[test]
    fn an_address_is_no_domain_of_another(
        octets in any::<[u8; 4]>(),
        segments in any::<[u16; 8]>(),
        cut in 0..40_usize,
        dot in any::<bool>(),
    ) {
        let hosts = [
            std::net::Ipv4Addr::from(octets).to_string(),
            format!("[{}]", std::net::Ipv6Addr::from(segments)),
        ];
        for host in hosts {
            let url = Url::parse(&format!("https://{host}/")).expect("an address");
            let host = url.host_str().expect("a host");
            let part = &host[cut.min(host.len() - 1)..];
            let cookie = format!("a=1; Domain={}{part}", if dot { "." } else { "" });
            let mut headers = HeaderMap::new();
            headers.insert(SET_COOKIE, HeaderValue::from_str(&cookie).expect("plain text"));
            let received = Received { at: Moment::default(), server_time: 0, wall: 0 };
            let set = SetCookies::read(&headers, &url, received);
            prop_assert_eq!(!set.is_empty(), part == host, "{} {}", host, part);
        }
    }
}
