//! What stands on a page, by what it is: text, Markdown, JSON, a picture, or a file to save.

use ipc::{PageBody, PageContent, TextPart};

use super::reader::{CONTENT, Reader};
use crate::{
    browser::Picture,
    components::{
        BodyRows, Glyph, LongText, Markdown, RecordTable, Records, Segment, Shape, Skeleton, is,
    },
    prelude::*,
    state::is_json,
    words,
};

/// Whatever the server sent, it never becomes markup.
#[component(inline_props)]
pub(super) fn Content(reader: Reader) -> View {
    let state = reader.state;
    let content = state.body();
    let loading = create_selector(move || state.loading());
    view! {
        (match content.get_clone() {
            Some(content) => view! { Shown(content=content, reader=reader) },
            None if loading.get() => view! { Skeleton() },
            None => view! {
                p(class="page-empty") { (words::label::page_nothing_yet()) }
            },
        })
    }
}

/// Whether it is shown as JSON, by its nesting and all at once, however much there is.
fn is_tree(content: &PageContent) -> bool {
    let kind = content.media_type.as_deref().unwrap_or_default();
    matches!(&content.body, PageBody::Text(TextPart { text, part: 0, .. }) if is_json(text, kind))
}

#[component(inline_props)]
fn Shown(content: PageContent, reader: Reader) -> View {
    let is_tree = is_tree(&content);
    let kind = content.media_type.unwrap_or_default();
    match content.body {
        PageBody::NoText { bytes } => {
            let kind = Some(kind.as_str()).filter(|kind| !kind.is_empty());
            view! { File(said=words::file(kind, bytes), reader=reader) }
        }
        PageBody::Picture {
            width,
            height,
            bytes,
        } => {
            let said = words::picture(width, height, bytes);
            view! { PictureCard(width=width, height=height, said=said, reader=reader) }
        }
        PageBody::Text(TextPart { text, parts: 1, .. }) if text.trim().is_empty() => view! {
            p(class="page-empty", data-testid="page-content") { (words::empty_page()) }
        },
        PageBody::Text(TextPart {
            text,
            parts,
            markdown,
            ..
        }) => {
            let records = Some(&text)
                .filter(|_| is_tree && parts == 1)
                .and_then(|it| Records::of(it));
            let (copied, is_list) = (text.clone(), records.is_some());
            view! {
                Actions(reader=reader, text=copied, is_begun=is_tree && parts > 1, is_list=is_list)
                div(id=CONTENT, class="page-content", data-testid="page-content", tabindex="-1") {
                    (if let Some(records) = records.clone().filter(|_| reader.as_table.get()) {
                        let title = reader.what.with_untracked(|what| what.page.title.clone());
                        view! { RecordTable(records=records, label=title) }
                    } else {
                        let (text, kind) = (text.clone(), kind.clone());
                        let pieces = markdown.clone();
                        if is_tree {
                            view! { Tree(text=text, kind=kind, parts=parts, reader=reader) }
                        } else if pieces.is_empty() {
                            view! { LongText(text=text, media_type=kind) }
                        } else {
                            view! { Markdown(pieces=pieces) }
                        }
                    })
                }
            }
        }
    }
}

/// JSON by its nesting. Of more than comes at once the first part stands there until all of it does.
#[component(inline_props)]
fn Tree(text: String, kind: String, parts: u32, reader: Reader) -> View {
    let Reader { app, view, .. } = reader;
    on_mount({
        let kind = kind.clone();
        move || view.show(text.into_bytes(), &kind)
    });
    if parts > 1 {
        spawn_local_scoped(async move {
            match reader.bytes().await {
                Ok(bytes) => view.show(bytes, &kind),
                Err(error) => app.toast(words::failure(&error, 0)),
            }
        });
    }
    let ticks = create_selector(move || app.clock_ms());
    view! { BodyRows(view=view, ticks=ticks) }
}

#[component(inline_props)]
fn PictureCard(width: u32, height: u32, said: String, reader: Reader) -> View {
    let app = reader.app;
    let picture = create_signal(None::<Picture>);
    let is_broken = create_signal(false);
    spawn_local_scoped(async move {
        match reader.bytes().await {
            Ok(bytes) => picture.set(Picture::of(&bytes)),
            Err(error) => app.toast(words::failure(&error, 0)),
        }
    });
    let title = reader.what.with_untracked(|what| what.page.title.clone());
    view! {
        Actions(reader=reader, is_begun=false, is_list=false)
        figure(class="picture", data-testid="page-content") {
            (match picture.with(|it| it.as_ref().map(Picture::address)) {
                _ if is_broken.get() => view! {
                    p(class="page-empty") { (words::label::page_picture_broken()) }
                },
                Some(address) => {
                    let alt = title.clone();
                    view! {
                        img(
                            src=address,
                            alt=alt,
                            "width"=width.to_string(),
                            "height"=height.to_string(),
                            data-testid="page-picture",
                            on:error=move |_| is_broken.set(true),
                        )
                    }
                }
                None => view! { Skeleton() },
            })
            figcaption { (said) }
        }
    }
}

/// What is nothing to look at here.
#[component(inline_props)]
fn File(said: String, reader: Reader) -> View {
    view! {
        div(class="page-file", data-testid="page-content") {
            Glyph(shape=Shape::Sheet)
            div {
                p(class="page-file-kind") { (said) }
                p(class="field-hint") { (words::label::page_file_advice()) }
            }
            SaveButton(reader=reader, class="button")
        }
    }
}

#[component(inline_props)]
fn SaveButton(reader: Reader, class: &'static str) -> View {
    view! {
        button(
            r#type="button",
            class=class,
            data-testid="page-save",
            on:click=move |_| reader.save(),
        ) {
            Glyph(shape=Shape::Save)
            (words::label::save_as())
        }
    }
}

/// What can be done with a page: look at a list as a table or by its nesting, copy what is shown of a text (of which
/// more may have come since it was `begun`), and save all of it.
#[component(inline_props)]
fn Actions(reader: Reader, text: Option<String>, is_begun: bool, is_list: bool) -> View {
    let as_table = reader.as_table;
    let copy = text.map(|text| {
        move |_| {
            let whole = reader.view.sent().filter(|_| is_begun);
            reader.copy(whole.map_or_else(|| text.clone(), |it| (*it).clone()));
        }
    });
    view! {
        div(class="page-actions") {
            (if is_list {
                view! {
                    div(class="segments segments-small", role="group", aria-label=words::label::look()) {
                        Segment(
                            label=words::label::as_table(),
                            chosen=move || as_table.get(),
                            testid="page-table",
                            on_choose=Box::new(move || as_table.set(true)),
                        )
                        Segment(
                            label=words::label::as_tree(),
                            chosen=move || !as_table.get(),
                            testid="page-tree",
                            on_choose=Box::new(move || as_table.set(false)),
                        )
                    }
                }
            } else {
                view! { span {} }
            })
            div(class="page-actions-end") {
                (match copy.clone() {
                    Some(copy) => view! {
                        button(
                            r#type="button",
                            class="button button-quiet button-small",
                            data-testid="page-copy",
                            on:click=copy,
                        ) {
                            Glyph(shape=Shape::Copy)
                            (words::label::copy())
                        }
                    },
                    None => view! {},
                })
                SaveButton(reader=reader, class="button button-quiet button-small")
            }
        }
    }
}

/// Through the parts of a text that is too long for one page. It stays in sight, however far somebody has read.
#[component(inline_props)]
pub(super) fn Pager(reader: Reader) -> View {
    let body = reader.state.body();
    let shown = create_selector(move || {
        body.with(|content| match content {
            Some(content) if is_tree(content) => None,
            Some(PageContent {
                body: PageBody::Text(shown),
                ..
            }) if shown.parts > 1 => Some((shown.part, shown.parts, words::part(shown))),
            _ => None,
        })
    });
    view! {
        (if let Some((part, parts, said)) = shown.get_clone() {
            view! {
                div(class="page-pager", role="group", aria-label=words::label::parts_of_page()) {
                    button(
                        r#type="button",
                        class="button",
                        data-testid="page-previous",
                        aria-disabled=is(part == 0),
                        on:click=move |_| reader.turn_to(part.checked_sub(1)),
                    ) { (words::label::previous()) }
                    p(data-testid="page-part") { (said) }
                    button(
                        r#type="button",
                        class="button",
                        data-testid="page-next",
                        aria-disabled=is(part + 1 >= parts),
                        on:click=move |_| reader.turn_to(Some(part + 1).filter(|it| *it < parts)),
                    ) { (words::label::next()) }
                }
            }
        } else {
            view! {}
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_a_tree_from_its_first_part_on_and_other_text_is_not() {
        let is_tree = |text: &str, kind: &str, part| {
            is_tree(&PageContent {
                server: "s1".into(),
                page: 0,
                media_type: Some(kind.into()),
                body: PageBody::Text(TextPart {
                    text: text.into(),
                    part,
                    parts: 2,
                    bytes: 40_000,
                    markdown: Vec::new(),
                }),
                answered: ipc::Answered::default(),
                refreshed: false,
            })
        };
        assert!(is_tree("{\"a\": 1, ", "application/json", 0));
        assert!(!is_tree("[1, ", "application/json", 1));
        assert!(!is_tree("[draft] a sentence", "text/plain", 0));
    }
}
