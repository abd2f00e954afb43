//! What published figures say, in words. Everything here reads figures, never counts.

use super::cell::Cell;
use super::figures::Share;
use super::wave::Wave;

/// Below this many per cent of answers, figures may not stand for everybody.
const FEW_ANSWERS: u32 = 50;

/// Below this many per cent of known destinations, figures are of low reliability.
const FEW_KNOWN: u32 = 70;

/// What the figures say, in a sentence or two.
pub(super) fn finding(wave: Wave, base: Cell, in_education_or_work: Share) -> String {
    let months = wave.months();
    let place = "known to be in education, training or work";
    let Some(percent) = in_education_or_work.percent else {
        return format!(
            "{months} months on, fewer than 10 of about {base} young people were {place}."
        );
    };
    let share = percent.in_words();
    let said = format!("{months} months on, {share} of about {base} young people were {place}.");
    match in_education_or_work.interval {
        // After "95% or more", a range that begins lower would only confuse.
        Some((low, high)) if percent.is_below(95) => {
            format!("{said} The true share is likely to be between {low}% and {high}%.")
        }
        _ => said,
    }
}

/// What to beware of, if anything.
pub(super) fn caution(base: Cell, asked: Cell, answered: Share, known: Share) -> Option<String> {
    let response = match answered.percent {
        Some(percent) if !percent.is_below(FEW_ANSWERS) => None,
        Some(_) => Some("Fewer than half of those asked answered."),
        None if asked.is_low() => Some("Fewer than 10 were asked."),
        None if answered.count.is_low() => Some("Fewer than 10 answered."),
        None => Some("Too few were asked to say what share answered."),
    };
    let coverage = match known.percent {
        Some(percent) if !percent.is_below(FEW_KNOWN) => None,
        Some(_) => Some("It is not known where more than 3 in 10 are."),
        None => Some("It is known of fewer than 10 where they are."),
    };
    let size = is_small(base).then_some("The group is small, so a few people change a lot.");

    let cautions: Vec<&str> = [response, coverage, size].into_iter().flatten().collect();
    (!cautions.is_empty()).then(|| format!("Take care. {}", cautions.join(" ")))
}

/// True if figures deserve the mark of low reliability.
pub(super) fn is_unreliable(base: Cell, known: Share) -> bool {
    is_small(base) || known.percent.is_none_or(|percent| percent.is_below(FEW_KNOWN))
}

fn is_small(base: Cell) -> bool {
    base.value().is_none_or(|figure| figure < 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(part: u32, whole: u32) -> Share {
        Share::of(Cell::shown(part), Cell::shown(whole))
    }

    #[test]
    fn a_finding_gives_the_share_and_how_sure_it_is() {
        assert_eq!(
            finding(Wave::Month6, Cell::shown(120), share(60, 120)),
            "6 months on, 50% of about 120 young people were known to be in education, training or \
             work. The true share is likely to be between 41% and 59%."
        );
    }

    #[test]
    fn a_finding_never_tells_a_small_count_or_that_a_group_is_complete() {
        assert_eq!(
            finding(Wave::Month24, Cell::shown(30), Share::of(Cell::LOW, Cell::shown(30))),
            "24 months on, fewer than 10 of about 30 young people were known to be in education, \
             training or work."
        );
        assert_eq!(
            finding(Wave::Month12, Cell::shown(120), share(125, 120)),
            "12 months on, 95% or more of about 120 young people were known to be in education, \
             training or work."
        );
    }

    #[test]
    fn good_figures_need_no_caution() {
        let base = Cell::shown(120);
        assert_eq!(caution(base, base, share(60, 120), share(85, 120)), None);
        assert!(!is_unreliable(base, share(85, 120)));
    }

    #[test]
    fn a_low_response_and_many_not_known_are_named() {
        let base = Cell::shown(120);
        assert_eq!(
            caution(base, base, share(55, 120), share(80, 120)).unwrap(),
            "Take care. Fewer than half of those asked answered. It is not known where more than \
             3 in 10 are."
        );
        assert!(is_unreliable(base, share(80, 120)));
    }

    #[test]
    fn small_groups_are_named() {
        let base = Cell::shown(40);
        let few = caution(base, Cell::LOW, Share::of(Cell::LOW, Cell::LOW), share(40, 40));
        assert_eq!(
            few.unwrap(),
            "Take care. Fewer than 10 were asked. The group is small, so a few people change a lot."
        );
    }
}
