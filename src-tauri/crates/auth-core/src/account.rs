//! Who is signed in.

/// The account of a session, as the server said it at sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The server's identifier, as text: some servers count, others use strings.
    pub id: String,
    /// The name the person signs in with.
    pub username: String,
    /// Empty when the server does not say.
    pub email: String,
    /// The server's role names, in its order. May be empty.
    pub roles: Vec<String>,
}
