//! Where in an answer a value is found.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::{Map, Value};

use super::{pointer::Pointer, reading::Reading};
use crate::wire::json;

/// Where a value is found. A text is a JSON pointer; a list of places is the first that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the JSON of the body.
    Json(Pointer),
    /// A header, by its name.
    Header(String),
    /// A cookie that the answer sets.
    Cookie {
        /// Its name.
        name: String,
        /// Whether its value is URL-decoded.
        decoded: bool,
    },
    /// The value of an `<input>` of an HTML page, by its name.
    Input(String),
    /// The content of a `<meta>` of an HTML page, by its name.
    Meta(String),
    /// A claim of the access token. Shown, and trusted in nothing.
    Claim(Pointer),
    /// Something of the element of a list that fits.
    Where {
        /// The list, and what fields its element has.
        fits: Fits,
        /// What of the element.
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

/// A place that is an object.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a place: a JSON pointer, an object such as `{ \"header\": \"x-token\" }`, or a list of places"
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct PlaceObject {
    /// A header, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    /// A cookie that the answer sets, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    cookie: Option<String>,
    /// With `cookie`: whether its value is URL-decoded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    decoded: bool,
    /// The value of an `<input>` of an HTML page, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    /// The content of a `<meta>` of an HTML page, by its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<String>,
    /// A claim of the access token, as a JSON pointer. It is shown, and trusted in nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<Pointer>,
    /// The element of a list that has certain fields.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    fits: Option<Fits>,
    /// With `where`: what of that element, as a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<Pointer>,
}

const ONE_KIND: &str = "a place is one of `header`, `cookie` (with `decoded`), `input`, `meta`, `claim` and `where` with `take`";

impl TryFrom<PlaceObject> for Place {
    type Error = &'static str;

    fn try_from(object: PlaceObject) -> Result<Self, &'static str> {
        let PlaceObject {
            header,
            cookie,
            decoded,
            input,
            meta,
            claim,
            fits,
            take,
        } = object;
        let strays = (decoded && cookie.is_none()) || take.is_some() != fits.is_some();
        let kinds = [
            header.map(Self::Header),
            cookie.map(|name| Self::Cookie { name, decoded }),
            input.map(Self::Input),
            meta.map(Self::Meta),
            claim.map(Self::Claim),
            fits.zip(take)
                .map(|(fits, take)| Self::Where { fits, take }),
        ];
        let mut kinds = kinds.into_iter().flatten();
        match (kinds.next(), kinds.next(), strays) {
            (Some(place), None, false) => Ok(place),
            _ => Err(ONE_KIND),
        }
    }
}

impl Place {
    /// Every value that is there, in order.
    pub(crate) fn each(&self, reading: &Reading<'_>, see: &mut dyn FnMut(&Value)) {
        let mut text = |found: Option<String>| {
            if let Some(found) = found {
                see(&Value::String(found));
            }
        };
        match self {
            Self::Json(at) => {
                if let Some(json) = reading.json() {
                    at.each(json, see);
                }
            }
            Self::Header(name) => text(reading.header(name)),
            Self::Cookie { name, decoded } => text(reading.cookie(name, *decoded)),
            Self::Input(name) => text(reading.input(name)),
            Self::Meta(name) => text(reading.meta(name)),
            Self::Claim(at) => {
                if let Some(claims) = reading.claims() {
                    at.each(claims, see);
                }
            }
            Self::Where { fits, take } => {
                if let Some(element) = reading.json().and_then(|json| fits.element(json)) {
                    take.each(element, see);
                }
            }
            Self::First(places) => {
                for place in places {
                    let mut is_there = false;
                    place.each(reading, &mut |value| {
                        is_there = true;
                        see(value);
                    });
                    if is_there {
                        return;
                    }
                }
            }
        }
    }

    /// The value that is there, as text: a number as its digits.
    pub(crate) fn text(&self, reading: &Reading<'_>) -> Option<String> {
        if let Self::First(places) = self {
            // What is there and says nothing, such as null, makes room for the next.
            return places.iter().find_map(|place| place.text(reading));
        }
        let mut first = None;
        self.each(reading, &mut |value| {
            first = first.take().or_else(|| json::name(value))
        });
        first
    }

    /// The cookie that it is in, if it is in one.
    pub(crate) fn cookie(&self) -> Option<(&str, bool)> {
        match self {
            Self::Cookie { name, decoded } => Some((name, *decoded)),
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

/// As a dialect writes it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(at) => write!(f, "`{at}`"),
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::Cookie { name, .. } => write!(f, "the cookie `{name}`"),
            Self::Input(name) => write!(f, "the input `{name}` of a page"),
            Self::Meta(name) => write!(f, "the meta `{name}` of a page"),
            Self::Claim(at) => write!(f, "`{at}` of the access token's claims"),
            Self::Where { fits, take } => write!(f, "`{take}` of what fits in `{}`", fits.at),
            Self::First(places) => {
                for (at, place) in places.iter().enumerate() {
                    let or = if at > 0 { " or " } else { "" };
                    write!(f, "{or}{place}")?;
                }
                Ok(())
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
                f.write_str("a place: a JSON pointer, an object such as `{ \"header\": \"x-token\" }`, or a list of places")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Place, E> {
                Pointer::try_from(text.to_owned())
                    .map(Place::Json)
                    .map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Place, A::Error> {
                let object = PlaceObject::deserialize(MapAccessDeserializer::new(map))?;
                Place::try_from(object).map_err(A::Error::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Place, A::Error> {
                let places = Vec::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Place::First(places))
            }
        }

        deserializer.deserialize_any(Kinds)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = PlaceObject::default();
        match self.clone() {
            Self::Json(at) => return at.serialize(serializer),
            Self::First(places) => return places.serialize(serializer),
            Self::Header(name) => object.header = Some(name),
            Self::Cookie { name, decoded } => {
                (object.cookie, object.decoded) = (Some(name), decoded)
            }
            Self::Input(name) => object.input = Some(name),
            Self::Meta(name) => object.meta = Some(name),
            Self::Claim(at) => object.claim = Some(at),
            Self::Where { fits, take } => (object.fits, object.take) = (Some(fits), Some(take)),
        }
        object.serialize(serializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Place {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let pointer = generator.subschema_for::<Pointer>();
        let object = generator.subschema_for::<PlaceObject>();
        let list = generator.subschema_for::<Vec<Self>>();
        schemars::json_schema!({
            "description": "Where a value is found.",
            "anyOf": [pointer, object, list]
        })
    }
}
