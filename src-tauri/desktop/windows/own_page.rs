//! The one page that the window may show: the app's own.
//!
//! The window has no address bar. Any other page in it could ask for the password as ours does, and would hear the
//! session's events, which go to whatever the window shows. So nothing leads it elsewhere: no link, no script, nothing
//! that is dropped on it; no other window is opened, no file is downloaded, and no permission is given.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{
    AppHandle, Config, Url, WebviewWindowBuilder, Wry,
    utils::config::{Csp, CspDirectiveSources},
    webview::{NewWindowResponse, PermissionResponse},
};

type Builder<'a> = WebviewWindowBuilder<'a, Wry, AppHandle>;

/// Where the app's own page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnPage {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl OwnPage {
    /// A development build shows what the development server has, and every other one what it contains.
    pub(super) fn of(config: &Config) -> Self {
        let served = config.build.dev_url.as_ref().filter(|_| tauri::is_dev());
        served.map_or_else(Self::contained, Self::served)
    }

    /// As Tauri serves what is in the app, on this system.
    fn contained() -> Self {
        let (scheme, host, port) = if cfg!(windows) {
            ("http", "tauri.localhost", Some(80))
        } else {
            ("tauri", "localhost", None)
        };
        Self {
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            port,
        }
    }

    fn served(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
        }
    }

    /// Whether this is an address of it. Addresses that hold no host, as `data:` and `blob:` have it, are of nobody, and
    /// one with a name in it is made to look like something that it is not.
    fn covers(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(&self.host)
            && url.port_or_known_default() == self.port
            && url.username().is_empty()
            && url.password().is_none()
    }

    fn admits(&self, url: &Url) -> bool {
        let covers = self.covers(url);
        if !covers {
            note_refusal();
        }
        covers
    }

    /// Keeps a window that is about to be made at it, as far as Tauri asks.
    pub(super) fn hold<'a>(&self, window: Builder<'a>) -> Builder<'a> {
        let own = self.clone();
        window
            .on_navigation(move |url| own.admits(url))
            .on_new_window(|_, _| {
                note_refusal();
                NewWindowResponse::Deny
            })
            .on_download(|_, _| false)
            .on_permission_request(|_, _| PermissionResponse::Deny)
    }

    /// Keeps it there, as far as Tauri does not ask. What it asks about is all that leads a window elsewhere on the other
    /// systems; a frame in the page is the content security policy's to refuse.
    #[cfg(target_os = "linux")]
    pub(super) fn hold_further(&self, window: &tauri::WebviewWindow) -> tauri::Result<()> {
        system::hold(self.clone(), window)
    }
}

/// Takes out of the content security policy what this system does not need of it. Calls reach the core by a scheme of their
/// own, or by a host on Windows that the webview answers for; elsewhere that host is one of the network's.
pub(in crate::desktop) fn narrow(config: &mut Config) {
    let unneeded = if cfg!(windows) {
        "ipc:"
    } else {
        "http://ipc.localhost"
    };
    if let Some(Csp::DirectiveMap(policy)) = &mut config.app.security.csp
        && let Some(CspDirectiveSources::List(sources)) = policy.get_mut("connect-src")
    {
        sources.retain(|source| source != unneeded);
    }
}

/// Once a run: a script can try without end. Without the address, which may hold what nobody is to read.
fn note_refusal() {
    static IS_NOTED: AtomicBool = AtomicBool::new(false);
    if !IS_NOTED.swap(true, Ordering::Relaxed) {
        tracing::warn!("the window was led elsewhere, and stays");
    }
}

/// Tauri lets by what it cannot read as an address, and does not ask about windows before they are about to be made.
/// Whatever comes by here it has not decided on.
#[cfg(target_os = "linux")]
mod system {
    use tauri::{Url, WebviewWindow};
    use webkit2gtk::{
        PolicyDecision, PolicyDecisionExt as _, PolicyDecisionType, ResponsePolicyDecision,
        ResponsePolicyDecisionExt as _, URIRequestExt as _, WebViewExt as _, glib::Cast as _,
    };

    use super::OwnPage;

    pub(super) fn hold(own: OwnPage, window: &WebviewWindow) -> tauri::Result<()> {
        window.with_webview(move |webview| {
            webview
                .inner()
                .connect_decide_policy(move |_, decision, kind| {
                    let is_own_answer = kind == PolicyDecisionType::Response
                        && address(decision).is_some_and(|url| own.covers(&url));
                    if !is_own_answer {
                        super::note_refusal();
                        decision.ignore();
                    }
                    !is_own_answer
                });
        })
    }

    fn address(decision: &PolicyDecision) -> Option<Url> {
        let decision = decision.downcast_ref::<ResponsePolicyDecision>()?;
        decision.request()?.uri()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = include_str!("../../../tauri.conf.json");

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    fn contained() -> OwnPage {
        OwnPage {
            scheme: "tauri".to_owned(),
            host: "localhost".to_owned(),
            port: None,
        }
    }

    #[test]
    fn the_page_has_what_it_needs_and_no_way_to_the_network() {
        let mut config: Config = serde_json::from_str(CONFIG).unwrap();
        narrow(&mut config);
        let policy = config.app.security.csp.map(|policy| policy.to_string());
        let mut rules: Vec<_> = policy.iter().flat_map(|it| it.split("; ")).collect();
        rules.sort_unstable();
        let calls = if cfg!(windows) {
            "connect-src 'self' http://ipc.localhost"
        } else {
            "connect-src 'self' ipc:"
        };
        let expected = [
            "base-uri 'none'",
            calls,
            "default-src 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "img-src 'self' blob:",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
        ];
        assert_eq!(rules, expected);
        assert!(config.app.security.freeze_prototype);
        assert!(config.app.windows.iter().all(|it| !it.drag_drop_enabled));
    }

    #[test]
    fn what_the_app_contains_is_its_own_and_nothing_that_looks_like_it() {
        for own in [
            "tauri://localhost",
            "tauri://localhost/",
            "tauri://localhost/index.html?x#/signin",
            "TAURI://localhost/",
        ] {
            assert!(contained().covers(&url(own)), "{own}");
        }
        for other in [
            "tauri://localhost.example.org/",
            "tauri://localhostess/",
            "tauri://local/",
            "tauri://example.org/tauri://localhost/",
            "tauri://localhost:80/",
            "tauri://localhost:1420/",
            "tauri://localhost@example.org/",
            "tauri://me@localhost/",
            "tauri://me:secret@localhost/",
            "tauri://:secret@localhost/",
            "tauri://LOCALHOST/",
            "tauri:localhost",
            "tauri:/localhost/",
            "tauri:///localhost/",
            "tauri://",
            "tauri2://localhost/",
            "http://localhost/",
            "https://tauri.localhost/",
            "ipc://localhost/",
            "asset://localhost/etc/hostname",
            "about:blank",
            "about:srcdoc",
            "data:text/html,tauri://localhost/",
            "blob:tauri://localhost/4711",
            "javascript:tauri://localhost/",
            "view-source:tauri://localhost/",
            "file:///etc/hostname",
            "file://localhost/etc/hostname",
        ] {
            assert!(!contained().covers(&url(other)), "{other}");
        }
    }

    #[test]
    fn what_a_development_server_has_is_the_apps_own_and_nothing_beside_it() {
        let served = OwnPage::served(&url("http://127.0.0.1:1420"));
        for own in [
            "http://127.0.0.1:1420/",
            "HTTP://127.0.0.1:1420/index.html#/signin",
            "http://0x7f.1:1420/",
        ] {
            assert!(served.covers(&url(own)), "{own}");
        }
        for other in [
            "http://127.0.0.1/",
            "http://127.0.0.1:1421/",
            "http://127.0.0.1:14200/",
            "https://127.0.0.1:1420/",
            "http://127.0.0.1:1420@example.org/",
            "http://me@127.0.0.1:1420/",
            "http://127.0.0.1.example.org:1420/",
            "http://localhost:1420/",
            "ws://127.0.0.1:1420/",
            "tauri://localhost/",
            "blob:http://127.0.0.1:1420/4711",
        ] {
            assert!(!served.covers(&url(other)), "{other}");
        }
    }

    #[test]
    fn where_the_scheme_has_a_port_of_its_own_only_that_one_is_the_apps() {
        let served = OwnPage::served(&url("http://tauri.localhost"));
        for (other, is_own) in [
            ("http://tauri.localhost/", true),
            ("http://tauri.localhost:80/", true),
            ("http://TAURI.localhost/", true),
            ("http://tauri.localhost./", false),
            ("http://tauri.localhost:8080/", false),
            ("http://tauri.localhost.example.org/", false),
            ("http://xtauri.localhost/", false),
            ("http://ipc.localhost/", false),
        ] {
            assert_eq!(served.covers(&url(other)), is_own, "{other}");
        }
    }
}
