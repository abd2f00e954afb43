//! What another agency sees of a record, and until when.

use chrono::{DateTime, Utc};
use domain::{
    goal::Goal,
    id::{PersonId, ReferralId, StaffId},
    person::{CommunicationNeed, listed_name},
    promise::Promise,
    record::KnownSpell,
    referral::{Parts, Referral, SharingBasis, ToldThem, words},
    text::Line,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, StoreError, Tx,
    destinations::read_known,
    entity::{
        access_event, communication_need, goal, person, promise,
        referral::{ActiveModel, Column, Entity, Model},
        spell, staff,
    },
    goals, people, promises,
    record::same,
    scope::{
        Caseload, OpensRecord, Referred, Shared, SharedContact, SharedDestination, SharedGoals,
        SharedPromises, Within,
    },
};

/// How many are listed.
const MOST: u64 = 200;

/// A referral as whoever works for the agency sees it, with the name of whom it is about.
#[derive(Clone, Debug)]
pub struct ReferredHere {
    /// The referral.
    pub referral: Referral,
    /// Whom it is about; only once somebody has said yes and from its first day on.
    pub name: Option<String>,
    /// Who made it.
    pub from: String,
}

/// How somebody can be reached.
#[derive(Clone, Debug)]
pub struct Reached {
    /// For calls and texts.
    pub mobile: Option<String>,
    /// For e-mail.
    pub email: Option<String>,
    /// How to speak to them.
    pub needs: Vec<CommunicationNeed>,
}

impl Tx<Caseload> {
    /// The agencies that somebody here works for, by name.
    pub async fn agencies(&self) -> Result<Vec<String>> {
        Ok(staff::Entity::find()
            .select_only()
            .column(staff::Column::Agency)
            .distinct()
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::EndedAt.is_null())
            .filter(staff::Column::Agency.is_not_null())
            .order_by_asc(staff::Column::Agency)
            .into_tuple()
            .all(&self.db)
            .await?)
    }

    /// Keeps a referral. Sent again it changes nothing; `Exists` where its id is another's.
    pub async fn save_referral(&self, new: &Referral) -> Result<Referral> {
        self.hold(new.person).await?;
        // Of nobody who is not in reach.
        self.person(new.person).await?;
        let here = self.scope.partnership().0;
        if let Some(row) = Entity::find_by_id((here, new.id.0)).one(&self.db).await? {
            let known = read(row)?;
            return match known.says_the_same(new) {
                true => Ok(known),
                false => Err(StoreError::Exists("id of a referral")),
            };
        }
        self.must_be_here(new.person).await?;
        let (told_on, not_told_why) = match &new.told {
            ToldThem::On(day) => (Some(*day), None),
            ToldThem::Not(why) => (None, Some(why.as_str().to_owned())),
        };
        let row = ActiveModel {
            partnership_id: Set(here),
            id: Set(new.id.0),
            person_id: Set(new.person.0),
            to_agency: Set(new.to.as_str().into()),
            contact: Set(new.parts.contact),
            destination: Set(new.parts.destination),
            promises: Set(new.parts.promises),
            goals: Set(new.parts.goals),
            why: Set(new.why.as_str().into()),
            basis: Set(new.basis.code().into()),
            told_on: Set(told_on),
            not_told_why: Set(not_told_why),
            from_on: Set(new.from),
            until_on: Set(new.until),
            made_by: Set(new.made_by.0),
            made_at: Set(new.made_at),
            accepted_by: Set(None),
            accepted_at: Set(None),
            ended_by: Set(None),
            ended_at: Set(None),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(new.clone())
    }

    /// Ends a referral: from now on the agency sees nothing by it. `NotFound` if there is none of somebody in reach.
    pub async fn end_referral(
        &self,
        person: PersonId,
        id: ReferralId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let known = self.referrals_of(person).await?;
        let known = known.iter().find(|known| known.id == id);
        if known.ok_or(StoreError::NotFound("referral"))?.ended_at.is_none() {
            Entity::update_many()
                .col_expr(Column::EndedAt, Expr::value(now))
                .col_expr(Column::EndedBy, Expr::value(self.scope.staff().0))
                .filter(Column::PartnershipId.eq(self.scope.partnership().0))
                .filter(Column::Id.eq(id.0))
                .filter(Column::EndedAt.is_null())
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

impl<S: OpensRecord> Tx<S> {
    /// Who sees parts of one young person's record, or will, or did; the latest first.
    pub async fn referrals_of(&self, person: PersonId) -> Result<Vec<Referral>> {
        let rows = Entity::find()
            .filter(Column::PersonId.eq(person.0))
            .filter(self.scope.reach(Column::PartnershipId, Column::PersonId))
            .order_by_desc(Column::MadeAt)
            .order_by_desc(Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl Tx<Referred> {
    /// What was referred to the agency and is not over, the latest first.
    pub async fn referred(&self) -> Result<Vec<ReferredHere>> {
        let Some(which) = self.theirs() else { return Ok(Vec::new()) };
        let today = self.scope.today();
        let rows = Entity::find()
            .filter(which)
            .order_by_desc(Column::MadeAt)
            .order_by_desc(Column::Id)
            .limit(MOST)
            .all(&self.db)
            .await?;
        let all = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        let live = all.iter().filter(|one| one.is_live(today)).map(|one| one.person.0);
        let names: Vec<(Uuid, String, Option<String>, String)> = person::Entity::find()
            .select_only()
            .columns([
                person::Column::Id,
                person::Column::GivenName,
                person::Column::PreferredName,
                person::Column::FamilyName,
            ])
            .filter(person::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(person::Column::Id.is_in(live))
            .into_tuple()
            .all(&self.db)
            .await?;
        let makers: Vec<(Uuid, String)> = staff::Entity::find()
            .select_only()
            .columns([staff::Column::Id, staff::Column::Name])
            .filter(staff::Column::PartnershipId.eq(self.scope.partnership().0))
            .filter(staff::Column::Id.is_in(all.iter().map(|one| one.made_by.0)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let one = |referral: Referral| {
            let named = names.iter().find(|(id, ..)| *id == referral.person.0);
            let named = named.filter(|_| referral.is_live(today));
            let maker = makers.iter().find(|(id, _)| *id == referral.made_by.0);
            ReferredHere {
                name: named.map(|(_, given, preferred, family)| {
                    listed_name(given, preferred.as_deref(), family)
                }),
                from: maker.map(|(_, name)| name.clone()).unwrap_or_default(),
                referral,
            }
        };
        Ok(all.into_iter().map(one).collect())
    }

    /// Somebody says yes for the agency. Said again, it changes nothing. `NotFound` for what is over or another agency's.
    /// That they did is kept of whoever it is about, under `event`.
    pub async fn accept_referral(
        &self,
        id: ReferralId,
        event: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Referral> {
        let which = self.theirs().ok_or(StoreError::NotFound("referral"))?.add(Column::Id.eq(id.0));
        Entity::update_many()
            .col_expr(Column::AcceptedAt, Expr::value(now))
            .col_expr(Column::AcceptedBy, Expr::value(self.scope.staff().0))
            .filter(which.clone())
            .filter(Column::AcceptedAt.is_null())
            .exec(&self.db)
            .await?;
        let row = Entity::find().filter(which).one(&self.db).await?;
        let referral = read(row.ok_or(StoreError::NotFound("referral"))?)?;
        self.note_viewed(event, referral.person, "accept_referral", now).await?;
        Ok(referral)
    }

    /// What the agency sees of one young person today, by all referrals together, and their name. `NotFound` for nothing.
    pub async fn shared(&self, person: PersonId) -> Result<(Shared, String)> {
        let unknown = || StoreError::NotFound("young person");
        let which = self.theirs().ok_or_else(unknown)?.add(Column::PersonId.eq(person.0));
        let rows = Entity::find().filter(which).all(&self.db).await?;
        let all = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        let live = all.iter().filter(|one| one.is_live(self.scope.today()));
        let parts = live.map(|one| one.parts).reduce(|one, other| Parts {
            contact: one.contact || other.contact,
            destination: one.destination || other.destination,
            promises: one.promises || other.promises,
            goals: one.goals || other.goals,
        });
        let parts = parts.ok_or_else(unknown)?;
        let here = self.scope.partnership();
        let row = person::Entity::find_by_id((here.0, person.0)).one(&self.db).await?;
        let name = people::read(row.ok_or_else(unknown)?, Vec::new())?.full_name();
        Ok((Shared::new(here, person, parts), name))
    }

    /// Notes that this member of the agency looked at what is shared of somebody.
    pub async fn note_shared(
        &self,
        id: Uuid,
        of: &Shared,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        self.note_viewed(id, of.whose().1, what, now).await
    }

    async fn note_viewed(
        &self,
        id: Uuid,
        person: PersonId,
        what: &'static str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let row = access_event::ActiveModel {
            partnership_id: Set(self.scope.partnership().0),
            id: Set(id),
            at: Set(now),
            actor_kind: Set("staff".into()),
            actor_id: Set(Some(self.scope.staff().0)),
            role: Set(Some(domain::staff::Role::PartnershipViewer.code().into())),
            person_id: Set(Some(person.0)),
            what: Set(what.into()),
        };
        access_event::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Those to the agency that are not over; none without an agency.
    fn theirs(&self) -> Option<Condition> {
        Some(
            Condition::all()
                .add(Column::PartnershipId.eq(self.scope.partnership().0))
                .add(Column::ToAgency.eq(self.scope.agency()?))
                .add(Column::UntilOn.gte(self.scope.today()))
                .add(Column::EndedAt.is_null()),
        )
    }
}

impl Tx<SharedContact> {
    /// How they can be reached.
    pub async fn shared_contact(&self) -> Result<Reached> {
        let (here, person) = self.scope.whose();
        let theirs = Condition::all()
            .add(same(communication_need::Column::PartnershipId, person::Column::PartnershipId))
            .add(same(communication_need::Column::PersonId, person::Column::Id));
        let mut find = person::Entity::find_by_id((here.0, person.0))
            .select_only()
            .columns([person::Column::Mobile, person::Column::Email])
            .into_query();
        find.expr(communication_need::Column::Need.into_expr())
            .left_join(communication_need::Entity, theirs)
            .order_by(communication_need::Column::Need, Order::Asc);
        let rows = self.db.query_all(&find).await?;
        let first = rows.first().ok_or(StoreError::NotFound("young person"))?;
        let needs = rows.iter().map(|row| row.try_get::<Option<String>>("", "need"));
        let needs: Vec<Option<String>> = needs.collect::<std::result::Result<_, _>>()?;
        let needs = needs.iter().flatten().map(|need| people::read_need(need));
        Ok(Reached {
            mobile: first.try_get("", "mobile")?,
            email: first.try_get("", "email")?,
            needs: needs.collect::<Result<_>>()?,
        })
    }
}

impl Tx<SharedDestination> {
    /// Where they are and were, the earliest first.
    pub async fn shared_destinations(&self) -> Result<Vec<KnownSpell>> {
        let (here, person) = self.scope.whose();
        let rows = spell::Entity::find()
            .filter(spell::Column::PartnershipId.eq(here.0))
            .filter(spell::Column::PersonId.eq(person.0))
            .filter(spell::Column::VoidedAt.is_null())
            .order_by_asc(spell::Column::StartedOn)
            .order_by_asc(spell::Column::Id)
            .all(&self.db)
            .await?;
        read_known(rows)
    }
}

impl Tx<SharedPromises> {
    /// What they were promised, the earliest first.
    pub async fn shared_promises(&self) -> Result<Vec<Promise>> {
        let (here, person) = self.scope.whose();
        let rows = promise::Entity::find()
            .filter(promise::Column::PartnershipId.eq(here.0))
            .filter(promise::Column::PersonId.eq(person.0))
            .order_by_asc(promise::Column::AgreedOn)
            .order_by_asc(promise::Column::Id)
            .all(&self.db)
            .await?;
        Ok(promises::read_promises(rows)?.into_iter().map(|(promise, _)| promise).collect())
    }
}

impl Tx<SharedGoals> {
    /// What they want, in the order in which they wrote it.
    pub async fn shared_goals(&self) -> Result<Vec<Goal>> {
        let (here, person) = self.scope.whose();
        let rows = goal::Entity::find()
            .filter(goal::Column::PartnershipId.eq(here.0))
            .filter(goal::Column::PersonId.eq(person.0))
            .order_by_asc(goal::Column::MadeAt)
            .order_by_asc(goal::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(goals::read).collect()
    }
}

fn read(row: Model) -> Result<Referral> {
    let bad = |why| StoreError::Impossible { what: "referral", why };
    let text = |text: &str| words(text).map_err(|_| bad("words"));
    let told = match (row.told_on, row.not_told_why) {
        (Some(day), None) => ToldThem::On(day),
        (None, Some(why)) => ToldThem::Not(text(&why)?),
        _ => return Err(bad("told and not told")),
    };
    Ok(Referral {
        id: ReferralId(row.id),
        person: PersonId(row.person_id),
        to: Line::new(&row.to_agency).map_err(|_| bad("agency"))?,
        parts: Parts {
            contact: row.contact,
            destination: row.destination,
            promises: row.promises,
            goals: row.goals,
        },
        why: text(&row.why)?,
        basis: SharingBasis::from_code(&row.basis).ok_or(bad("basis"))?,
        told,
        from: row.from_on,
        until: row.until_on,
        made_by: StaffId(row.made_by),
        made_at: row.made_at,
        accepted: row.accepted_by.map(StaffId).zip(row.accepted_at),
        ended_at: row.ended_at,
    })
}
