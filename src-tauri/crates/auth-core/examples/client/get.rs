//! `get PATH`: the body to the output, how it went beside it.

use auth_core::{Clock as _, Request, Response, Session, SystemClock};

use crate::{
    arguments::Arguments,
    failure::Failure,
    terminal::{note, say},
};

/// Gets the path as often as was asked for. The last answer decides how it went.
pub(crate) async fn run(session: &Session, arguments: &Arguments) -> Result<(), Failure> {
    let clock = SystemClock::new();
    let path = path(arguments);
    let mut last = Ok(());
    for time in 0..arguments.times {
        if time > 0 {
            clock.sleep_until(clock.now() + arguments.every()).await;
        }
        let response = session.send(request(arguments)).await?;
        note(&format!("GET {path}: {}", how(&response)));
        say(response.text().trim_end());
        last = match response.status {
            status if status.is_success() => Ok(()),
            status => Err(Failure::Status(status)),
        };
    }
    last
}

/// What is sent each time.
pub(crate) fn request(arguments: &Arguments) -> Request {
    Request::get(path(arguments)).personal()
}

fn path(arguments: &Arguments) -> &str {
    arguments.path.as_deref().unwrap_or("/")
}

pub(crate) fn how(response: &Response) -> String {
    let mut how = response.status.to_string();
    if response.refreshed {
        how.push_str(", the session was refreshed on the way");
    }
    if response.replayed {
        how.push_str(", the request was sent again");
    }
    how
}
