//! Who was signed in last, where they had signed in elsewhere: their browser may still be signed in there.

use super::Credentials;
use crate::{
    dialect::{Dialect, name},
    report::Account,
    secret::Secret,
    wire::Words,
};

/// What is known of them once their session has ended. It is kept nowhere.
#[derive(Debug)]
pub(crate) struct Departed {
    /// [`Account::id`].
    id: Words,
    /// Since when nobody has signed in or out.
    pub(crate) epoch: u64,
    /// The newest that the server has said of them, for whoever signs their browser out as well.
    pub(crate) id_token: Option<Secret<String>>,
}

impl Departed {
    /// `None` where people sign in here, or are not told apart.
    pub(crate) fn of(credentials: &Credentials, dialect: &Dialect, epoch: u64) -> Option<Self> {
        let is_known = dialect.signs_in_in_browser() && !credentials.account.id.is_empty();
        is_known.then(|| Self {
            epoch,
            id: credentials.account.id.clone(),
            id_token: credentials.kept(name::ID_TOKEN).cloned(),
        })
    }

    /// Whether it is the same person.
    pub(crate) fn is(&self, account: &Account) -> bool {
        self.id == account.id
    }
}
