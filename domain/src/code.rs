//! Lists of values with the code each is stored and sent as.

/// Declares enums whose every value has one code, written once, beside it.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value with its stored code. Codes are for ever.
            pub const ALL: &[(Self, &str)] = &[$((Self::$variant, $code)),*];

            /// The stored code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The value with this stored code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, known)| *known == code).map(|(value, _)| *value)
            }
        }
    )*};
}
pub(crate) use codes;
