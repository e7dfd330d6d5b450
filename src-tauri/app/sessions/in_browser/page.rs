//! The page that the browser shows at the end: in the app's look, without a script, and with nothing of elsewhere. It says
//! nothing of who or where: whoever comes to the address gets one.

use auth_core::Landing;
use ipc::Language;
use messages::Messages;

/// The window's meanings for light and dark (`src-ui/styles/tokens.css`), by what the browser prefers: it knows nothing of
/// what was chosen in the app.
const STYLE: &str = "\
:root{color-scheme:light dark;--ground:#f4f3ee;--surface:#ffffff;--line:#dcd9ce;--ink:#1c211f;--soft:#4c544f}\
@media(prefers-color-scheme:dark){:root{--ground:#131715;--surface:#1b201e;--line:#2d3532;--ink:#edf0ec;--soft:#b9c2bc}}\
*{box-sizing:border-box;margin:0}\
body{display:grid;min-height:100vh;place-items:center;padding:1.5rem;background:var(--ground);color:var(--ink);\
font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",\"Cantarell\",\"Ubuntu\",\"Noto Sans\",sans-serif}\
main{width:100%;max-width:26rem;padding:2rem;border:1px solid var(--line);border-radius:14px;background:var(--surface)}\
svg{display:block;width:3rem;height:3rem;margin-bottom:1.5rem}\
h1{margin-bottom:.5rem;font-size:1.25rem;font-weight:600;line-height:1.3;text-wrap:balance}\
p{color:var(--soft);text-wrap:pretty}";

const LOGO: &str = include_str!("../../../../icons/icon.svg");

/// The page for how a visit ended.
pub(super) fn page(say: Messages, landing: &Landing) -> String {
    let (title, text) = match landing {
        Landing::Done => (say.landing_done_title(), say.landing_done()),
        Landing::Declined => (say.landing_declined_title(), say.landing_declined()),
        _ => (say.landing_not_ours_title(), say.landing_not_ours()),
    };
    let language = match say.spoken() {
        Language::English => "en",
        Language::German => "de",
    };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} \u{2013} Latchkey</title>\
         <style>{STYLE}</style></head><body><main>{LOGO}<h1>{title}</h1><p>{text}</p></main></body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_in_the_persons_language_and_has_neither_a_script_nor_anything_of_elsewhere() {
        for language in Language::ALL {
            let say = Messages::of_language(language);
            for (landing, title) in [
                (Landing::Done, say.landing_done_title()),
                (Landing::Declined, say.landing_declined_title()),
                (Landing::NotOurs, say.landing_not_ours_title()),
            ] {
                let page = page(say, &landing);
                assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
                // The picture's parts name each other.
                let page = page
                    .replace("url(#", "")
                    .replace("http://www.w3.org/2000/svg", "");
                for active in [
                    "<script", "<img", "<link", "href", "src", "url(", "://", " on",
                ] {
                    assert!(!page.contains(active), "{active} in {page}");
                }
            }
        }
    }

    #[test]
    fn its_colours_are_the_windows() {
        let tokens = include_str!("../../../../src-ui/styles/tokens.css");
        let colours = STYLE.split('#').skip(1).map(|it| &it[..6]);
        for colour in colours {
            assert!(tokens.contains(&format!("#{colour};")), "#{colour}");
        }
    }
}
