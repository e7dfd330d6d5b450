//! Pieces of screens. They keep nothing: what they show comes in, what a person does goes out.
//!
//! No piece calls the core. The state, the words and what is below them may be used.
//!
//! # Layout
//!
//! - [`Glyph`], [`Logo`]: the drawings
//! - [`Page`], [`Card`]: the frame of every screen
//! - [`TextField`], [`PasswordField`], [`CodeField`], [`FurtherField`], [`SubmitButton`]: forms
//! - [`ServerFields`], and its parts from [`AddressField`] to [`NotSaved`]: the form for a server, on Connect and in Settings
//! - [`Banner`], [`EndBanner`], [`StatusPill`], [`Skeleton`], [`Spinner`], [`BusyLabel`], [`BusyButton`], [`Fact`]: telling people things
//! - [`LongText`]: text of others, as much as there is; [`Markdown`]: of that kind; [`RecordTable`]: a list of objects
//! - [`PathField`], [`PairsField`], [`Segment`], [`BodyRows`]: a request, and the body of its answer
//! - [`NavLink`]: one way to another screen; [`Menu`]: several things to do, behind one button

mod banner;
mod button;
mod dialect_fields;
mod fact;
mod field;
mod glyph;
mod kind_list;
mod long_text;
mod nav_link;
mod page;
mod server_fields;
mod status_pill;

pub(crate) use banner::{Banner, EndBanner, Tone};
pub(crate) use button::{
    BusyButton, BusyLabel, Menu, MenuItem, Segment, Spinner, SubmitButton, close_if_left, is,
    keep_focus, press_in_menu,
};
pub(crate) use dialect_fields::DialectFields;
pub(crate) use fact::Fact;
pub(crate) use field::{
    CodeField, FurtherField, PATH, PairsField, PasswordField, PathField, TextField,
};
pub(crate) use glyph::{Glyph, Logo, Shape};
pub(crate) use kind_list::KindList;
pub(crate) use long_text::{BodyRows, LongText, Markdown, RecordTable, Records};
pub(crate) use nav_link::NavLink;
pub(crate) use page::{Card, Page, Skeleton};
pub(crate) use server_fields::{
    AddressField, FurtherServerFields, KindFields, NotSaved, ServerFields,
};
pub(crate) use status_pill::{StatusDot, StatusPill};
