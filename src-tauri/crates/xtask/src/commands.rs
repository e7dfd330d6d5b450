//! The commands that run something: the app, its tests, and the programs that attack it.
//!
//! A file each, named as it is typed; `test` runs the others' checks one after the other. They know how to
//! start a thing and how to read what it says. What it takes to build it is in `setup` and `ui`, and what
//! came of it in `outcome`; nothing below knows a command.

pub(crate) mod a11y;
pub(crate) mod bench;
pub(crate) mod crash;
pub(crate) mod dev;
pub(crate) mod e2e;
pub(crate) mod interop;
pub(crate) mod screens;
pub(crate) mod simulate;
pub(crate) mod size;
pub(crate) mod test;
