//! Who said of a spell that it was going on, and of which day: the rungs of the ladder of evidence.

use chrono::NaiveDate;

use super::{Change, Source, Spell, Word};
use crate::{activity::ActivityCode, id::SpellId};

/// Somebody's word that a spell was going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of which spell.
    pub spell: SpellId,
    /// What they were said to do. What a spell was called before it was mended, nobody has said of it as it is now.
    pub code: ActivityCode,
    /// Whose word it is.
    pub source: Source,
    /// The day of which it was said.
    pub on: NaiveDate,
}

/// What a word is about.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// The spell that was asked about.
    Spell(SpellId),
    /// Whatever they do of this kind.
    Code(ActivityCode),
}

impl Evidence {
    /// The word of whoever recorded this spell.
    pub fn of(spell: &Spell, source: Source) -> Self {
        Self { spell: spell.id, code: spell.code, source, on: spell.known_on() }
    }

    /// The spell that somebody in a check-in has spoken of, as it is once the change is made. None where it says of none
    /// that it goes on, as of one that staff have ended.
    pub fn heard(spells: &[Spell], change: &Change, word: Word, about: About) -> Option<Self> {
        let stays = |spell: &&Spell| {
            !change.void.contains(&spell.id) && change.save.iter().all(|new| new.id != spell.id)
        };
        let after = spells.iter().filter(stays).chain(&change.save);
        let meant = after.filter(|spell| spell.runs_into(word.on)).filter(|spell| match about {
            About::Spell(id) => spell.id == id,
            About::Code(code) => spell.code == code,
        });
        let spell = meant.max_by_key(|spell| (spell.id == word.id, spell.started_on))?;
        Some(Self { spell: spell.id, code: spell.code, source: word.source, on: word.on })
    }

    /// Whether it still speaks for the spell as it is now. What somebody has taken back since does not: a day after the
    /// last on which it is known, or something else that they do.
    pub fn stands(&self, spell: &Spell) -> bool {
        self.spell == spell.id && self.code == spell.code && self.on <= spell.known_on()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spell::change::tests::{WORK, college, day, id, word};

    #[test]
    fn a_word_is_about_the_spell_that_it_confirms_or_begins() {
        let spells = [college()];
        let said = word("2026-11-02");
        let change = Change::still_there(&spells, college().id, said);
        let heard = Evidence::heard(&spells, &change, said, About::Spell(college().id)).unwrap();
        assert_eq!((heard.spell, heard.on, heard.source), (college().id, said.on, said.source));
        assert!(heard.stands(&change.save[0]));
        assert!(!heard.stands(&college()), "nobody knew of that day then");

        let change = Change::told(&spells, said, WORK, true);
        let heard = Evidence::heard(&spells, &change, said, About::Code(WORK)).unwrap();
        assert_eq!((heard.spell, heard.code), (id(1), WORK));
    }

    #[test]
    fn what_was_known_as_well_from_somebody_else_is_a_word_all_the_same() {
        let known =
            Spell { source: Source::Worker, verified_on: Some(day("2026-11-02")), ..college() };
        let spells = [Spell { days_per_week: Some(3), ..known }];
        let said = word("2026-11-02");
        let change = Change::still_there(&spells, college().id, said);
        assert_eq!(change, Change::default());
        assert!(Evidence::heard(&spells, &change, said, About::Spell(college().id)).is_some());
    }

    #[test]
    fn of_what_staff_have_ended_nothing_is_confirmed() {
        let spells = [Spell { ended_on: Some(day("2026-10-20")), ..college() }];
        let said = word("2026-11-02");
        let heard = Evidence::heard(&spells, &Change::default(), said, About::Spell(college().id));
        assert_eq!(heard, None);
    }
}
