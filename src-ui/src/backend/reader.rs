//! Reads the types of `ipc` from a [`Value`].
//!
//! A reader of JSON gives a struct its fields as they come, by name, and an enum the name of its variant. What serde makes of
//! a type for that (which name is which field, which field came twice, which did not come, and words for each of these) was
//! a tenth of the window, and not needed: all of an object is there before anything is read from it. So its fields are given
//! in the order of the type, as a sequence, and a variant by its number.

use std::fmt;

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::U32Deserializer,
    },
    forward_to_deserialize_any,
};

use super::value::Value;

/// What was read is something else. Nobody is told what: it may be a secret.
#[derive(Debug)]
pub(super) struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not understood")
    }
}

impl std::error::Error for Unread {}

impl Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Value {
    /// A count. JavaScript has no others than those that a `f64` holds.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and not below zero"
    )]
    fn count(&self) -> Result<u64, Unread> {
        match self {
            Self::Number(it) if *it >= 0.0 && it.fract() == 0.0 => Ok(*it as u64),
            _ => Err(Unread),
        }
    }
}

macro_rules! counts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            visitor.visit_u64(self.count()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unread;

    forward_to_deserialize_any! {
        i8 i16 i32 i64 f32 f64 char bytes byte_buf identifier ignored_any
    }

    counts! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    /// For what says by its content what it is: the enums that the settings file keeps, too.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Absent => Err(Unread),
            Self::Null => visitor.visit_unit(),
            Self::Bool(is) => visitor.visit_bool(is),
            Self::Number(number) => match self.count() {
                Ok(count) => visitor.visit_u64(count),
                Err(Unread) => visitor.visit_f64(number),
            },
            Self::Text(text) => visitor.visit_string(text),
            Self::List(items) => visitor.visit_seq(Items(items.into_iter())),
            Self::Object(entries) => visitor.visit_map(Entries {
                rest: entries.into_iter(),
                value: Self::Absent,
            }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Bool(is) => visitor.visit_bool(is),
            _ => Err(Unread),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            _ => Err(Unread),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Absent | Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Null => visitor.visit_unit(),
            _ => Err(Unread),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::List(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unread),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Self::Object(entries) => visitor.visit_map(Entries {
                rest: entries.into_iter(),
                value: Self::Absent,
            }),
            _ => Err(Unread),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        match self {
            Self::Object(entries) => visitor.visit_seq(Fields { names, entries }),
            _ => Err(Unread),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_enum(self.variant(names)?)
    }
}

impl Value {
    /// Which variant it is, and what is in it.
    fn variant(self, names: &[&str]) -> Result<Variant, Unread> {
        let (name, content) = match self {
            Self::Text(name) => (name, Self::Null),
            Self::Object(mut entries) => entries.pop().ok_or(Unread)?,
            _ => return Err(Unread),
        };
        let number = (0..).zip(names).find(|(_, known)| **known == name);
        let (number, _) = number.ok_or(Unread)?;
        Ok(Variant { number, content })
    }
}

/// The items of a list.
struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of a struct, in the order of the type.
struct Fields {
    names: &'static [&'static str],
    entries: Vec<(String, Value)>,
}

impl Fields {
    fn next(&mut self) -> Value {
        let Some((name, rest)) = self.names.split_first() else {
            return Value::Absent;
        };
        self.names = rest;
        Value::take(&mut self.entries, name)
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unread;

    /// A field that is not there is an option without a value, or has a default, or is missed.
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        let value = self.next();
        let is_absent = matches!(value, Value::Absent);
        match seed.deserialize(value) {
            Ok(value) => Ok(Some(value)),
            Err(Unread) if is_absent => Ok(None),
            Err(Unread) => Err(Unread),
        }
    }
}

/// What is in a map.
struct Entries {
    rest: std::vec::IntoIter<(String, Value)>,
    value: Value,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(Value::Text(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        seed.deserialize(std::mem::replace(&mut self.value, Value::Absent))
    }
}

/// A variant of an enum.
struct Variant {
    number: u32,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unread;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Unread> {
        let number: U32Deserializer<Unread> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unread> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_struct("", names, visitor)
    }
}

#[cfg(test)]
mod tests;
