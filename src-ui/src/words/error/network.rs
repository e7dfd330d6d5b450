//! What goes wrong between here and the server.

use ipc::NetworkError;

use crate::words::language::say;

/// What happened between here and the server, in one sentence.
pub(crate) fn network_error(error: NetworkError) -> String {
    match error {
        NetworkError::Deadline { seconds } => say().net_deadline(&seconds.to_string()),
        NetworkError::ServerBusy { status } => say().net_busy(&status.to_string()),
        NetworkError::Refused { status } => say().net_refused(&status.to_string()),
        NetworkError::Foreign { status } => say().net_foreign(&status.to_string()),
        NetworkError::Unreadable { status } => say().net_unreadable(&status.to_string()),
        NetworkError::Connect => say().net_connect().into(),
        NetworkError::Tls => say().net_tls().into(),
        NetworkError::Proxy => say().net_proxy().into(),
        NetworkError::Lost => say().net_lost().into(),
        NetworkError::TooLarge => say().net_too_large().into(),
        NetworkError::Encoding => say().net_encoding().into(),
        NetworkError::Redirect => say().net_redirect().into(),
        NetworkError::RedirectLoop => say().net_redirect_loop().into(),
        NetworkError::HeldElsewhere => say().net_held().into(),
        _ => say().net_unknown().into(),
    }
}

/// What to do when no session waits for the engine to try again.
pub(super) fn advice(error: NetworkError) -> &'static str {
    match error {
        NetworkError::Connect => say().advice_connect(),
        NetworkError::Tls => say().advice_tls(),
        NetworkError::Foreign { .. } => say().advice_foreign(),
        NetworkError::Proxy => say().advice_proxy(),
        NetworkError::Unreadable { .. } => say().advice_unreadable(),
        NetworkError::TooLarge
        | NetworkError::Encoding
        | NetworkError::Redirect
        | NetworkError::RedirectLoop => say().advice_address(),
        _ => say().advice_wait(),
    }
}
