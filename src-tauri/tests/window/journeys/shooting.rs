//! Pictures of a screen in every size and theme, with nothing cut off in any.

use std::path::Path;

use serde_json::json;

use crate::window::{
    app::App,
    failure::{Outcome, ensure},
    wait::{STEP, until},
};

const SIZES: [(u32, u32); 2] = [(900, 640), (1400, 900)];
const THEMES: [&str; 2] = ["light", "dark"];

impl App {
    /// The page must not be wider than the window, nor may an element reach out of it.
    pub(super) async fn ensure_nothing_is_cut_off(&self, screen: &str, width: u32) -> Outcome {
        let script = "const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) return `the page, ${root.scrollWidth} wide`;
        const out = [...document.querySelectorAll('body *')].find(it => {
            const { left, right, width } = it.getBoundingClientRect();
            return width > 1 && getComputedStyle(it).position !== 'absolute'
                && it.checkVisibility() && (right > root.clientWidth + 1 || left < -1);
        });
        return out ? `<${out.tagName.toLowerCase()} class=\"${out.className}\">` : null";
        let out = self.run(script).await?;
        ensure!(
            out.is_null(),
            "on `{screen}` at a width of {width}, {out} reaches out of the window"
        );
        Ok(())
    }

    /// Takes the screen as it stands in every size and theme.
    pub(super) async fn shoot(&self, folder: &Path, screen: &str) -> Outcome {
        self.keep_page(screen).await?;
        for (width, height) in SIZES {
            self.resize(width, height).await?;
            self.ensure_nothing_is_cut_off(screen, width).await?;
            for theme in THEMES {
                let script = "document.documentElement.dataset.theme = arguments[0]";
                self.run_with(script, vec![json!(theme)]).await?;
                let file = format!("{screen}-{width}x{height}-{theme}.png");
                self.picture_at(&folder.join(file)).await?;
            }
        }
        self.run("delete document.documentElement.dataset.theme")
            .await
            .map(drop)
    }

    /// Makes the window's inside this large.
    pub(super) async fn resize(&self, width: u32, height: u32) -> Outcome {
        self.client.set_window_rect(0, 0, width, height).await?;
        let script = "return [innerWidth, innerHeight]";
        until(
            &format!("the window is {width} wide and {height} high"),
            STEP,
            async || Ok((self.run(script).await? == json!([width, height])).then_some(())),
        )
        .await
    }
}
