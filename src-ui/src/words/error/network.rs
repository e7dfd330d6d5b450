//! What goes wrong between here and the server.

use ipc::NetworkError;

/// What happened between here and the server, in one sentence.
pub(crate) fn network_error(error: NetworkError) -> String {
    match error {
        NetworkError::Connect => "Latchkey could not reach the server.".into(),
        NetworkError::Tls => {
            "The server's certificate is not trusted, so nothing was sent to it.".into()
        }
        NetworkError::Proxy => {
            "The proxy of this network asks for a name and a password before it lets Latchkey through."
                .into()
        }
        NetworkError::Deadline { seconds } => {
            format!("The server did not answer within {seconds} s.")
        }
        NetworkError::Lost => "The connection broke before the server answered.".into(),
        NetworkError::ServerBusy { status } => {
            format!("The server cannot answer right now (status {status}).")
        }
        NetworkError::Refused { status } => format!(
            "The server, or something before it such as a firewall, refused (status {status})."
        ),
        NetworkError::Foreign { status } => format!(
            "Something other than the server answered (status {status}), \
             perhaps this network's own login page."
        ),
        NetworkError::Unreadable { status } => format!(
            "The server answered (status {status}), and not as its description says it does."
        ),
        NetworkError::TooLarge => {
            "The server's answer was larger than 16 MiB and was not read.".into()
        }
        NetworkError::Encoding => {
            "The server's answer was compressed in a way that Latchkey cannot read.".into()
        }
        NetworkError::Redirect => {
            "The server pointed to another place, where your session must not go.".into()
        }
        NetworkError::RedirectLoop => {
            "The server sends Latchkey round in a circle: each of its addresses points to another.".into()
        }
        NetworkError::HeldElsewhere => {
            "Another Latchkey on this computer is refreshing the session and has not finished."
                .into()
        }
        _ => "The server could not be used.".into(),
    }
}

/// What to do when no session waits for the engine to try again.
pub(super) const fn advice(error: NetworkError) -> &'static str {
    match error {
        NetworkError::Connect => "Check your network and the server's address, then try again.",
        NetworkError::Tls => {
            "Check this computer's clock, or ask whoever runs the server about its certificate."
        }
        NetworkError::Foreign { .. } => "Open a web page to see what this network wants first.",
        NetworkError::Proxy => {
            "Put them into this computer's proxy settings, then start Latchkey again."
        }
        NetworkError::Unreadable { .. } => {
            "Check the kind of the server in Settings, or its description."
        }
        NetworkError::TooLarge
        | NetworkError::Encoding
        | NetworkError::Redirect
        | NetworkError::RedirectLoop => "Check the server's address, or ask whoever runs it.",
        _ => "Try again in a moment.",
    }
}
