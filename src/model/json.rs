//! Reading the JSON of a view, and writing what a browser keeps.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The text is not JSON, or not of this type. It says no more: a view and its reader are of one build.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the JSON of this view")]
pub struct Unreadable;

/// The JSON of a value; empty where there is none, which no type of this crate's makes.
pub fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads what `serde_json` wrote.
#[cfg(not(feature = "hydrate"))]
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, Unreadable> {
    serde_json::from_str(json).map_err(|_| Unreadable)
}

/// Reads what `serde_json` wrote, with the parser that the browser has: a second one is a tenth of
/// the bundle.
#[cfg(feature = "hydrate")]
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, Unreadable> {
    let value = js_sys::JSON::parse(json).map_err(|_| Unreadable)?;
    T::deserialize(browser::Value(value))
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::fmt::Display;

    use js_sys::{Array, ArrayIntoIter, Object};
    use serde::de::{
        DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
    };
    use serde::forward_to_deserialize_any;
    use wasm_bindgen::{JsCast, JsValue};

    use super::Unreadable;

    impl Error for Unreadable {
        fn custom<T: Display>(_: T) -> Unreadable {
            Unreadable
        }
    }

    /// A value of JavaScript.
    pub struct Value(pub JsValue);

    impl Value {
        fn number(&self) -> Result<f64, Unreadable> {
            self.0.as_f64().ok_or(Unreadable)
        }

        fn text(&self) -> Result<String, Unreadable> {
            self.0.as_string().ok_or(Unreadable)
        }

        fn items(self) -> Result<Items, Unreadable> {
            self.0.dyn_into::<Array>().map(|array| Items(array.into_iter())).map_err(|_| Unreadable)
        }

        fn entries(&self) -> Result<Entries, Unreadable> {
            let object = self.0.dyn_ref::<Object>().ok_or(Unreadable)?;
            Ok(Entries { rest: Object::entries(object).into_iter(), value: JsValue::UNDEFINED })
        }
    }

    impl<'de> Deserializer<'de> for Value {
        type Error = Unreadable;

        /// A view knows what it holds.
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
            Err(Unreadable)
        }

        fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
        }

        fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.number()? as i64)
        }

        fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_i64(self.number()? as i64)
        }

        fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_u64(self.number()? as u64)
        }

        fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_u64(self.number()? as u64)
        }

        fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_u64(self.number()? as u64)
        }

        fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_u64(self.number()? as u64)
        }

        fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_f64(self.number()?)
        }

        fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_string(self.text()?)
        }

        fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_string(self.text()?)
        }

        fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_str(&self.text()?)
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.0.is_null() {
                true => visitor.visit_none(),
                false => visitor.visit_some(self),
            }
        }

        fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_unit()
        }

        fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_unit()
        }

        fn deserialize_newtype_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            visitor: V,
        ) -> Result<V::Value, Unreadable> {
            visitor.visit_newtype_struct(self)
        }

        fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_seq(self.items()?)
        }

        fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_seq(self.items()?)
        }

        fn deserialize_tuple_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: usize,
            visitor: V,
        ) -> Result<V::Value, Unreadable> {
            visitor.visit_seq(self.items()?)
        }

        fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_map(self.entries()?)
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Unreadable> {
            visitor.visit_map(self.entries()?)
        }

        /// `"Variant"`, or `{"Variant": content}`.
        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _: &'static str,
            _: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Unreadable> {
            if self.0.is_string() {
                return visitor.visit_enum(Variant { name: self.0, content: JsValue::NULL });
            }
            let mut entries = self.entries()?;
            let name = entries.advance().ok_or(Unreadable)?;
            visitor.visit_enum(Variant { name, content: entries.value })
        }

        forward_to_deserialize_any! { i8 i16 i128 u128 f32 char bytes byte_buf unit_struct }
    }

    /// The items of an array.
    struct Items(ArrayIntoIter);

    impl<'de> SeqAccess<'de> for Items {
        type Error = Unreadable;

        fn next_element_seed<T: DeserializeSeed<'de>>(
            &mut self,
            seed: T,
        ) -> Result<Option<T::Value>, Unreadable> {
            self.0.next().map(|item| seed.deserialize(Value(item))).transpose()
        }

        fn size_hint(&self) -> Option<usize> {
            Some(self.0.len())
        }
    }

    /// The entries of an object.
    struct Entries {
        rest: ArrayIntoIter,
        /// The value of the key that was read last.
        value: JsValue,
    }

    impl Entries {
        /// The next key.
        fn advance(&mut self) -> Option<JsValue> {
            let entry: Array = self.rest.next()?.unchecked_into();
            self.value = entry.get(1);
            Some(entry.get(0))
        }
    }

    impl<'de> MapAccess<'de> for Entries {
        type Error = Unreadable;

        fn next_key_seed<K: DeserializeSeed<'de>>(
            &mut self,
            seed: K,
        ) -> Result<Option<K::Value>, Unreadable> {
            self.advance().map(|key| seed.deserialize(Value(key))).transpose()
        }

        fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
            seed.deserialize(Value(self.value.clone()))
        }
    }

    /// A variant of an enum, with what it holds.
    struct Variant {
        name: JsValue,
        content: JsValue,
    }

    impl<'de> EnumAccess<'de> for Variant {
        type Error = Unreadable;
        type Variant = Value;

        fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Unreadable> {
            Ok((seed.deserialize(Value(self.name))?, Value(self.content)))
        }
    }

    impl<'de> VariantAccess<'de> for Value {
        type Error = Unreadable;

        fn unit_variant(self) -> Result<(), Unreadable> {
            Ok(())
        }

        fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
            seed.deserialize(self)
        }

        fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_seq(self.items()?)
        }

        fn struct_variant<V: Visitor<'de>>(
            self,
            _: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Unreadable> {
            visitor.visit_map(self.entries()?)
        }
    }
}
