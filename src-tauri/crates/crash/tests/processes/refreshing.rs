//! The right to refresh, and what becomes of it when its holder dies, stops or wakes up again.

use std::time::{Duration, Instant};

use crash::{Death, Opening, Order, Report, Side, Step};
use demo_server::{Endpoint, Fault, Times};

use crate::{actor::Actor, place::Place};

/// Far below every deadline that somebody could have waited for.
const AT_ONCE: Duration = Duration::from_secs(15);

#[test]
fn eight_processes_that_find_the_access_token_expired_at_once_cost_one_refresh() {
    let place = Place::new();
    place.first().kill();
    let mut eight: Vec<_> = (0..8).map(|_| place.another()).collect();
    place.expire();
    place.control.fault(
        Endpoint::Refresh,
        Fault::Delay(Duration::from_millis(200)),
        Times::Always,
    );
    for process in &mut eight {
        process.ask();
    }
    for process in &eight {
        process.is_served();
    }
    assert_eq!(place.control.calls(Endpoint::Refresh), 1);
    let told: Vec<_> = eight.iter_mut().map(Actor::told).collect();
    assert!(told.windows(2).all(|two| two[0].access == two[1].access));
    assert_eq!(told.iter().map(|told| told.refreshes).sum::<u64>(), 1);
    assert_eq!(told.iter().map(|told| told.adopted).sum::<u64>(), 7);
}

#[test]
fn the_holder_of_the_right_to_refresh_is_killed_and_another_refreshes_at_once() {
    let place = Place::new();
    let mut holder = place.first();
    let mut other = place.another();
    place.expire();
    // The server has not acted: the same refresh token is still the one.
    place.next_refresh_meets(Fault::Hang);
    holder.ask();
    place.until_asked(Endpoint::Refresh, 1);
    other.ask();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(
        place.control.calls(Endpoint::Refresh),
        1,
        "it waits its turn"
    );
    holder.kill();
    let killed = Instant::now();
    other.is_served();
    assert!(killed.elapsed() < AT_ONCE, "{:?}", killed.elapsed());
    assert_eq!(place.control.calls(Endpoint::Refresh), 2);
}

#[test]
fn a_holder_that_is_killed_after_the_server_has_rotated_its_token_costs_nobody_the_session() {
    let place = Place::new();
    let mut holder = place.first();
    let mut other = place.another();
    place.expire();
    // The server has acted, nobody has the answer, and the holder's own second try hangs.
    for fault in [Fault::DropAfter, Fault::Hang] {
        place.next_refresh_meets(fault);
    }
    holder.ask();
    place.until_asked(Endpoint::Refresh, 2);
    holder.kill();
    let killed = Instant::now();
    other.ask();
    other.is_served();
    assert!(killed.elapsed() < AT_ONCE, "{:?}", killed.elapsed());
    assert_eq!(place.control.calls(Endpoint::Refresh), 3);
    assert_eq!(place.control.calls(Endpoint::SignIn), 0);
}

#[test]
fn a_process_that_is_frozen_past_its_deadline_adopts_what_another_refreshed_meanwhile() {
    let place = Place::new();
    place.first().kill();
    let impatient = Opening {
        refresh_deadline: Some(Duration::from_millis(500)),
        lock_deadline: Some(Duration::from_millis(700)),
        ..place.opening()
    };
    let mut sleeper = Actor::with_session(impatient.clone());
    let mut other = Actor::with_session(impatient);
    place.expire();
    place.next_refresh_meets(Fault::Hang);
    sleeper.ask();
    place.until_asked(Endpoint::Refresh, 1);
    sleeper.freeze();
    other.ask();
    other.is_served();
    assert_eq!(
        place.control.calls(Endpoint::Refresh),
        2,
        "it goes on without the right"
    );
    sleeper.thaw();
    // Its own refresh is long over its deadline, so this one request fails; the session does not, and the
    // next load of the file, a second later at most, finds what the other has refreshed.
    sleeper.answer();
    let until = Instant::now() + AT_ONCE;
    while sleeper.told().adopted == 0 {
        assert!(Instant::now() < until, "it adopts nothing");
        std::thread::sleep(Duration::from_millis(20));
    }
    sleeper.ask();
    sleeper.is_served();
    other.ask();
    other.is_served();
    let (slept, went_on) = (sleeper.told(), other.told());
    assert_eq!(slept.access, went_on.access);
    assert_eq!((slept.last_end, went_on.last_end), (None, None));
    assert_eq!(slept.adopted, 1);
    assert_eq!(place.control.calls(Endpoint::SignIn), 0);
    assert_eq!(place.control.calls(Endpoint::Refresh), 2);
    let mut heir = place.another();
    heir.tell(&Order::Refresh);
    assert_eq!(heir.answer(), Report::Refreshed, "what is kept is good");
}

#[test]
fn a_process_that_is_frozen_with_its_answer_on_the_way_undoes_nothing() {
    let place = Place::new();
    place.first().kill();
    let mut sleeper = place.another();
    let mut other = Actor::with_session(Opening {
        lock_deadline: Some(Duration::from_millis(400)),
        ..place.opening()
    });
    place.expire();
    place.next_refresh_meets(Fault::Delay(Duration::from_millis(200)));
    sleeper.ask();
    place.until_asked(Endpoint::Refresh, 1);
    sleeper.freeze();
    other.ask();
    other.is_served();
    // One more generation: what the sleeper is given is old by the time that it reads it.
    other.tell(&Order::Refresh);
    assert_eq!(other.answer(), Report::Refreshed);
    sleeper.thaw();
    sleeper.is_served();
    other.ask();
    other.is_served();
    let (slept, went_on) = (sleeper.told(), other.told());
    assert_eq!((slept.last_end, went_on.last_end), (None, None));
    let mut heir = place.another();
    assert_eq!(heir.told().access, went_on.access, "the newest is kept");
    heir.tell(&Order::Refresh);
    assert_eq!(heir.answer(), Report::Refreshed);
}

#[test]
fn a_process_that_is_frozen_and_refused_when_it_wakes_adopts_what_another_refreshed() {
    let place = Place::new();
    place.first().kill();
    // It has loaded what is kept, and stops just before it asks the server.
    let mut sleeper = Actor::with_session(Opening {
        freezes: true,
        ..place.opening()
    });
    let mut other = Actor::with_session(Opening {
        lock_deadline: Some(Duration::from_millis(400)),
        ..place.opening()
    });
    place.control.expire_access();
    sleeper.ask();
    sleeper.until_frozen();
    other.ask();
    other.is_served();
    let refusal = Fault::Status {
        status: 403,
        headers: Vec::new(),
        body: r#"{"message":"Refresh token is not in database!"}"#.into(),
    };
    place.next_refresh_meets(refusal);
    sleeper.thaw();
    sleeper.is_served();
    let (slept, went_on) = (sleeper.told(), other.told());
    assert_eq!(
        (slept.refreshes, slept.adopted),
        (1, 1),
        "asked, and refused"
    );
    assert_eq!((slept.last_end, went_on.last_end), (None, None));
    assert_eq!(slept.access, went_on.access);
    other.ask();
    other.is_served();
}

#[test]
fn a_process_that_is_killed_while_it_holds_the_file_is_in_nobodys_way() {
    let place = Place::new();
    let mut first = place.first();
    for side in [Side::After, Side::Before] {
        for step in [Step::LockUpdate, Step::Write, Step::Rename] {
            let mut doomed = Actor::with_session(Opening {
                death: Some(Death::new(side, step, 1)),
                ..place.opening()
            });
            doomed.tell(&Order::Refresh);
            doomed.until_dead();
            let died = Instant::now();
            first.tell(&Order::Refresh);
            assert_eq!(
                first.answer(),
                Report::Refreshed,
                "{side:?} {}",
                step.code()
            );
            first.ask();
            first.is_served();
            assert!(died.elapsed() < AT_ONCE, "{:?}", died.elapsed());
            assert!(!place.file("session.new").exists());
        }
    }
}
