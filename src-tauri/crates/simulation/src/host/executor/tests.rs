//! Order, freezing, crashing and stalling.

use std::{
    future::poll_fn,
    sync::atomic::{AtomicUsize, Ordering},
    task::Poll,
};

use super::*;

fn yields(log: &Arc<Mutex<Vec<u32>>>, name: u32) -> Task {
    let log = Arc::clone(log);
    Box::pin(async move {
        for _ in 0..3 {
            log.lock().expect("the log").push(name);
            let mut first = true;
            poll_fn(|cx| {
                if std::mem::take(&mut first) {
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Ready(())
            })
            .await;
        }
    })
}

fn order(seed: u64) -> Vec<u32> {
    let (mut executor, mut dice) = (Executor::default(), Dice::new(seed));
    let log: Arc<Mutex<Vec<u32>>> = Arc::default();
    for name in 0..4 {
        executor.spawn(0, false, yields(&log, name));
    }
    while executor.step(&mut dice, 0).is_some() {}
    drop(executor);
    log.lock().expect("the log").split_off(0)
}

#[test]
fn the_seed_decides_the_order_and_nothing_else_does() {
    assert_eq!(order(3), order(3));
    assert!((0..20).any(|seed| order(seed) != order(3)));
    assert_eq!(order(3).len(), 12);
}

#[test]
fn a_frozen_process_stands_still_and_goes_on_when_it_is_thawed() {
    let (mut executor, mut dice) = (Executor::default(), Dice::new(1));
    let log = Arc::default();
    executor.spawn(0, false, yields(&log, 0));
    executor.spawn(1, false, yields(&log, 1));
    executor.freeze(0);
    while executor.step(&mut dice, 0).is_some() {}
    assert_eq!(*log.lock().expect("the log"), [1, 1, 1]);
    executor.thaw(0);
    while executor.step(&mut dice, 0).is_some() {}
    assert_eq!(*log.lock().expect("the log"), [1, 1, 1, 0, 0, 0]);
}

#[test]
fn a_crash_drops_what_a_process_had_and_what_it_spawns_in_its_last_moment() {
    struct SpawnsWhenDropped(SimSpawn, Arc<AtomicUsize>);
    impl Drop for SpawnsWhenDropped {
        fn drop(&mut self) {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0.spawn(Box::pin(async {}));
        }
    }
    let (mut executor, mut dice) = (Executor::default(), Dice::new(1));
    let drops = Arc::new(AtomicUsize::new(0));
    let last = SpawnsWhenDropped(executor.spawner(0), Arc::clone(&drops));
    executor.spawn(
        0,
        false,
        Box::pin(async move {
            let _last = last;
            std::future::pending::<()>().await;
        }),
    );
    while executor.step(&mut dice, 0).is_some() {}
    assert_eq!(executor.alive(0), 1);
    executor.crash(0);
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    assert_eq!(executor.alive(0), 0);
    assert_eq!(executor.step(&mut dice, 0), None);
}

#[test]
fn a_task_that_is_woken_twice_is_polled_once() {
    let (mut executor, mut dice) = (Executor::default(), Dice::new(1));
    let polls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&polls);
    executor.spawn(
        0,
        false,
        Box::pin(poll_fn(move |cx| {
            if counted.fetch_add(1, Ordering::Relaxed) == 0 {
                cx.waker().wake_by_ref();
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        })),
    );
    while executor.step(&mut dice, 0).is_some() {}
    assert_eq!(polls.load(Ordering::Relaxed), 2);
}

#[test]
fn a_caller_that_stalls_waits_until_it_is_resumed() {
    let (mut executor, mut dice) = (Executor::default(), Dice::new(1));
    let log = Arc::default();
    let task = executor.spawn(0, true, yields(&log, 0));
    assert_eq!(executor.step(&mut dice, 1000), Some(Step::Stalled(task)));
    assert_eq!(executor.step(&mut dice, 0), None);
    executor.resume(task);
    assert_eq!(executor.step(&mut dice, 0), Some(Step::Polled(0)));
}
