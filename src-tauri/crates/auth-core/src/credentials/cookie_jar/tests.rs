//! The jar against the cookies of the real servers, and against hostile ones.

use super::*;

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
    CookieJar::default().with(&set(request, headers), START)
}

fn set(request: &str, headers: &[&str]) -> SetCookies {
    let mut map = HeaderMap::new();
    for header in headers {
        map.append(SET_COOKIE, HeaderValue::from_str(header).expect("a header"));
    }
    SetCookies::read(&map, &url(request), NOW)
}

fn sent(jar: &CookieJar, path: &str, at: Moment) -> String {
    jar.header(&url(path), true, at)
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
fn an_empty_value_counts_as_absent_even_without_a_date() {
    let before = jar("/", &["bezkoder-jwt=a.b.c; Path=/api"]);
    let after = before.with(
        &set("/api/auth/signout", &["bezkoder-jwt=; Path=/api"]),
        START,
    );
    assert_eq!(sent(&after, "/api/x", START), "");
}

#[test]
fn a_past_date_deletes_even_a_value() {
    let before = jar("/", &["s.sig=abc; path=/"]);
    let gone = "s.sig=def; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; httponly";
    let after = before.with(&set("/", &[gone]), START);
    assert_eq!(after.value("s.sig", START), None);
}

#[test]
fn dates_are_read_by_the_servers_clock_and_kept_on_ours() {
    // One minute after the server's own time, however wrong that is.
    let jar = jar("/", &["a=1; path=/; expires=Sun, 09 Sep 2001 01:47:40 GMT"]);
    assert_eq!(jar.value("a", START + Duration::from_secs(59)), Some("1"));
    assert_eq!(jar.value("a", START + Duration::from_mins(1)), None);
}

#[test]
fn no_server_makes_a_cookie_live_for_ever_and_a_record_says_the_same() {
    for absurd in [
        "max-age=9223372036854775807",
        "expires=Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let jar = jar("/", &[&format!("a=1; path=/; {absurd}")]);
        let end = Some(START + LONGEST_LIFE);
        assert_eq!(jar.expires("a", START), end, "{absurd}");
        let again = CookieJar::taken_up(jar.kept(START), START);
        assert_eq!(again.expires("a", START), end, "{absurd}");
    }
    let mut kept = jar("/", &["a=1; path=/"]).kept(START);
    kept[0].millis_left = Some(u64::MAX);
    let jar = CookieJar::taken_up(kept, START);
    assert_eq!(jar.expires("a", START), Some(START + LONGEST_LIFE));
}

#[test]
fn max_age_goes_before_expires() {
    let jar = jar(
        "/",
        &["a=1; path=/; max-age=10; expires=Thu, 01 Jan 1970 00:00:00 GMT"],
    );
    assert_eq!(jar.value("a", START), Some("1"));
    assert_eq!(jar.value("a", START + Duration::from_secs(10)), None);
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
    ] {
        assert!(set("/", &[header]).is_empty(), "{header}");
    }
    assert!(!set("/", &["a=1; domain=.example.org"]).is_empty());
    assert!(!set("/", &["__Host-a=1; secure; path=/"]).is_empty());
}

#[test]
fn a_secure_cookie_stays_off_plain_http() {
    let jar = jar("/", &["a=1; path=/; secure", "b=2; path=/"]);
    let header = jar.header(&url("/"), false, START).expect("one cookie");
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
    let after = jar("/", &many).with(&set("/", &["late=1; path=/"]), later);
    assert_eq!(after.value("late", later), Some("1"));
}

#[test]
fn a_cookie_that_is_set_and_taken_back_in_one_answer_is_not_granted() {
    let both = set("/", &["a=1; path=/", "a=; path=/"]);
    assert_eq!(both.value("a"), None);
}

#[test]
fn no_value_is_in_the_debug_output() {
    let jar = jar("/", &["a=sesame-open; path=/"]);
    let shown = format!("{jar:?} {:?}", set("/", &["a=sesame-open; path=/"]));
    assert!(!shown.contains("sesame"), "{shown}");
}
