//! The few shapes of rule that the steps use, so that each is one readable line there.
//!
//! Steps that have shipped depend on these: add a shape, never change one.

use sea_orm_migration::prelude::*;

/// A rule written out. Like every `CHECK`, it also holds where its answer is `NULL`.
pub fn check(name: &'static str, rule: &'static str) -> Check {
    Check::named(name, Expr::cust(rule))
}

/// The column holds one of these codes.
pub fn one_of(name: &'static str, column: &'static str, codes: &[&'static str]) -> Check {
    Check::named(name, Expr::col(column).is_in(codes.iter().copied()))
}

/// The text is no longer than this, in characters. SQLite takes no notice of `varchar(n)`.
pub fn at_most(name: &'static str, column: &'static str, characters: u32) -> Check {
    Check::named(name, Expr::cust(format!("length({column}) <= {characters}")))
}

/// The text has exactly this many characters, the blob this many bytes.
pub fn exactly(name: &'static str, column: &'static str, length: u32) -> Check {
    Check::named(name, Expr::cust(format!("length({column}) = {length}")))
}

/// The primary key. Whatever grows starts it with `partnership_id`.
pub fn key(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    on_columns(Index::create().name(name), columns)
}

/// The row belongs to a partnership.
pub fn of_partnership(name: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(table, "partnership_id").to("partnership", "id").to_owned()
}

/// The column names a row of the same partnership; a row of another is not there to be named.
pub fn within(
    name: &'static str,
    table: &'static str,
    column: &'static str,
    parent: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(name)
        .from(table, ("partnership_id", column))
        .to(parent, ("partnership_id", "id"))
        .to_owned()
}

/// An index.
pub fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    on_columns(Index::create().name(name).table(table), columns)
}

/// An index that allows each value once. An index rather than a table constraint, because SQLite
/// can drop an index.
pub fn unique(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    index(name, table, columns).unique().to_owned()
}

fn on_columns(index: &mut IndexCreateStatement, columns: &[&'static str]) -> IndexCreateStatement {
    for &column in columns {
        index.col(column);
    }
    index.to_owned()
}
