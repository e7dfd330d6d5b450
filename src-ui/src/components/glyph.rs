//! The drawings: icons of one stroke on a 24 grid, and the app's own key.

use sycamore::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Home,
    Sheet,
    Person,
    Shield,
    Crown,
    Pulse,
    Gear,
    Server,
    Reload,
    Check,
    Info,
    Warning,
    Lock,
    Eye,
    EyeOff,
    Plus,
    Out,
    Copy,
    Play,
    Chevron,
    Exchange,
    Pin,
    Close,
    Save,
}

impl Shape {
    /// Of a page of the server.
    pub(crate) const fn of(page: &ipc::Page) -> Self {
        if page.role.is_some() {
            Self::Shield
        } else {
            Self::Sheet
        }
    }

    /// The outline, drawn with a stroke.
    const fn outline(self) -> &'static str {
        match self {
            Self::Home => "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20",
            Self::Sheet => "M6.5 3.5h7l4 4v13h-11v-17ZM13 3.5V8h4.5M9.5 12.5h5M9.5 16h5",
            Self::Person => {
                "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.9-3.6 3.9-5.5 7.5-5.5s6.6 1.9 7.5 5.5"
            }
            Self::Shield => {
                "M12 3.5 19 6v5.5c0 4.3-2.9 7.3-7 9-4.1-1.7-7-4.7-7-9V6l7-2.5ZM9 12l2.2 2.2L15.2 10"
            }
            Self::Crown => "M4 8l3.6 3.2L12 5l4.4 6.2L20 8l-1.4 9.5H5.4L4 8Z",
            Self::Pulse => "M3 12.5h4l2.5-7 4.5 13 2.5-6H21",
            Self::Gear => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z"
            }
            Self::Server => "M5 4.5h14v6H5v-6ZM5 13.5h14v6H5v-6ZM8.5 7.5h.01M8.5 16.5h.01",
            Self::Reload => "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4",
            Self::Check => "M4.5 12.5 9.5 17.5 19.5 7",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.6v.01",
            Self::Warning => "M12 4 21.5 20h-19L12 4ZM12 10v4.5M12 17.2v.01",
            Self::Lock => "M6 11h12v9H6v-9ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"
            }
            Self::EyeOff => {
                "M4 4l16 16M9.9 5.7A9.6 9.6 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.4 7.4A16.5 16.5 0 0 0 2.5 12S6 18.5 12 18.5c1.7 0 3.2-.5 4.5-1.2"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Out => "M10 4.5H5v15h5M14.5 8l4 4-4 4M18.5 12H9.5",
            Self::Copy => "M9 8.5h10v12H9v-12ZM15 8.5v-5H5v12h4",
            Self::Chevron => "m7 10 5 5 5-5",
            Self::Exchange => "M4 8h13M13.5 4.5 17 8l-3.5 3.5M20 16H7M10.5 12.5 7 16l3.5 3.5",
            Self::Pin => "M12 14.5V21M8.5 3.5h7l-1 6 3 5h-11l3-5-1-6Z",
            Self::Close => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Self::Save => "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 19.5h14",
            Self::Play => "M7 4.5v15l12-7.5L7 4.5Z",
        }
    }
}

/// An icon. It says nothing to a screen reader: the words beside it do.
#[component(inline_props)]
pub(crate) fn Glyph(shape: Shape) -> View {
    view! {
        svg(class="glyph", "viewBox"="0 0 24 24", aria-hidden="true") {
            path("d"=shape.outline()) {}
        }
    }
}

/// The key of the app's icon, which reads as an L.
#[component]
pub(crate) fn Logo() -> View {
    view! {
        svg(class="logo", "viewBox"="0 0 32 32", aria-hidden="true") {
            rect(class="logo-door", "x"="0", "y"="0", "width"="32", "height"="32", "rx"="8") {}
            circle(class="logo-key", "cx"="14", "cy"="10", "r"="4.5") {}
            path(class="logo-key", "d"="M14 14.5V26H22.5M14 20.7h5") {}
        }
    }
}
