//! What the page Requests keeps: what is being put together, what came of it, and how that is read.
//!
//! It lives as long as the window, so that going to another page and coming back loses nothing; and no longer than the
//! person at the server does.
//!
//! # Layout
//!
//! - [`Composer`]: what is typed; [`Pairs`]: names and values in it; [`completions`]: how a path could go on
//! - [`Sending`]: the request under way and the answer of the last one
//! - [`AnswerView`]: how the answer is read: [`BodyText`] in rows, [`View`], what is found in it
//! - `pretty`: JSON by its nesting; `folds`: what can be folded of it; `tokens`: its colours; `sight`: which rows are drawn
//! - [`curl`]: the same for a shell

mod answer_view;
mod body_text;
mod completion;
mod composer;
mod curl;
mod folds;
mod pairs;
mod pretty;
mod sending;
mod sight;
mod tokens;

pub(crate) use answer_view::{AnswerView, View};
pub(crate) use body_text::BodyText;
pub(crate) use completion::completions;
pub(crate) use composer::{BodyKind, Composer, Part};
pub(crate) use curl::curl;
pub(crate) use folds::Fold;
pub(crate) use pairs::{PairRow, Pairs};
pub(crate) use pretty::{is_called_json, is_json, pretty};
use sending::Sending;
pub(crate) use sight::{Sight, space};
pub(crate) use tokens::{Kind, Span, spans};
