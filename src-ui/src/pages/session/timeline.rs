//! What happened to the session lately, newest first and by day.

use ipc::{LogEntry, SessionLog};

use crate::{
    backend,
    components::{Card, Glyph, Segment, Shape},
    prelude::*,
    state::App,
    timeline::{Filter, Moment, What, moments},
    words,
};

/// The snapshot says when there is a new entry, and then the log is asked for anew: it is too long to travel with every
/// snapshot.
#[component(inline_props)]
pub(super) fn Timeline(app: App) -> View {
    let entries = create_signal(Vec::<LogEntry>::new());
    let filter = create_signal(Filter::All);
    let opened = create_signal(Vec::new());
    let newest = create_selector(move || {
        let seq = app
            .session
            .with(|session| session.as_ref().map_or(0, |it| it.log_seq));
        let server = app
            .server
            .with(|server| server.as_ref().map(|it| it.id.clone()));
        (server, seq)
    });
    let page = use_current_scope();
    let asked = create_signal(0_u64);
    on_mount(move || {
        create_effect(move || {
            newest.track();
            page.run_in(|| untrack(|| read(entries, asked)));
        });
    });
    let shown = create_selector(move || {
        let mut moments = entries.with(|entries| moments(entries));
        moments.retain(|moment| filter.get().shows(moment));
        moments
    });
    view! {
        Card(title=words::label::activity()) {
            Filters(filter=filter)
            div(class="timeline-days", data-testid="session-log") {
                (match shown.get_clone() {
                    none if none.is_empty() => {
                        let words = match filter.get() {
                            Filter::All => words::label::activity_empty(),
                            _ => words::label::filter_nothing(),
                        };
                        view! { p(class="card-text") { (words) } }
                    }
                    moments => days(&moments, opened).into(),
                })
            }
        }
    }
}

#[component(inline_props)]
fn Filters(filter: Signal<Filter>) -> View {
    let choices: Vec<View> = Filter::ALL
        .into_iter()
        .map(|one| {
            let (label, testid) = match one {
                Filter::All => (words::label::filter_all(), "session-all"),
                Filter::Renewals => (words::label::filter_renewals(), "session-renewals"),
                Filter::Problems => (words::label::filter_problems(), "session-problems"),
            };
            view! {
                Segment(
                    label=label,
                    chosen=move || filter.get() == one,
                    testid=testid,
                    on_choose=Box::new(move || filter.set(one)),
                )
            }
        })
        .collect();
    view! {
        div(class="segments segments-small", role="group", aria-label=words::label::filter()) { (choices) }
    }
}

/// A heading for each day, and what happened then.
fn days(moments: &[Moment], opened: Signal<Vec<u64>>) -> Vec<View> {
    let days = moments.chunk_by(|a, b| words::day(a.at) == words::day(b.at));
    days.map(|day| {
        let heading = words::day(day[0].at);
        let lines: Vec<View> = day
            .iter()
            .cloned()
            .map(|moment| view! { Line(moment=moment, opened=opened) })
            .collect();
        view! {
            h3(class="timeline-day") { (heading) }
            ol(class="timeline-lines") { (lines) }
        }
    })
    .collect()
}

/// One moment. What there is more to say of it is opened and closed; `opened` keeps that over the next entry.
#[component(inline_props)]
fn Line(moment: Moment, opened: Signal<Vec<u64>>) -> View {
    let (class, shape) = look(&moment);
    let (at, said) = (words::time_of_day(moment.at), words::moment_line(&moment));
    let details: Vec<View> = words::moment_details(&moment)
        .into_iter()
        .map(|(at, said)| {
            let at = words::moment(at);
            view! {
                li {
                    span(class="timeline-time") { (at) }
                    span { (said) }
                }
            }
        })
        .collect();
    let seq = moment.seq;
    let more = if details.is_empty() {
        view! {}
    } else {
        let is_open = untrack(|| opened.with(|opened| opened.contains(&seq)));
        view! {
            details(open=is_open) {
                summary(
                    data-testid="session-details",
                    on:click=move |_| {
                        opened.update_silent(|opened| {
                            match opened.iter().position(|it| *it == seq) {
                                Some(at) => drop(opened.swap_remove(at)),
                                None => opened.push(seq),
                            }
                        });
                    },
                ) { (words::label::details()) }
                ul(class="timeline-details") { (details) }
            }
        }
    };
    view! {
        li(class=class) {
            span(class="timeline-time") { (at) }
            span(class="timeline-sign") { Glyph(shape=shape) }
            div(class="timeline-said") {
                p { (said) }
                (more)
            }
        }
    }
}

/// Its colour and its sign, neither of which says anything that the words do not.
fn look(moment: &Moment) -> (&'static str, Shape) {
    if moment.is_problem() {
        let is_over = matches!(
            &moment.what,
            What::Outage {
                over_after_ms: Some(_),
                ..
            }
        );
        let class = if is_over {
            "timeline-line"
        } else {
            "timeline-line timeline-bad"
        };
        return (class, Shape::Warning);
    }
    match &moment.what {
        What::Refreshing | What::Refreshed { .. } => ("timeline-line", Shape::Reload),
        _ => ("timeline-line", Shape::Info),
    }
}

/// Of several answers under way the one that was asked for last counts.
fn read(entries: Signal<Vec<LogEntry>>, asked: Signal<u64>) {
    asked.set(asked.get() + 1);
    let mine = asked.get();
    spawn_local_scoped(async move {
        // No server is chosen any more, or the core is gone: the page says so elsewhere.
        if let Ok(log) = backend::call(SessionLog {}).await
            && asked.get_untracked() == mine
        {
            entries.set(log);
        }
    });
}
