//! What a disk keeps, step by step, and who holds the right to refresh.

use std::sync::Arc;

use super::*;
use crate::{
    ground::{At, Dice, Timeline},
    server::Server,
    world::{Computer, Disk, Plan, Process},
};

/// A disk and two processes that share it.
fn world() -> Arc<Shared> {
    let mut dice = Dice::new(1);
    let plan = Plan::roll(&mut dice);
    let mut world = World::new(plan.clone(), dice, Timeline::new(false));
    world
        .servers
        .push(Server::new(0, plan.servers[0].clone(), 1));
    world.computers.push(Computer::new(true, 0));
    world
        .disks
        .push(Disk::new(0, 0, Duration::from_millis(5), 0));
    for _ in 0..2 {
        world.processes.push(Process::new(0, 0, 0, Duration::ZERO));
    }
    Arc::new(Shared::new(world))
}

fn vault(shared: &Arc<Shared>, process: ProcessId) -> SimVault {
    SimVault {
        shared: Arc::clone(shared),
        process,
        disk: 0,
    }
}

fn keeps(text: &str) -> Update {
    let record = Record::from(text.as_bytes().to_vec());
    Box::new(move |_| Change::Replace(record))
}

/// Lets the next thing happen. `false` when nothing is going to.
fn next(shared: &Shared) -> bool {
    let mut world = shared.world();
    let Some((at, due)) = world.agenda.pop() else {
        return false;
    };
    world.now = at;
    match due {
        Due::Decides(id) => {
            let decision = world.decide(id);
            drop(world);
            if let Some(decision) = decision {
                let change = (decision.update)(decision.kept);
                shared.world().decided(decision.errand, change);
            }
        }
        Due::Durable(id) => world.make_durable(id),
        Due::Returns(id) => drop(world.returns(id)),
        _ => {}
    }
    true
}

fn poll<T>(call: &mut Pin<Box<impl Future<Output = T> + ?Sized>>) -> Poll<T> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

fn settle<T>(shared: &Shared, mut call: Pin<Box<impl Future<Output = T> + ?Sized>>) -> T {
    loop {
        if let Poll::Ready(result) = poll(&mut call) {
            return result;
        }
        assert!(next(shared), "it never comes to its end");
    }
}

fn kept(shared: &Shared) -> Option<Vec<u8>> {
    let world = shared.world();
    let record = world.disks[0].record.as_ref();
    record.map(|record| record.expose().clone())
}

#[test]
fn what_is_kept_is_there_for_the_other_process() {
    let shared = world();
    assert_eq!(
        settle(&shared, vault(&shared, 0).update(keeps("a"))),
        Ok(())
    );
    let found = settle(&shared, vault(&shared, 1).load()).expect("it can be read");
    assert_eq!(
        found.map(|record| record.expose().clone()),
        Some(b"a".to_vec())
    );
}

#[test]
fn a_full_disk_keeps_the_old_record_and_a_damaged_one_is_replaced() {
    let shared = world();
    settle(&shared, vault(&shared, 0).update(keeps("a"))).expect("it is kept");
    shared.world().disks[0].is_full = true;
    let failed = settle(&shared, vault(&shared, 0).update(keeps("b")));
    assert_eq!(failed, Err(VaultError::NotWritten));
    assert_eq!(kept(&shared), Some(b"a".to_vec()));

    shared.world().disks[0].is_full = false;
    shared.world().disks[0].damage();
    let read = settle(&shared, vault(&shared, 1).load());
    assert_eq!(read.err(), Some(VaultError::Unreadable));
    settle(&shared, vault(&shared, 0).update(keeps("c"))).expect("it is kept");
    assert_eq!(kept(&shared), Some(b"c".to_vec()));
}

#[test]
fn after_a_crash_the_record_is_the_old_one_or_the_new_one() {
    let mut seen = Vec::new();
    for steps in 0..4 {
        let shared = world();
        settle(&shared, vault(&shared, 0).update(keeps("old"))).expect("it is kept");
        let mine = vault(&shared, 1);
        let mut call = mine.update(keeps("new"));
        assert!(poll(&mut call).is_pending());
        for _ in 0..steps {
            next(&shared);
        }
        shared.world().processes[1].is_alive = false;
        let dropped = shared.world().forsake(1);
        drop((call, dropped));
        while next(&shared) {}
        seen.push(kept(&shared).expect("a record"));
        // Whatever was under way, the next update is not held up by it.
        settle(&shared, vault(&shared, 0).update(keeps("next"))).expect("it is kept");
    }
    assert!(
        seen.iter()
            .all(|record| record == b"old" || record == b"new")
    );
    assert_eq!(seen.first().map(Vec::as_slice), Some(b"old".as_slice()));
    assert_eq!(seen.last().map(Vec::as_slice), Some(b"new".as_slice()));
}

#[test]
fn one_holds_the_right_to_refresh_and_whoever_waits_gets_it_when_it_is_let_go() {
    let shared = world();
    let (one, other) = (vault(&shared, 0), vault(&shared, 1));
    let held = settle(&shared, one.lock()).expect("it is free");
    let mut waiting = other.lock();
    while next(&shared) {}
    assert!(poll(&mut waiting).is_pending());
    while next(&shared) {}
    assert!(poll(&mut waiting).is_pending());
    drop(held);
    drop(settle(&shared, waiting).expect("it was let go"));
    assert!(shared.world().disks[0].lock_is_free());
}

#[test]
fn a_wait_for_the_right_that_is_given_up_holds_nobody_up() {
    let shared = world();
    let (one, other) = (vault(&shared, 0), vault(&shared, 1));
    for steps in 0..3 {
        let mut given_up = one.lock();
        assert!(poll(&mut given_up).is_pending());
        for _ in 0..steps {
            next(&shared);
        }
        drop(given_up);
        drop(settle(&shared, other.lock()).expect("it is free"));
        assert!(shared.world().disks[0].lock_is_free());
    }
}

#[test]
fn a_process_that_stands_still_decides_when_it_goes_on() {
    let shared = world();
    let mine = vault(&shared, 0);
    let mut call = mine.update(keeps("late"));
    assert!(poll(&mut call).is_pending());
    shared.world().processes[0].is_frozen = true;
    while next(&shared) {}
    assert_eq!(kept(&shared), None);
    let mut world = shared.world();
    world.processes[0].is_frozen = false;
    let put_off = std::mem::take(&mut world.processes[0].put_off);
    assert_eq!(put_off.len(), 1);
    world.agenda.add(At::default(), put_off[0]);
    drop(world);
    assert_eq!(settle(&shared, call), Ok(()));
    assert_eq!(kept(&shared), Some(b"late".to_vec()));
}
