//! Who a token belongs to, as far as it says, and when two of them clearly say different things.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// The claims that name a person: `sub` (RFC 7519 section 4.1.2), and the `id` of the Node back ends. Each is
/// a text or a number, or absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    sub: Option<Value>,
    id: Option<Value>,
}

impl Identity {
    pub(crate) fn new(sub: Option<Value>, id: Option<Value>) -> Self {
        let names_somebody = |claim: &Value| match claim {
            Value::String(text) => !text.is_empty(),
            other => other.is_number(),
        };
        Self {
            sub: sub.filter(names_somebody),
            id: id.filter(names_somebody),
        }
    }

    /// Whom an id token is about: a subject is one at its issuer alone (OIDC Core 1.0 section 2).
    pub(crate) fn of_id_token(claims: &Value) -> Option<Self> {
        let (issuer, subject) = (claims["iss"].as_str()?, claims["sub"].as_str()?);
        let both = Value::String(format!("{issuer} {subject}"));
        Some(Self::new(Some(both), None))
    }

    /// Whether the other is clearly somebody else. Like is held against like, the same claim of the same
    /// type: a server that puts a number where a name was says nothing about who it is. Where one claim
    /// is the same person's, what else has changed is a new name or the number of a token.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        let verdicts = [
            is_same(self.sub.as_ref(), other.sub.as_ref()),
            is_same(self.id.as_ref(), other.id.as_ref()),
        ];
        verdicts.contains(&Some(false)) && !verdicts.contains(&Some(true))
    }
}

/// `None` where they cannot be compared.
fn is_same(one: Option<&Value>, other: Option<&Value>) -> Option<bool> {
    match (one?, other?) {
        // Many servers take a name in either case, and repeat it as it was typed.
        (Value::String(one), Value::String(other)) => {
            Some(one.to_lowercase() == other.to_lowercase())
        }
        (Value::Number(one), Value::Number(other)) => Some(is_same_number(one, other)),
        _ => None,
    }
}

/// Exact for whole numbers, which are larger than a float can tell apart on some servers; 7 is 7.0.
fn is_same_number(one: &Number, other: &Number) -> bool {
    one == other || (one.is_f64() != other.is_f64() && one.as_f64() == other.as_f64())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity(claims: &Value) -> Identity {
        Identity::new(claims.get("sub").cloned(), claims.get("id").cloned())
    }

    #[test]
    fn only_the_same_claim_of_the_same_type_with_another_value_is_somebody_else() {
        for (began, now, expected) in [
            (json!({"sub": "ann"}), json!({"sub": "bob"}), true),
            (json!({"sub": "ann"}), json!({"sub": "ann"}), false),
            (json!({"sub": "Ann"}), json!({"sub": "aNN"}), false),
            (json!({"sub": "ÄNNE"}), json!({"sub": "änne"}), false),
            (json!({"id": 7}), json!({"id": 8}), true),
            (json!({"id": 7}), json!({"id": 7.0}), false),
            (json!({"id": 7}), json!({"id": 7.5}), true),
            (
                json!({"id": 9_007_199_254_740_992_u64}),
                json!({"id": 9_007_199_254_740_993_u64}),
                true,
            ),
            (json!({"id": 7}), json!({"id": "7"}), false),
            (json!({"id": 7}), json!({"id": "8"}), false),
            (json!({"id": 7}), json!({"sub": "ann"}), false),
            (json!({"sub": 7}), json!({"id": 8}), false),
            (
                json!({"sub": "ann", "id": 1}),
                json!({"sub": "ann", "id": 2}),
                false,
            ),
            (
                json!({"sub": "ann", "id": 1}),
                json!({"sub": "anna", "id": 1}),
                false,
            ),
            (
                json!({"sub": "ann", "id": 1}),
                json!({"sub": "bob", "id": 2}),
                true,
            ),
            (json!({"sub": "ann", "id": 1}), json!({"sub": "bob"}), true),
            (json!({"sub": ""}), json!({"sub": "bob"}), false),
            (json!({"sub": {"a": 1}}), json!({"sub": {"a": 2}}), false),
            (json!({}), json!({"sub": "bob"}), false),
        ] {
            let (one, other) = (identity(&began), identity(&now));
            assert_eq!(one.contradicts(&other), expected, "{began} {now}");
            assert_eq!(other.contradicts(&one), expected, "{now} {began}");
        }
    }
}
