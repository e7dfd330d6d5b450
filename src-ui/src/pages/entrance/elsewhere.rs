//! Log-in at a server that lets people in elsewhere: the ways there, and what stands here while somebody is on one. `in_browser`: in
//! their own browser; `on_device`: with a code, on another device.

mod in_browser;
mod on_device;
mod qr_figure;
mod waiting;

use ipc::{
    Command, Elsewhere, Error, OnDevice, SignInInBrowser, SignInOnDevice, SignInOutcome,
    SignOutInBrowser, SignsIn,
};

use self::{in_browser::InBrowserWaits, on_device::OnDeviceWaits, waiting::WAITS};
use super::{Failed, Remembering, server_name};
use crate::{
    backend, browser,
    components::BusyButton,
    prelude::*,
    state::{App, SignInForm},
    words,
};

const BEGIN: &str = "signin-browser";
const BEGIN_ON_DEVICE: &str = "signin-device";

/// What has the focus where the page opens.
pub(super) fn focused(app: App) -> &'static str {
    let is_waiting = untrack(|| app.elsewhere()).is_some();
    if is_waiting { WAITS } else { BEGIN }
}

/// What stands here, as far as it stays while the browser opens and time passes.
#[derive(Clone, PartialEq)]
enum Stands {
    Ways,
    InBrowser,
    OnDevice(OnDevice),
}

impl Stands {
    fn of(elsewhere: Option<Elsewhere>) -> Self {
        match elsewhere {
            None => Self::Ways,
            Some(Elsewhere::Browser(_)) => Self::InBrowser,
            Some(Elsewhere::Device(it)) => Self::OnDevice(OnDevice {
                expires_in_ms: 0,
                ..it
            }),
        }
    }
}

/// The ways, or what is waited for: the snapshot says which, so that it stands here after a reload as well.
#[component(inline_props)]
pub(super) fn ElsewhereForm(app: App, form: SignInForm) -> View {
    let stands = create_selector(move || Stands::of(app.elsewhere()));
    // Where whoever comes back goes on: the page itself has the focus where it opens.
    let back = create_signal(None);
    view! {
        (match stands.get_clone() {
            Stands::Ways => view! { Ways(app=app, form=form, back=*back) },
            Stands::InBrowser => {
                back.set(Some(BEGIN));
                view! { InBrowserWaits(app=app) }
            }
            Stands::OnDevice(shown) => {
                back.set(Some(BEGIN_ON_DEVICE));
                view! { OnDeviceWaits(app=app, shown=shown) }
            }
        })
    }
}

#[component(inline_props)]
fn Ways(app: App, form: SignInForm, back: ReadSignal<Option<&'static str>>) -> View {
    let server = create_selector(move || server_name(app));
    let offers_device = create_selector(move || {
        app.with_dialect(|it| it.is_some_and(|it| it.signs_in == SignsIn::InBrowserOrOnDevice))
    });
    // Told here, or before this page was.
    let failure =
        create_selector(move || form.failure.get_clone().or_else(|| app.failed_elsewhere()));
    // Which of the two turns.
    let by_device = create_signal(false);
    let device_busy = create_selector(move || form.busy.get() && by_device.get());
    let browser_busy = create_selector(move || form.busy.get() && !by_device.get());
    on_mount(move || back.get_untracked().into_iter().for_each(browser::focus));
    let go = move |to_device: bool| {
        if form.busy.get_untracked() {
            return;
        }
        by_device.set(to_device);
        let number = browser::now_ms();
        if to_device {
            begin(app, form, SignInOnDevice { number });
        } else {
            let comes_back = false;
            begin(app, form, SignInInBrowser { number, comes_back });
        }
    };
    view! {
        div(class="form") {
            p(class="form-intro") { (words::browser_intro(&server.get_clone())) }
            Remembering(app=app)
            Failed(failure=failure)
            div(class="form-ways") {
                BusyButton(
                    label=words::label::continue_in_browser(),
                    busy=browser_busy,
                    testid=BEGIN,
                    class="button button-primary button-wide",
                    on_press=Box::new(move || go(false)),
                )
                (if offers_device.get() {
                    view! {
                        BusyButton(
                            label=words::label::log_in_on_device(),
                            busy=device_busy,
                            testid=BEGIN_ON_DEVICE,
                            class="button button-quiet button-wide",
                            on_press=Box::new(move || go(true)),
                        )
                    }
                } else {
                    view! {}
                })
                LogOutThere(app=app)
            }
        }
    }
}

/// For whoever has just left: the browser would let the same person in again without a question.
#[component(inline_props)]
fn LogOutThere(app: App) -> View {
    let has_left = create_selector(move || app.ended().is_some());
    let busy = create_signal(false);
    view! {
        (if has_left.get() {
            view! {
                BusyButton(
                    label=words::label::log_out_in_browser(),
                    busy=*busy,
                    testid="signin-browser-leave",
                    class="button button-quiet button-wide",
                    on_press=Box::new(move || log_out_there(app, busy)),
                )
            }
        } else {
            view! {}
        })
    }
}

fn log_out_there(app: App, busy: Signal<bool>) {
    if busy.replace(true) {
        return;
    }
    App::spawn(async move {
        let outcome = backend::call(SignOutInBrowser {}).await;
        if busy.is_alive() {
            busy.set(false);
        }
        app.toast(match outcome {
            Ok(()) => words::label::logging_out_in_browser().to_owned(),
            Err(error) => words::failure(&error, 0),
        });
    });
}

fn begin(app: App, form: SignInForm, call: impl Command<Reply = SignInOutcome> + 'static) {
    form.failure.set(None);
    form.busy.set(true);
    // Not bound to this page's life: the person may look at another page until they are through.
    let outcome = backend::call(call);
    App::spawn(async move {
        let outcome = outcome.await;
        let known = app.take_snapshot().await;
        if !form.busy.is_alive() {
            return;
        }
        form.busy.set(false);
        match outcome.map(drop).and(known) {
            // Somebody is signed in, or has given it up.
            Ok(()) | Err(Error::Cancelled) => {}
            Err(error) => {
                app.announce(words::sign_in_failed(&error));
                app.doubt_kind(&error);
                form.failure.set(Some(error));
            }
        }
    });
}
