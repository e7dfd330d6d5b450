//! Signing up: every validation error in the words of the original clients, then the server's own
//! refusals, then success.

use demo_server::{Board, Dialect, Endpoint};

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, lasting},
    },
};

/// What is typed into username, e-mail and password, and what must be said beside each.
struct Attempt {
    typed: [&'static str; 3],
    told: [Option<&'static str>; 3],
    focus: &'static str,
}

const FIELDS: [&str; 3] = ["username", "email", "password"];

const INVALID: [Attempt; 4] = [
    Attempt {
        typed: ["", "", ""],
        told: [
            Some("Username is required"),
            Some("Email is required"),
            Some("Password is required"),
        ],
        focus: "signup-username",
    },
    Attempt {
        typed: ["ab", "nobody", "12345"],
        told: [
            Some("Username must be at least 3 characters"),
            Some("Email must be a valid email address"),
            Some("Password must be at least 6 characters"),
        ],
        focus: "signup-username",
    },
    Attempt {
        typed: [
            "a-name-of-21-letters-",
            "an-address-that-is-far-too-long@a-host-far-too-long.example",
            "a-password-of-more-than-forty-characters-",
        ],
        told: [
            Some("Username must be at most 20 characters"),
            Some("Email must be at most 50 characters"),
            Some("Password must be at most 40 characters"),
        ],
        focus: "signup-username",
    },
    Attempt {
        typed: ["kestrel", "kestrel@example.org", ""],
        told: [None, None, Some("Password is required")],
        focus: "signup-password",
    },
];

const PASSWORD: &str = "over-the-harbour-7";

/// Someone who has no account yet makes one.
pub(crate) async fn sign_up(stage: &Stage) -> Outcome {
    stage.keep_secret(PASSWORD);
    let (address, server) = stage.serve(lasting(Dialect::NBody)).await?;
    let app = stage.open_at(&address, Dialect::NBody).await?;
    app.wait_for_page("signin").await?;
    app.click("nav-signup").await?;
    app.wait_for_page("signup").await?;
    for (number, attempt) in INVALID.iter().enumerate() {
        be_refused(&app, attempt).await?;
        app.picture(&format!("invalid-{}", number + 1)).await?;
    }
    let sent = server.calls(Endpoint::SignUp) + app.calls("sign_up").await?;
    ensure!(
        sent == 0,
        "{sent} requests were sent while the form was invalid"
    );

    type_in(&app, [USER.username, "kestrel@example.org", PASSWORD]).await?;
    app.click("signup-submit").await?;
    let taken = "That username is already taken.";
    app.wait_for_text("signup-error", taken).await?;
    app.picture("taken").await?;
    app.wait_for_value("signup-email", "kestrel@example.org")
        .await?;
    app.fill("signup-username", "kestrel").await?;
    app.fill("signup-email", USER.email).await?;
    app.press_enter("signup-password").await?;
    let taken = "That email address is already in use.";
    app.wait_for_text("signup-error", taken).await?;

    app.fill("signup-email", "kestrel@example.org").await?;
    app.click("signup-submit").await?;
    app.wait_for_text("signup-success", "Account created.")
        .await?;
    app.picture("success").await?;
    let sent = server.calls(Endpoint::SignUp);
    ensure!(sent == 3, "three forms were sent, and {sent} arrived");
    sign_in_with_the_new_account(&app).await
}

async fn be_refused(app: &App, attempt: &Attempt) -> Outcome {
    type_in(app, attempt.typed).await?;
    app.click("signup-submit").await?;
    for (field, told) in FIELDS.iter().zip(attempt.told) {
        let testid = format!("field-error-{field}");
        match told {
            Some(words) => {
                let said = app.wait_for_text(&testid, words).await?;
                ensure!(said == words, "`{testid}` says \"{said}\", not \"{words}\"");
            }
            None => app.wait_until_gone(&testid).await?,
        }
    }
    let focused = app.focused().await?;
    ensure!(
        focused == attempt.focus,
        "the focus is on `{focused}`, not `{}`",
        attempt.focus
    );
    Ok(())
}

async fn type_in(app: &App, typed: [&str; 3]) -> Outcome {
    for (field, text) in FIELDS.iter().zip(typed) {
        app.fill(&format!("signup-{field}"), text).await?;
    }
    Ok(())
}

async fn sign_in_with_the_new_account(app: &App) -> Outcome {
    app.click("signup-continue").await?;
    app.wait_for_page("signin").await?;
    app.wait_for_value("signin-username", "kestrel").await?;
    app.click("signin-submit").await?;
    app.wait_for_text("field-error-password", "Password is required")
        .await?;
    app.fill("signin-password", "not-my-password").await?;
    app.click("signin-submit").await?;
    app.wait_for_text("signin-error", "Log-in failed: Invalid Password!")
        .await?;
    app.picture("wrong-password").await?;
    app.wait_for_value("signin-username", "kestrel").await?;
    app.fill("signin-password", PASSWORD).await?;
    app.press_enter("signin-password").await?;
    app.wait_for_page_of(Board::User).await?;
    app.wait_for_board("User Content.").await?;
    app.picture("signed-in").await?;
    ensure!(
        !app.shows("nav-page-2").await?,
        "a new account is shown the moderator board"
    );
    app.ensure_no_logout().await
}
