//! Where in an answer a value is found.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

use super::reading::Reading;
use crate::wire::{Pointer, json};

/// Where a value is found: a JSON pointer into the body, an object of one of these kinds, or a list of places, of which
/// the first that is there counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(crate) enum Place {
    /// In the JSON of the body. An empty pointer is all of it, also where that is a single word and no JSON.
    Json(Pointer),
    /// A header of the answer, by its name.
    Header { header: String },
    /// A cookie that the answer sets, by its name.
    Cookie {
        cookie: String,
        /// Whether its value is URL-decoded.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        #[cfg_attr(test, schemars(default))]
        decoded: bool,
    },
    /// The value of an `<input>` of an HTML page, by its name.
    Input { input: String },
    /// The content of a `<meta>` of an HTML page, by its name.
    Meta { meta: String },
    /// A claim of the access token, as a JSON pointer. It is shown, and trusted in nothing.
    Claim { claim: Pointer },
    /// Something of the element of a list that fits.
    Where {
        /// The list, and the fields that the element has.
        #[serde(rename = "where")]
        fits: Fits,
        /// What of that element, as a JSON pointer.
        take: Pointer,
    },
    /// The first that is there.
    First(Vec<Place>),
}

/// The element of a list that has these fields.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, expecting = "an object with `at` and `is`")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Fits {
    /// The list.
    pub(crate) at: Pointer,
    /// The fields that the element has, with their values.
    pub(crate) is: Map<String, Value>,
}

const PLACE: &str = "a place: a JSON pointer such as `/data/token`, an object with one of `header`, \
                     `cookie`, `input`, `meta`, `claim` and `where`, or a list of places";

/// An object before it is known which kind of place it is, so that what is wrong in it has its path.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AnyKind {
    header: Option<String>,
    cookie: Option<String>,
    decoded: Option<bool>,
    input: Option<String>,
    meta: Option<String>,
    claim: Option<Pointer>,
    #[serde(rename = "where")]
    fits: Option<Fits>,
    take: Option<Pointer>,
}

impl AnyKind {
    /// The one kind that it is.
    fn place(self) -> Option<Place> {
        let has_strays = (self.decoded.is_some() && self.cookie.is_none())
            || self.take.is_some() != self.fits.is_some();
        let decoded = self.decoded.unwrap_or_default();
        let kinds = [
            self.header.map(|header| Place::Header { header }),
            self.cookie.map(|cookie| Place::Cookie { cookie, decoded }),
            self.input.map(|input| Place::Input { input }),
            self.meta.map(|meta| Place::Meta { meta }),
            self.claim.map(|claim| Place::Claim { claim }),
            (self.fits.zip(self.take)).map(|(fits, take)| Place::Where { fits, take }),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let place = kinds.next()?;
        (kinds.next().is_none() && !has_strays).then_some(place)
    }
}

impl Place {
    /// Every value that is there, in order.
    pub(crate) fn each(&self, reading: &Reading<'_>, see: &mut dyn FnMut(&Value)) {
        let mut at = |at: &Pointer, json: Option<&Value>| {
            if let Some(json) = json {
                at.each(json, see);
            }
        };
        let text = match self {
            Self::Json(pointer) => match reading.word().filter(|_| pointer.is_whole()) {
                None => return at(pointer, reading.json()),
                word => word,
            },
            Self::Claim { claim } => return at(claim, reading.claims()),
            Self::Where { fits, take } => {
                return at(take, reading.json().and_then(|json| fits.element(json)));
            }
            Self::First(places) => {
                let mut is_there = false;
                for place in places {
                    place.each(reading, &mut |value| {
                        is_there = true;
                        see(value);
                    });
                    if is_there {
                        return;
                    }
                }
                None
            }
            Self::Header { header } => reading.header(header),
            Self::Cookie { cookie, decoded } => reading.cookie(cookie, *decoded),
            Self::Input { input } => reading.input(input),
            Self::Meta { meta } => reading.meta(meta),
        };
        text.map(Value::String).iter().for_each(see);
    }

    /// The value that is there, as text: a number as its digits.
    pub(crate) fn text(&self, reading: &Reading<'_>) -> Option<String> {
        if let Self::First(places) = self {
            // What is there and says nothing, such as null, makes room for the next.
            return places.iter().find_map(|place| place.text(reading));
        }
        let mut first = None;
        self.each(reading, &mut |value| {
            first = first.take().or_else(|| json::name(value));
        });
        first
    }

    /// Whether it is a claim, or may be one.
    pub(super) fn has_claim(&self) -> bool {
        match self {
            Self::First(places) => places.iter().any(Self::has_claim),
            place => matches!(place, Self::Claim { .. }),
        }
    }

    /// The cookie that it is in, if it is in one.
    pub(crate) fn cookie(&self) -> Option<(&str, bool)> {
        match self {
            Self::Cookie { cookie, decoded } => Some((cookie, *decoded)),
            Self::First(places) => places.iter().find_map(Self::cookie),
            _ => None,
        }
    }
}

impl Fits {
    fn element<'a>(&self, json: &'a Value) -> Option<&'a Value> {
        let list = self.at.first(json)?.as_array()?;
        list.iter().find(|element| {
            let mut fields = self.is.iter();
            fields.all(|(name, value)| element.get(name) == Some(value))
        })
    }
}

/// For the author of the dialect, who is told that nothing is there.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(at) => write!(f, "`{at}`"),
            Self::Header { header } => write!(f, "the header `{header}`"),
            Self::Cookie { cookie, .. } => write!(f, "the cookie `{cookie}`"),
            Self::Input { input } => write!(f, "the input `{input}` of a page"),
            Self::Meta { meta } => write!(f, "the meta `{meta}` of a page"),
            Self::Claim { claim } => write!(f, "`{claim}` of the access token's claims"),
            Self::Where { fits, take } => write!(f, "`{take}` of what fits in `{}`", fits.at),
            Self::First(places) => {
                let all: Vec<_> = places.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(" or "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Kinds;

        impl<'de> Visitor<'de> for Kinds {
            type Value = Place;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(PLACE)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Place, E> {
                let pointer = Pointer::try_from(text.to_owned());
                pointer.map(Place::Json).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Place, A::Error> {
                let object = AnyKind::deserialize(MapAccessDeserializer::new(map))?;
                object.place().ok_or_else(|| A::Error::custom(PLACE))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Place, A::Error> {
                // Room for what is read, and not for what a long list of something else promises.
                let mut places = Vec::new();
                while let Some(place) = list.next_element()? {
                    places.push(place);
                }
                let is_empty = places.is_empty();
                let found = (!is_empty).then_some(Place::First(places));
                found.ok_or_else(|| A::Error::custom(PLACE))
            }
        }

        deserializer.deserialize_any(Kinds)
    }
}
