//! The bodies that Spring sends.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use futures_util::{future::ready, stream::once};
use serde::Serialize;

/// An object, written by Jackson. Spring does not know its length beforehand and sends it chunked.
pub(super) fn json(status: StatusCode, body: &impl Serialize) -> Response<Body> {
    let body = serde_json::to_vec(body).expect("plain structs always serialise");
    let stream = once(ready(Ok::<_, Infallible>(Bytes::from(body))));
    let mut response = Response::new(Body::from_stream(stream));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("application/json");
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

/// `MessageResponse`
pub(super) fn message(status: StatusCode, message: &str) -> Response<Body> {
    #[derive(Serialize)]
    struct Message<'a> {
        message: &'a str,
    }
    json(status, &Message { message })
}

/// A controller's bare `String`. It goes out unquoted as whatever the client prefers, even as
/// `application/json`.
pub(super) fn text(request: &HeaderMap, body: &'static str) -> Response<Body> {
    let accepted = request
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    let preferred = accepted
        .and_then(|accepted| accepted.split(',').next())
        .and_then(|first| first.split(';').next())
        .map_or("*/*", str::trim);
    let content_type = if preferred.contains('*') || !preferred.contains('/') {
        "text/plain;charset=UTF-8".to_owned()
    } else if preferred.ends_with("json") {
        preferred.to_owned()
    } else {
        format!("{preferred};charset=UTF-8")
    };
    let mut response = Response::new(Body::from(body));
    if let Ok(value) = HeaderValue::from_str(&content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

/// A status and nothing else.
pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Jackson's form of a `java.util.Date`: `2026-11-21T20:10:12.123+00:00`.
pub(super) fn timestamp(millis: i64) -> String {
    let (days, rest) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}+00:00")
}

/// The date of a day since 1970, by Howard Hinnant's `civil_from_days`: years begin in March, so
/// that the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_written_as_jackson_writes_them() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00.000+00:00");
        assert_eq!(
            timestamp(1_795_291_812_045),
            "2026-11-21T20:10:12.045+00:00"
        );
        assert_eq!(
            timestamp(1_709_164_800_000),
            "2024-02-29T00:00:00.000+00:00"
        );
    }
}
