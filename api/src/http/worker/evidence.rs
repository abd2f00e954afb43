//! Whose word each destination rests on, as it travels.

use chrono::NaiveDate;
use domain::{
    attempts::Means,
    id::SpellId,
    record::KnownSpell,
    spell::{self, Evidence, Spell},
};
use poem_openapi::{Enum, Object};

use super::wire::{Names, SourceCode, SpellOut};
use crate::{
    app::App,
    http::wire::Instant,
    store::{KnownTry, KnownWord},
};

/// Somebody's word that something was going on.
#[derive(Clone, Object)]
#[oai(rename = "DestinationWord", skip_serializing_if_is_none)]
pub struct WordOut {
    pub source: SourceCode,
    /// The day of which it was said.
    pub on: NaiveDate,
    /// The member of staff whose word it is.
    pub by: Option<String>,
    /// When we learnt of it. Missing: before each word was kept.
    pub heard_at: Option<Instant>,
}

/// By which means somebody was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename = "MeansOfTrying", rename_all = "kebab-case", remote = "Means")]
pub enum MeansCode {
    /// A message that wakes a phone.
    Push,
    /// A text message.
    Text,
    /// An e-mail.
    Email,
    /// A call.
    Call,
    /// A video call.
    Video,
    /// A letter.
    Letter,
    /// A meeting that was offered.
    Meeting,
    /// A visit at home.
    HomeVisit,
}

/// A try to reach somebody.
#[derive(Clone, Object)]
#[oai(rename = "TryToReach")]
pub struct TryOut {
    /// When.
    pub at: Instant,
    pub means: MeansCode,
    /// Staff tried, and not the service by itself.
    pub by_hand: bool,
}

/// What one young person did and does, the latest first, with whose word each rests on.
pub fn spells(
    app: &App,
    known: &[KnownSpell],
    words: &[KnownWord],
    tries: &[KnownTry],
    names: &Names,
) -> Vec<SpellOut> {
    let (activities, today) = (&app.activities, app.today());
    let spells: Vec<Spell> = known.iter().map(|known| known.spell.clone()).collect();
    let now = spell::current(&spells, activities, today).map(|now| now.id);
    let since = spell::neet_since(&spells, activities, today);
    let shown = known.iter().rev().map(|known| {
        let one = &known.spell;
        SpellOut {
            neet_since: since.filter(|_| now == Some(one.id)),
            said: said(one, words, names),
            tries: behind(one.id, tries),
            ..SpellOut::new(one, known.version, activities, today)
        }
    });
    shown.collect()
}

/// The words that stand for a spell. Beside those that are kept, the weightiest one is known by the spell itself.
fn said(spell: &Spell, words: &[KnownWord], names: &Names) -> Vec<WordOut> {
    let stands = words.iter().filter(|known| known.word.stands(spell));
    let mut said: Vec<WordOut> = stands
        .map(|known| WordOut {
            source: known.word.source.into(),
            on: known.word.on,
            by: names.of_maybe(known.by),
            heard_at: Some(known.heard_at.into()),
        })
        .collect();
    let weightiest = Evidence::of(spell, spell.source);
    if !said.iter().any(|word| word.source == weightiest.source.into()) {
        let source = weightiest.source.into();
        said.insert(0, WordOut { source, on: weightiest.on, by: None, heard_at: None });
    }
    said
}

fn behind(spell: SpellId, tries: &[KnownTry]) -> Vec<TryOut> {
    let tries = tries.iter().filter(|known| known.spell == spell).map(|known| known.attempt);
    tries
        .map(|it| TryOut { at: it.at.into(), means: it.means.into(), by_hand: it.by_hand })
        .collect()
}
