//! What a dialect's rule says of a cookie, held against what the jar makes of it.

use http::{HeaderMap, HeaderValue, StatusCode, header::SET_COOKIE};

use super::{jar, url};
use crate::{dialect::Reading, world::Answer};

#[test]
fn what_a_rule_calls_a_cookie_that_is_set_is_what_the_jar_has() {
    for (cookie, is_set) in [
        ("a=1; expires=Thu, 01 Jan 1970 00:00:00 GMT", false),
        ("a=1; expires=Fri, 31 Dec 1999 23:59:59 GMT", false),
        ("a=1; Expires=Sat, 01-Jan-00 00:00:00 GMT", false),
        ("a=1; expires=Tue, 01 Jan 1980 00:00:00 UTC", false),
        ("a=1; expires=Sun, 09 Sep 2001 01:46:39 GMT", false),
        ("a=1; expires=Sun, 09 Sep 2001 01:46:41 GMT", true),
        ("a=1; expires=Wed, 01 Jan 2070 19:70:00 GMT", true),
        ("a=1; max-age=0", false),
        ("a=1; Max-Age=-0", false),
        (
            "a=1; max-age=10; expires=Thu, 01 Jan 1970 00:00:00 GMT",
            true,
        ),
        ("a=1; path=/x; comment=1970", true),
        ("a=1; domain=elsewhere.example", false),
        ("__Host-a=1; path=/", false),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert(SET_COOKIE, HeaderValue::from_str(cookie).expect("a header"));
        let date = HeaderValue::from_static("Sun, 09 Sep 2001 01:46:40 GMT");
        headers.insert(http::header::DATE, date);
        let answer = Answer::new(StatusCode::OK, headers, "");
        let url = url("/");
        let reading = Reading::of(&answer, &url, "");
        assert_eq!(reading.cookie("a", false).is_some(), is_set, "{cookie}");
        let jar = jar("/", &[cookie]);
        let mut kept = jar.cookies.iter();
        let is_kept = kept.any(|it| it.id.name.ends_with('a'));
        assert_eq!(is_kept, is_set, "{cookie}");
    }
}
