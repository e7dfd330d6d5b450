//! What views are written with: Sycamore's prelude, and in the place of some of its names the same with closures in boxes.
//!
//! Sycamore's own are compiled anew for each closure that they are given, and there are hundreds: see the crate
//! `boxed-views`.

mod growth;

pub(crate) use self::growth::Growth;
pub(crate) use boxed_views::view;
pub(crate) use sycamore::prelude::*;

use std::pin::Pin;

/// A value made of signals. Who reads it hears when it is another.
#[cfg_attr(debug_assertions, track_caller)]
pub(crate) fn create_selector<T: PartialEq>(of: impl FnMut() -> T + 'static) -> ReadSignal<T> {
    sycamore::reactive::create_selector(Box::new(of) as Box<dyn FnMut() -> T>)
}

/// Does something now, and again when a signal changes that it has read.
#[cfg_attr(debug_assertions, track_caller)]
pub(crate) fn create_effect(act: impl FnMut() + 'static) {
    sycamore::reactive::create_effect(Box::new(act) as Box<dyn FnMut()>);
}

/// Does something that takes a while, until the view that it is for is gone.
#[cfg_attr(debug_assertions, track_caller)]
pub(crate) fn spawn_local_scoped(task: impl Future<Output = ()> + 'static) {
    sycamore::futures::spawn_local_scoped(Box::pin(task) as Pin<Box<dyn Future<Output = ()>>>);
}
