//! What people do with the app, one journey each, in the order in which they run.
//!
//! A new journey goes to the room of what it is about, and gets a line at the end of the list, since the
//! pictures are numbered by it. May use all of the rig; nothing of the rig knows a journey.

mod attacks;
mod gallery;
mod keeping;
mod keyboard;
mod language;
mod requests;
mod settings;
mod shooting;
mod signing_in;
mod staying;
mod steps;

use std::time::Duration;

use demo_server::Dialect::{NBody, NCookie, SBody, SCookie};

use self::{
    attacks::{false_name, link_dropped, lying_server, native_question, page_script, raised},
    gallery::Leg,
    keeping::{
        damage, keychain, outsiders, quitting, remember, restart, second_start, several, traces,
    },
    requests::{bench, large, repeating, sending},
    signing_in::{
        bad_input, connect, custom, hostile, in_browser, known_servers, on_device, others_words,
        roles, second_step, sign_up, start,
    },
    staying::{
        board_size, ending, following, outage, page_dies, real_authority, real_server, refresh,
        watching,
    },
};
use super::{
    runner::{Journey, Steps},
    stage::{Stage, desktop::Keychain},
};

/// For one journey, so that nothing hangs. It takes a few seconds on an idle machine, and every step has a
/// limit of its own.
const LIMIT: Duration = Duration::from_mins(4);
/// For a journey that takes dozens of pictures, moves megabytes, or waits for lifetimes.
const PICTURES: Duration = Duration::from_mins(8);

/// For walks through all of the window, with hundreds of pictures.
const WALK: Duration = Duration::from_mins(40);
/// For those that read through all of the webview's memory, several times.
const MEMORY: Duration = Duration::from_mins(8);

/// All journeys. A journey's place here is the number of its pictures.
pub(crate) const JOURNEYS: &[Journey] = &[
    journey("first-start", |stage| Box::pin(start::first_start(stage))),
    journey("demo-troubles", |stage| {
        Box::pin(start::demo_troubles(stage))
    }),
    journey("connect-n-body", |stage| {
        Box::pin(start::connect(stage, NBody))
    }),
    journey("connect-n-cookie", |stage| {
        Box::pin(start::connect(stage, NCookie))
    }),
    journey("connect-s-body", |stage| {
        Box::pin(start::connect(stage, SBody))
    }),
    journey("connect-s-cookie", |stage| {
        Box::pin(start::connect(stage, SCookie))
    }),
    journey("start-from-a-script", |stage| {
        Box::pin(start::from_a_script(stage))
    }),
    journey("start-from-a-file", |stage| {
        Box::pin(start::described_by_a_file(stage))
    }),
    journey("sign-up", |stage| Box::pin(sign_up::sign_up(stage))),
    journey("roles-n-body", |stage| Box::pin(roles::roles(stage, NBody))),
    journey("roles-s-cookie", |stage| {
        Box::pin(roles::roles(stage, SCookie))
    }),
    journey("refresh-n-body", |stage| {
        Box::pin(refresh::refresh(stage, NBody))
    }),
    journey("refresh-s-cookie", |stage| {
        Box::pin(refresh::refresh(stage, SCookie))
    }),
    journey("lifetimes-of-seconds", |stage| {
        Box::pin(refresh::lifetimes_of_seconds(stage))
    }),
    journey("revoked-n-body", |stage| {
        Box::pin(ending::revoked(stage, NBody))
    }),
    journey("revoked-s-cookie", |stage| {
        Box::pin(ending::revoked(stage, SCookie))
    }),
    journey("not-refreshable", |stage| {
        Box::pin(ending::not_refreshable(stage))
    }),
    journey("expired", |stage| Box::pin(ending::expired(stage))),
    journey("outage", |stage| Box::pin(outage::outage(stage))),
    journey("sign-out-offline", |stage| {
        Box::pin(outage::sign_out_offline(stage))
    }),
    journey("bad-input", |stage| Box::pin(bad_input::bad_input(stage))),
    journey("servers", |stage| Box::pin(settings::servers(stage))),
    journey("appearance", |stage| Box::pin(settings::appearance(stage))),
    journey("diagnostics", |stage| {
        Box::pin(settings::diagnostics(stage))
    }),
    journey("damaged-settings", |stage| {
        Box::pin(settings::damaged(stage))
    }),
    journey("custom-server", |stage| {
        Box::pin(custom::custom_server(stage))
    }),
    journey("custom-bad-json", |stage| Box::pin(custom::bad_json(stage))),
    journey("ahead-of-time", |stage| {
        Box::pin(watching::ahead_of_time(stage))
    }),
    journey("what-happened", |stage| {
        Box::pin(watching::what_happened(stage))
    }),
    journey("restart-n-body", |stage| {
        Box::pin(restart::restart(stage, NBody))
    }),
    journey("restart-n-cookie", |stage| {
        Box::pin(restart::restart(stage, NCookie))
    }),
    journey("restart-s-body", |stage| {
        Box::pin(restart::restart(stage, SBody))
    }),
    journey("restart-s-cookie", |stage| {
        Box::pin(restart::restart(stage, SCookie))
    }),
    journey("restart-expired", |stage| {
        Box::pin(restart::expired_meanwhile(stage))
    }),
    journey("restart-refused", |stage| {
        Box::pin(restart::refused_meanwhile(stage))
    }),
    journey("remember-off", |stage| Box::pin(remember::off(stage))),
    journey("remember-off-and-on", |stage| {
        Box::pin(remember::off_and_on(stage))
    }),
    Journey {
        keychain: Keychain::Absent,
        ..journey("no-keychain", |stage| Box::pin(keychain::absent(stage)))
    },
    journey("locked-keychain", |stage| Box::pin(keychain::locked(stage))),
    journey("several-servers", |stage| Box::pin(several::servers(stage))),
    journey("damaged-session", |stage| Box::pin(damage::session(stage))),
    journey("settings-torn", |stage| Box::pin(damage::settings(stage))),
    Journey {
        limit: MEMORY,
        ..journey("nothing-in-clear-s-body", |stage| {
            Box::pin(traces::nothing_in_clear(stage, SBody))
        })
    },
    Journey {
        limit: MEMORY,
        ..journey("nothing-in-clear-s-cookie", |stage| {
            Box::pin(traces::nothing_in_clear(stage, SCookie))
        })
    },
    journey("second-start", |stage| {
        Box::pin(second_start::second_start(stage))
    }),
    Journey {
        limit: WALK,
        ..journey("gallery", |stage| {
            Box::pin(gallery::gallery(stage, Leg::Demo))
        })
    },
    journey("quit-left-nowhere", |stage| {
        Box::pin(quitting::left_nowhere(stage))
    }),
    journey("quit-kept", |stage| Box::pin(quitting::kept(stage))),
    journey("quit-in-a-hurry", |stage| {
        Box::pin(quitting::in_a_hurry(stage))
    }),
    journey("quit-slowly", |stage| Box::pin(quitting::slowly(stage))),
    journey("not-taken", |stage| Box::pin(ending::not_taken(stage))),
    journey("another-keyring", |stage| {
        Box::pin(keychain::another(stage))
    }),
    journey("roles-followed", |stage| Box::pin(following::roles(stage))),
    journey("another-kind", |stage| {
        Box::pin(following::another_kind(stage))
    }),
    journey("names-of-others", |stage| {
        Box::pin(others_words::names(stage))
    }),
    journey("server-fails", |stage| {
        Box::pin(others_words::failures(stage))
    }),
    journey("second-start-asks", |stage| {
        Box::pin(second_start::asks_for_a_server(stage))
    }),
    journey("second-start-in-vain", |stage| {
        Box::pin(second_start::in_vain(stage))
    }),
    journey("command-line", |stage| {
        Box::pin(hostile::command_line(stage))
    }),
    journey("no-display", |stage| Box::pin(hostile::no_display(stage))),
    journey("no-folder", |stage| Box::pin(hostile::no_folder(stage))),
    journey("settings-out-of-reach", |stage| {
        Box::pin(hostile::settings_out_of_reach(stage))
    }),
    journey("page-dies", |stage| Box::pin(page_dies::once(stage))),
    journey("page-dies-at-sign-in", |stage| {
        Box::pin(page_dies::at_sign_in(stage))
    }),
    journey("page-dies-again", |stage| {
        Box::pin(page_dies::again_and_again(stage))
    }),
    journey("page-dies-at-any-moment", |stage| {
        Box::pin(page_dies::at_any_moment(stage))
    }),
    Journey {
        keychain: Keychain::Absent,
        ..journey("display-dies", |stage| {
            Box::pin(hostile::display_dies(stage))
        })
    },
    journey("gallery-not-taken", |stage| {
        Box::pin(gallery::gallery(stage, Leg::NotTaken))
    }),
    journey("loader-dies", |stage| Box::pin(page_dies::loader(stage))),
    journey("attack-other-user", |stage| {
        Box::pin(outsiders::files(stage))
    }),
    journey("attack-dump", |stage| Box::pin(outsiders::dump(stage))),
    Journey {
        limit: MEMORY,
        ..journey("attack-typed-password", |stage| {
            Box::pin(traces::typed_password(stage))
        })
    },
    journey("attack-echoes", |stage| {
        Box::pin(lying_server::echoes(stage))
    }),
    journey("attack-descriptions", |stage| {
        Box::pin(lying_server::descriptions(stage))
    }),
    journey("attack-native-question", |stage| {
        Box::pin(native_question::native_question(stage))
    }),
    journey("attack-scan", |stage| {
        Box::pin(native_question::scan(stage))
    }),
    journey("attack-board-size", |stage| {
        Box::pin(board_size::board_size(stage))
    }),
    journey("attack-link-dropped", |stage| {
        Box::pin(link_dropped::link_dropped(stage))
    }),
    journey("attack-page-script", |stage| {
        Box::pin(page_script::page_script(stage))
    }),
    journey("attack-raised", |stage| Box::pin(raised::raised(stage))),
    journey("attack-false-name", |stage| {
        Box::pin(false_name::false_name(stage))
    }),
    journey("known-servers", |stage| {
        Box::pin(known_servers::known_servers(stage))
    }),
    journey("known-servers-settings", |stage| {
        Box::pin(known_servers::settings(stage))
    }),
    journey("second-step", |stage| {
        Box::pin(second_step::second_step(stage))
    }),
    journey("described-pages", |stage| {
        Box::pin(second_step::pages(stage))
    }),
    journey("no-pages", |stage| Box::pin(second_step::no_pages(stage))),
    journey("german", |stage| Box::pin(language::german(stage))),
    journey("real-drf-simplejwt", |stage| {
        Box::pin(real_server::at(stage, "drf-simplejwt"))
    }),
    journey("real-flask-jwt-cookies", |stage| {
        Box::pin(real_server::at(stage, "flask-jwt-cookies"))
    }),
    journey("real-flask-login", |stage| {
        Box::pin(real_server::at(stage, "flask-login"))
    }),
    journey("keyboard", |stage| Box::pin(keyboard::keyboard(stage))),
    journey("large-text", |stage| Box::pin(keyboard::large_text(stage))),
    journey("ended-while-hidden", |stage| {
        Box::pin(ending::while_hidden(stage))
    }),
    Journey {
        limit: PICTURES,
        ..journey("requests", |stage| Box::pin(sending::sending(stage)))
    },
    journey("requests-repeating-s-cookie", |stage| {
        Box::pin(repeating::repeating(stage, SCookie))
    }),
    journey("requests-repeating-n-body", |stage| {
        Box::pin(repeating::repeating(stage, NBody))
    }),
    Journey {
        limit: PICTURES,
        ..journey("requests-large", |stage| Box::pin(large::large(stage)))
    },
    Journey {
        limit: PICTURES,
        ..journey("connect", |stage| Box::pin(connect::two_steps(stage)))
    },
    journey("a11y", |stage| Box::pin(gallery::a11y_in_short(stage))),
    walk("screens", |stage| Box::pin(gallery::screens(stage))),
    walk("whole-a11y", |stage| Box::pin(gallery::a11y(stage))),
    Journey {
        limit: PICTURES,
        only_by_name: true,
        ..journey("bench-requests", |stage| Box::pin(bench::bench(stage)))
    },
    Journey {
        limit: PICTURES,
        ..journey("browser-log-in", |stage| {
            Box::pin(in_browser::sign_in(stage))
        })
    },
    Journey {
        limit: PICTURES,
        ..journey("browser-turned-down", |stage| {
            Box::pin(in_browser::turned_down(stage))
        })
    },
    Journey {
        limit: PICTURES,
        ..journey("browser-comes-back", |stage| {
            Box::pin(in_browser::comes_back(stage))
        })
    },
    Journey {
        limit: PICTURES,
        ..journey("browser-absent", |stage| {
            Box::pin(in_browser::without_browser(stage))
        })
    },
    journey("device-log-in", |stage| {
        Box::pin(on_device::approved(stage))
    }),
    journey("device-denied", |stage| Box::pin(on_device::denied(stage))),
    journey("device-cancelled", |stage| {
        Box::pin(on_device::cancelled(stage))
    }),
    journey("device-expired", |stage| {
        Box::pin(on_device::expired(stage))
    }),
    journey("gallery-in-browser", |stage| {
        Box::pin(gallery::gallery(stage, Leg::InBrowser))
    }),
    Journey {
        limit: PICTURES,
        ..journey("real-oidc-provider", |stage| {
            Box::pin(real_authority::session(stage))
        })
    },
];

/// Walks through all of the window, for `cargo xtask screens` and `cargo xtask a11y`: a run that names nothing goes without.
const fn walk(name: &'static str, run: for<'a> fn(&'a Stage) -> Steps<'a>) -> Journey {
    Journey {
        limit: WALK,
        only_by_name: true,
        ..journey(name, run)
    }
}

const fn journey(name: &'static str, run: for<'a> fn(&'a Stage) -> Steps<'a>) -> Journey {
    Journey {
        name,
        run,
        limit: LIMIT,
        keychain: Keychain::Unlocked,
        only_by_name: false,
    }
}
