//! Everything a phone needs, in one call.

use domain::check_in::State;
use poem::web::Data;
use poem_openapi::{ApiResponse, Object, OpenApi, param::Header, payload::Json, types::ToJSON};
use sha2::{Digest, Sha256};

use super::{Tag, check_ins::lay_out, me::MeOut, wire::CheckInOut};
use crate::{
    app::App,
    http::{auth::YoungPerson, problem::Result},
};

pub struct Sync;

#[OpenApi(tag = "Tag::CheckIns")]
impl Sync {
    /// Fetch everything this phone needs
    ///
    /// Who I am here, and every check-in that takes answers, complete: a phone that keeps this can answer without a
    /// signal. Send the `ETag` that came last as `If-None-Match`; when nothing has changed, the answer is an empty 304.
    #[oai(path = "/sync", method = "get", operation_id = "sync_phone")]
    async fn sync(
        &self,
        app: Data<&App>,
        me: YoungPerson,
        /// The `ETag` that came last.
        #[oai(name = "If-None-Match", validator(max_length = 200))]
        known: Header<Option<String>>,
    ) -> Result<Synced> {
        let app = app.0;
        app.store
            .read(*me.scope(), async |tx| {
                let (record, versions) = tx.record().await?;
                let mut out = SyncOut {
                    me: MeOut::of(tx, app, record.around.clone()).await?,
                    check_ins: Vec::new(),
                };
                for check_in in &record.check_ins {
                    let takes =
                        check_in.takes_answers(record.newer_opened(check_in), app.now()).is_ok();
                    if check_in.state() == State::Open && takes {
                        out.check_ins.push(lay_out(app, tx, &record, check_in, &versions).await?);
                    }
                }
                let tag = tag(&out);
                match known.0 {
                    Some(known) if known.split(',').any(|known| known.trim() == tag) => {
                        Ok(Synced::Unchanged(tag))
                    }
                    _ => Ok(Synced::New(Json(Box::new(out)), tag)),
                }
            })
            .await
    }
}

/// Everything a phone needs.
#[derive(Object)]
#[oai(rename = "Sync")]
struct SyncOut {
    me: MeOut,
    /// Every check-in that waits for answers, complete. One that is missing here is over: forget it.
    check_ins: Vec<CheckInOut>,
}

#[derive(ApiResponse)]
enum Synced {
    /// What there is now.
    #[oai(status = 200)]
    New(
        Json<Box<SyncOut>>,
        /// Names this state. Send it back as `If-None-Match`.
        #[oai(header = "ETag")]
        String,
    ),
    /// Nothing has changed.
    #[oai(status = 304)]
    Unchanged(
        /// Names this state.
        #[oai(header = "ETag")]
        String,
    ),
}

fn tag(out: &SyncOut) -> String {
    let digest = Sha256::digest(out.to_json_string().as_bytes());
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}
