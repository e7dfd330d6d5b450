//! Another program drags something onto the window and lets it go there.

use std::fs;

use demo_server::{Board, Dialect};

use crate::window::{
    app::{
        App,
        display::drag::{Dragged, drop_on_window_of},
    },
    failure::{Outcome, ensure},
    stage::{
        Stage,
        servers::{USER, WebSite, board_text, lasting},
    },
};

const DIALECT: Dialect = Dialect::SBody;

/// Into a field a person may drop what they like: it becomes text there, and is the witness that dropping works here.
async fn drop_into_field(app: &App) -> Outcome {
    app.wait_for_page("signin").await?;
    let field = app.place_of("signin-username").await?;
    let name = Dragged {
        form: "text/plain",
        data: USER.username.into(),
    };
    let is_wanted = drop_on_window_of(app.own_process()?, field, &name).await?;
    ensure!(is_wanted, "a field takes no text");
    app.wait_for_value("signin-username", USER.username).await
}

/// A link or a file in each form in which programs offer them. Webviews go there by themselves; this one stays, and the
/// session's events go where they went before.
pub(crate) async fn link_dropped(stage: &Stage) -> Outcome {
    let site = WebSite::open().await?;
    let (address, server) = stage.serve(lasting(DIALECT)).await?;
    let app = stage.open_at(&address, DIALECT).await?;
    drop_into_field(&app).await?;
    app.sign_in(&USER).await?;
    let board = board_text(DIALECT, Board::User);
    app.wait_for_board(board).await?;
    let page = stage.home().own_file("page.html");
    fs::write(&page, "<!doctype html><title>A file</title>")?;
    let (url, file) = (site.url(), format!("file://{}", page.display()));
    let own = app.own_process()?;
    for address in [url, file] {
        let text = |text: String| text.into_bytes();
        let wide = |text: String| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (form, data) in [
            ("_NETSCAPE_URL", text(format!("{address}\nA bakery"))),
            ("text/x-moz-url", wide(format!("{address}\nA bakery"))),
            ("text/uri-list", text(format!("{address}\r\n"))),
            (
                "text/html",
                text(format!("<a href='{address}'>A bakery</a>")),
            ),
            ("text/plain", text(address.clone())),
        ] {
            // In the middle of the page, where no field is.
            drop_on_window_of(own, (550, 600), &Dragged { form, data }).await?;
            app.ensure_stays(&format!("{form} with {address}"), &site)
                .await?;
        }
    }
    app.picture("after").await?;
    app.ensure_works(&server, DIALECT).await
}
