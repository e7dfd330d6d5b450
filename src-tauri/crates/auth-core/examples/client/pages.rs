//! `pages`: every page of the dialect that the account may read.

use auth_core::{Account, Dialect, Session};

use crate::{
    failure::Failure,
    get::how,
    terminal::{note, say},
};

/// Reads one after the other. The last that was no success decides how it went.
pub(crate) async fn run(
    session: &Session,
    dialect: &Dialect,
    account: &Account,
) -> Result<(), Failure> {
    if dialect.pages().is_empty() {
        note("the dialect has no pages");
    }
    let mut outcome = Ok(());
    for page in dialect.pages() {
        let title = page.title();
        let lacks = |role: &&str| !account.roles.iter().any(|it| &**it == *role);
        if let Some(role) = page.role().filter(lacks) {
            note(&format!("{title}: for the role {role} alone"));
            continue;
        }
        let response = session.read(page).await?;
        note(&format!("{title} ({}): {}", page.path(), how(&response)));
        say(response.text().trim_end());
        if !response.status.is_success() {
            outcome = Err(Failure::Status(response.status));
        }
    }
    outcome
}
