//! Whole records from another installation.

use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};
use tokio::sync::Semaphore;

use super::{Tag, imports::on_disk};
use crate::{
    app::App,
    http::{
        auth::Administrator,
        problem::{Problem, Result},
        wire::PackageIn,
    },
    packaging::{TakenIn, take_in},
};

/// The operation that takes whole records in, one at a time.
pub struct Packages(Semaphore);

impl Default for Packages {
    fn default() -> Self {
        Self(Semaphore::new(1))
    }
}

#[OpenApi(tag = "Tag::Imports")]
impl Packages {
    /// Take in records of another installation
    ///
    /// A package in the format `throughline-record.v1`, at most 256 MiB; for larger ones there is `throughline take-in`. All of
    /// it is taken in, or nothing: a package that was cut off or changed on the way is refused. Ids are kept, and what is here
    /// already stays as it is, so the same package again changes nothing. Nobody is signed in by it: young people are invited
    /// anew, and staff let in.
    #[oai(path = "/packages", method = "post", operation_id = "import_package")]
    async fn import(
        &self,
        app: Data<&App>,
        me: Administrator,
        /// Only say what would happen, and change nothing.
        #[oai(default)]
        dry_run: Query<bool>,
        body: PackageIn,
    ) -> Result<Json<TakenInOut>> {
        let _place =
            self.0.try_acquire().map_err(|_| Problem::unavailable("another package is in hand"))?;
        let file = on_disk(body.0).await?;
        let taken = take_in(app.0, *me.scope(), file, dry_run.0).await?;
        Ok(Json(taken.into()))
    }
}

/// What came of a package.
#[derive(Object)]
#[oai(rename = "PackageReport")]
struct TakenInOut {
    /// Nothing was changed: somebody only wanted to know.
    dry_run: bool,
    /// The short name of the partnership it came from.
    from: String,
    /// How many things there are, by kind.
    things: Vec<ThingCountOut>,
}

/// Things of one kind.
#[derive(Object)]
#[oai(rename = "ThingCount")]
struct ThingCountOut {
    /// The kind, such as `check_in`.
    thing: String,
    /// How many the package has.
    count: u64,
    /// How many of them were not here.
    new: u64,
}

impl From<TakenIn> for TakenInOut {
    fn from(taken: TakenIn) -> Self {
        let count = |(thing, count, new): (&'static str, u64, u64)| ThingCountOut {
            thing: thing.into(),
            count,
            new,
        };
        Self {
            dry_run: taken.dry_run,
            from: taken.from,
            things: taken.things.into_iter().map(count).collect(),
        }
    }
}
