//! The jar against the cookies of the real servers, and against hostile ones.

mod agreement;

use std::{
    io,
    sync::{Arc, Mutex},
};

use http::{HeaderMap, header::SET_COOKIE};

use super::*;
use crate::credentials::{Purpose, Received};

const START: Moment = Moment::from_start(Duration::from_secs(1000));
const NOW: Received = Received {
    at: START,
    server_time: 1_000_000_000,
    wall: 0,
};

fn url(path: &str) -> Url {
    Url::parse(&format!("https://api.example.org{path}")).expect("a URL")
}

fn jar(request: &str, headers: &[&str]) -> CookieJar {
    CookieJar::default().with(&set(request, headers), &dialect(), START)
}

fn set(request: &str, headers: &[&str]) -> SetCookies {
    let mut map = HeaderMap::new();
    for header in headers {
        map.append(SET_COOKIE, HeaderValue::from_str(header).expect("a header"));
    }
    SetCookies::read(&map, &url(request), NOW)
}

fn value<'a>(jar: &'a CookieJar, name: &str, at: Moment) -> Option<&'a str> {
    let cookie = jar.first(name, None, at)?;
    Some(std::str::from_utf8(cookie.value()).expect("text"))
}

fn end(jar: &CookieJar, name: &str) -> Option<Moment> {
    jar.first(name, None, START)?.expires()
}

/// A dialect that keeps every cookie.
fn dialect() -> Dialect {
    Dialect::preset("n-cookie").expect("a preset")
}

fn header(jar: &CookieJar, url: &Url, secure: bool, at: Moment) -> Option<HeaderValue> {
    jar.header(url, secure, |it| {
        it.travels(&dialect(), Purpose::Request, at)
    })
}

fn sent(jar: &CookieJar, path: &str, at: Moment) -> String {
    header(jar, &url(path), true, at)
        .map(|header| header.to_str().expect("text").to_owned())
        .unwrap_or_default()
}

#[test]
fn the_spring_cookies_travel_by_their_paths() {
    let jar = jar(
        "/api/auth/signin",
        &[
            "bezkoder-jwt=a.b.c; Path=/api; Max-Age=86400; HttpOnly",
            "bezkoder-jwt-refresh=u-u-i-d; Path=/api/auth/refreshtoken; Max-Age=86400; HttpOnly",
        ],
    );
    assert_eq!(sent(&jar, "/api/test/user", START), "bezkoder-jwt=a.b.c");
    assert_eq!(
        sent(&jar, "/api/auth/refreshtoken", START),
        "bezkoder-jwt-refresh=u-u-i-d; bezkoder-jwt=a.b.c"
    );
    assert_eq!(
        sent(&jar, "/api/auth/refreshtokens", START),
        "bezkoder-jwt=a.b.c"
    );
    assert_eq!(sent(&jar, "/apis", START), "");
}

#[test]
fn the_node_session_keeps_its_equals_signs() {
    let jar = jar(
        "/api/auth/signin",
        &["bezkoder-session=eyJ0In0=; path=/; samesite=strict; httponly"],
    );
    assert_eq!(
        sent(&jar, "/api/test/user", START),
        "bezkoder-session=eyJ0In0="
    );
}

#[test]
fn an_empty_value_is_sent_and_opens_nothing() {
    let before = jar("/", &["bezkoder-jwt=a.b.c; Path=/api"]);
    let after = before.with(
        &set("/api/auth/signout", &["bezkoder-jwt=; Path=/api"]),
        &dialect(),
        START,
    );
    assert_eq!(sent(&after, "/api/x", START), "bezkoder-jwt=");
    assert_eq!(value(&after, "bezkoder-jwt", START), None);
}

#[test]
fn a_past_date_deletes_even_a_value() {
    let before = jar("/", &["s.sig=abc; path=/"]);
    let gone = "s.sig=def; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly";
    let after = before.with(&set("/", &[gone]), &dialect(), START);
    assert_eq!(value(&after, "s.sig", START), None);
}

#[test]
fn dates_are_read_by_the_servers_clock_and_kept_on_ours() {
    // One minute after the server's own time, however wrong that is.
    let jar = jar("/", &["a=1; path=/; expires=Sun, 09 Sep 2001 01:47:40 GMT"]);
    assert_eq!(value(&jar, "a", START + Duration::from_secs(59)), Some("1"));
    assert_eq!(value(&jar, "a", START + Duration::from_mins(1)), None);
}

#[test]
fn no_server_makes_a_cookie_live_for_ever_and_a_record_says_the_same() {
    for absurd in [
        "max-age=9223372036854775807",
        "expires=Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let jar = jar("/", &[&format!("a=1; path=/; {absurd}")]);
        let longest = Some(START + LONGEST_LIFE);
        assert_eq!(end(&jar, "a"), longest, "{absurd}");
        let again = CookieJar::taken_up(jar.kept(START), &dialect(), START);
        assert_eq!(end(&again, "a"), longest, "{absurd}");
    }
    let mut kept = jar("/", &["a=1; path=/"]).kept(START);
    kept[0].millis_left = Some(u64::MAX);
    let jar = CookieJar::taken_up(kept, &dialect(), START);
    assert_eq!(end(&jar, "a"), Some(START + LONGEST_LIFE));
}

#[test]
fn max_age_goes_before_expires() {
    let jar = jar(
        "/",
        &["a=1; path=/; max-age=10; expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    );
    assert_eq!(value(&jar, "a", START), Some("1"));
    assert_eq!(value(&jar, "a", START + Duration::from_secs(10)), None);
}

#[test]
fn cookies_for_others_and_broken_promises_are_not_kept() {
    for header in [
        "a=1; domain=evil.com",
        "a=1; domain=xapi.example.org",
        "__Host-a=1; path=/",
        "__Host-a=1; secure; path=/x",
        "__Host-a=1; secure; path=/; domain=api.example.org",
        "__Secure-a=1; path=/",
        "=1",
        "novalue",
        "",
    ] {
        assert!(set("/", &[header]).is_empty(), "{header}");
    }
    assert!(!set("/", &["a=1; domain=.example.org"]).is_empty());
    assert!(!set("/", &["__Host-a=1; secure; path=/"]).is_empty());
}

#[test]
fn a_secure_cookie_stays_off_plain_http() {
    let jar = jar("/", &["a=1; path=/; secure", "b=2; path=/"]);
    let header = header(&jar, &url("/"), false, START).expect("one cookie");
    assert_eq!(header, "b=2");
}

#[test]
fn floods_and_giants_are_bounded() {
    let many: Vec<String> = (0..200).map(|n| format!("c{n}=1; path=/")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(jar("/", &many).cookies.len(), MOST_COOKIES);
    assert!(set("/", &[&format!("a={}", "x".repeat(5000))]).is_empty());
}

#[test]
fn the_default_path_is_the_folder_of_the_request() {
    let jar = jar("/api/auth/signin", &["a=1"]);
    assert_eq!(sent(&jar, "/api/auth/x", START), "a=1");
    assert_eq!(sent(&jar, "/api/x", START), "");
}

#[test]
fn expired_cookies_make_room_for_new_ones() {
    let many: Vec<String> = (0..50)
        .map(|n| format!("c{n}=1; path=/; max-age=1"))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let later = START + Duration::from_secs(2);
    let after = jar("/", &many).with(&set("/", &["late=1; path=/"]), &dialect(), later);
    assert_eq!(value(&after, "late", later), Some("1"));
}

#[test]
fn a_cookie_that_is_set_and_taken_back_in_one_answer_is_not_there() {
    let both = jar("/", &["a=1; path=/", "a=1; path=/; max-age=0"]);
    assert_eq!(sent(&both, "/", START), "");
}

#[test]
fn a_cookie_is_what_its_name_domain_and_path_are() {
    let moved = jar("/api/x", &["a=NEW; Path=/", "a=; Path=/api; Max-Age=0"]);
    assert_eq!(value(&moved, "a", START), Some("NEW"));
    let three = jar(
        "/api/x",
        &[
            "a=1; Path=/",
            "a=2; Path=/api",
            "a=3; Path=/; Domain=example.org",
            "a=4; Path=/",
        ],
    );
    assert_eq!(sent(&three, "/api/x", START), "a=2; a=4; a=3");
    let again = CookieJar::taken_up(three.kept(START), &dialect(), START);
    assert_eq!(sent(&again, "/api/x", START), "a=2; a=4; a=3");
    let gone = three.with(
        &set("/", &["a=x; Path=/; Domain=.example.org; Max-Age=0"]),
        &dialect(),
        START,
    );
    assert_eq!(sent(&gone, "/api/x", START), "a=2; a=4");
}

#[test]
fn the_cookie_that_would_be_sent_there_is_the_one_that_counts() {
    let jar = jar(
        "/",
        &["a=old; Path=/", "a=api; Path=/api", "a=; Path=/api/auth"],
    );
    let at = |path| jar.first("a", Some(path), START).map(Cookie::value);
    assert_eq!(at("/x"), Some(&b"old"[..]));
    assert_eq!(at("/api/x"), Some(&b"api"[..]));
    // An empty one opens nothing; the one behind it does.
    assert_eq!(at("/api/auth/x"), Some(&b"api"[..]));
    assert_eq!(jar.first("b", Some("/x"), START).map(Cookie::value), None);
}

#[test]
fn a_date_is_read_as_browsers_read_it() {
    for date in [
        "Sun, 09 Sep 2001 01:47:40 UTC",
        "Sun, 09-Sep-01 01:47:40 GMT",
        "2001 Sep 9 1:47:40",
    ] {
        let jar = jar("/", &[&format!("a=1; path=/; expires={date}")]);
        assert_eq!(
            end(&jar, "a"),
            Some(START + Duration::from_mins(1)),
            "{date}"
        );
    }
    let never = jar("/", &["a=1; path=/; expires=soon; max-age=later"]);
    assert_eq!(sent(&never, "/", START), "a=1");
    assert_eq!(end(&never, "a"), None);
}

#[test]
fn the_size_of_a_cookie_is_its_name_and_its_value() {
    let value = "x".repeat(4095);
    let attributes = format!("; Path=/; Comment={}", "c".repeat(1000));
    let fits = jar("/", &[&format!("a={value}{attributes}")]);
    assert_eq!(sent(&fits, "/", START).len(), 4097);
    assert!(set("/", &[&format!("ab={value}")]).is_empty());
    // An attribute that is too long counts for nothing.
    let long = jar("/api/x", &[&format!("a=1; Path=/{}", "x".repeat(1024))]);
    assert_eq!(sent(&long, "/api/y", START), "a=1");
}

#[test]
fn a_byte_outside_ascii_costs_its_attribute_and_is_kept_in_a_value() {
    let read = |path: &[u8]| {
        let header = [
            b"na\xefve=Jos\xe9; Path=",
            path,
            b"; Max-Age=60; X\xff=\xff; Secure",
        ]
        .concat();
        let mut headers = HeaderMap::new();
        headers.append(
            SET_COOKIE,
            HeaderValue::from_bytes(&header).expect("a header"),
        );
        CookieJar::default().with(
            &SetCookies::read(&headers, &url("/api/x"), NOW),
            &dialect(),
            START,
        )
    };
    let (latin1, utf8) = (read(b"/\xe9"), read("/é".as_bytes()));
    for jar in [
        CookieJar::taken_up(utf8.kept(START), &dialect(), START),
        utf8,
        latin1,
    ] {
        let sent = header(&jar, &url("/api/y"), true, START).expect("a cookie");
        assert_eq!(sent.as_bytes(), b"na\xefve=Jos\xe9");
        let later = START + Duration::from_mins(1);
        assert_eq!(header(&jar, &url("/api/y"), true, later), None);
        assert_eq!(header(&jar, &url("/api/y"), false, START), None);
    }
}

#[test]
fn a_secure_cookie_is_taken_over_plain_http_from_this_machine_alone() {
    let read = |address: &str, cookie: &str| {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_str(cookie).expect("a header"));
        SetCookies::read(&headers, &Url::parse(address).expect("a URL"), NOW)
    };
    for cookie in [
        "a=1; Secure",
        "__Secure-a=1; Secure",
        "__Host-a=1; Secure; Path=/",
    ] {
        assert!(read("http://example.org/", cookie).is_empty(), "{cookie}");
        for address in [
            "https://example.org/",
            "http://127.0.0.1:8080/",
            "http://localhost/",
        ] {
            assert!(!read(address, cookie).is_empty(), "{address} {cookie}");
        }
    }
    assert!(!read("http://example.org/", "a=1").is_empty());
}

#[test]
fn a_domain_covers_the_server_and_no_more_than_browsers_let_it() {
    let taken = |address: &str, domain: &str| {
        let mut headers = HeaderMap::new();
        let cookie = format!("a=1; Domain={domain}");
        headers.append(
            SET_COOKIE,
            HeaderValue::from_str(&cookie).expect("a header"),
        );
        !SetCookies::read(&headers, &Url::parse(address).expect("a URL"), NOW).is_empty()
    };
    for (address, domain, expected) in [
        ("https://api.example.org/", "", true),
        ("https://api.example.org/", "EXAMPLE.org", true),
        ("https://api.example.org/", ".example.org", true),
        ("https://api.example.org/", "api.example.org", true),
        ("https://api.example.org/", "..example.org", false),
        ("https://api.example.org/", "org", false),
        ("https://api.example.org/", "x.api.example.org", false),
        ("https://api.example.org/", "ample.org", false),
        ("https://example.com/", "com", false),
        ("https://example.com./", "com.", false),
        ("https://example.com./", ".com.", false),
        ("https://example.com./", "example.com.", true),
        ("https://example.com./", "example.com", false),
        ("http://localhost/", "localhost", true),
        ("http://api.localhost/", "localhost", false),
        ("http://127.0.0.1/", "127.0.0.1", true),
        ("http://127.0.0.1/", ".127.0.0.1", true),
        ("http://127.0.0.1/", "0.0.1", false),
        ("http://127.0.0.1/", ".0.0.1", false),
        ("http://127.0.0.1/", ".1", false),
        ("http://127.0.0.1./", ".0.0.1", false),
        ("http://0x7f.1/", ".0.0.1", false),
        ("http://0x7f.1/", "127.0.0.1", true),
        ("http://0x7f.1/", "0x7f.1", false),
        ("http://127.1/", "1", false),
        ("http://2130706433/", "0.0.1", false),
        ("http://[::1]/", "[::1]", true),
        ("http://[::1]/", "::1", false),
        ("http://[::1]/", ":1", false),
        ("http://[::1]/", ":1]", false),
        ("http://[::ffff:127.0.0.1]/", ".0.0.1", false),
    ] {
        assert_eq!(taken(address, domain), expected, "{address} {domain}");
    }
}

#[test]
fn of_two_attributes_of_a_name_the_last_counts() {
    let jar = jar(
        "/",
        &["a=1; Path=/x; Path=/y; Max-Age=0; Max-Age=9; Max-Age=x; Domain=evil.com; Domain="],
    );
    assert_eq!(sent(&jar, "/y", START), "a=1");
    assert_eq!(end(&jar, "a"), Some(START + Duration::from_secs(9)));
}

#[test]
fn a_cookie_that_is_said_again_is_no_change() {
    let date = "Expires=Sun, 09 Sep 2001 02:46:40 GMT";
    let before = jar("/", &[&format!("a=1; Path=/; {date}"), "b=2; Path=/"]);
    let later = Received {
        at: START + Duration::from_millis(10_700),
        server_time: NOW.server_time + 10,
        wall: 0,
    };
    let with = |cookie: &str| {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_str(cookie).expect("a header"));
        before.with(
            &SetCookies::read(&headers, &url("/"), later),
            &dialect(),
            later.at,
        )
    };
    let both = set(
        "/",
        &[
            "b=; Path=/; Max-Age=0",
            "b=2; Path=/",
            "a=9; Path=/",
            "c=3; Path=/",
        ],
    );
    let both = before.with(&both, &dialect(), START);
    assert_eq!(sent(&both, "/", START), "a=9; b=2; c=3");
    for same in [
        &format!("a=1; Path=/; {date}"),
        "b=2; Path=/; HttpOnly",
        "c=3; Max-Age=0",
    ] {
        assert!(with(same).is_as(&before, later.at), "{same}");
    }
    for other in [
        "a=1; Path=/",
        "a=1; Path=/; Max-Age=3600",
        "b=2; Path=/x",
        "b=2; Path=/; Secure",
        "b=3; Path=/",
        "b=; Path=/",
        "b=2; Path=/; Max-Age=0",
        "c=3",
    ] {
        assert!(!with(other).is_as(&before, later.at), "{other}");
    }
}

#[test]
fn no_value_is_in_the_debug_output() {
    let jar = jar("/", &["a=sesame-open; path=/"]);
    let shown = format!("{jar:?} {:?}", set("/", &["a=sesame-open; path=/"]));
    assert!(!shown.contains("sesame"), "{shown}");
}

/// What is written to the log meanwhile.
fn logged(work: impl FnOnce()) -> String {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut log = self.0.lock().expect("not poisoned");
            log.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    let written = log.0.lock().expect("not poisoned");
    String::from_utf8_lossy(&written).into_owned()
}

#[test]
fn a_cookie_that_is_refused_at_the_door_is_named_in_the_log_and_shown_no_further() {
    let log = logged(|| {
        let mut headers = HeaderMap::new();
        let cookie = HeaderValue::from_static("sid=sesame-open; Path=/hidden; Secure");
        headers.append(SET_COOKIE, cookie);
        let url = Url::parse("http://example.org/").expect("a URL");
        assert!(SetCookies::read(&headers, &url, NOW).is_empty());
    });
    assert!(
        log.contains("cookie_refused") && log.contains("sid"),
        "{log}"
    );
    assert!(!log.contains("sesame") && !log.contains("hidden"), "{log}");
}
