//! What a dialect asks for and shows, while a server is being typed: on Connect and in Settings.

use ipc::{DescribeDialect, DialectChoice};

use crate::{backend, prelude::*, state::ServerForm};

/// Follows what is chosen, and what is typed of a description, for the life of the form: the core alone can read it. What
/// it says of a description that is half typed is nothing yet.
pub(super) fn follow_description(form: ServerForm) {
    let chosen = create_selector(move || form.choice());
    let page = use_current_scope();
    on_mount(move || {
        create_effect(move || {
            let dialect = chosen.get_clone();
            page.run_in(|| {
                spawn_local_scoped(async move {
                    let call = DescribeDialect {
                        dialect: dialect.clone(),
                    };
                    if let Ok(found) = backend::call(call).await {
                        form.take_description(&dialect, found);
                    }
                });
            });
        });
        create_effect(on(form.start(), move || {
            let id = form.start().get_clone_untracked();
            if !id.is_empty() {
                page.run_in(|| spawn_local_scoped(start_from(form, id)));
            }
        }));
    });
}

/// Begins the description anew, unless the person has gone on meanwhile.
async fn start_from(form: ServerForm, id: String) {
    let call = DescribeDialect {
        dialect: DialectChoice::preset(id.clone()),
    };
    if let Ok(found) = backend::call(call).await
        && form.start().with_untracked(|now| *now == id)
    {
        form.start_from(&found.json);
    }
}
