//! The national list of activities, read from its file.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use csv::StringRecord;

use super::{Activity, ActivityCode, Group, Lapse, Standing};
use crate::report::{Category, Headline};

/// The national list of activities, by code.
#[derive(Clone, Debug)]
pub struct Activities(BTreeMap<ActivityCode, Activity>);

static SHIPPED: LazyLock<Activities> = LazyLock::new(|| {
    Activities::from_csv(
        include_str!("../../data/nccis_activity_codes.csv"),
        include_str!("../../data/activity_categories.csv"),
    )
    .expect("the shipped lists are read by a test")
});

impl Activities {
    /// Reads the list of codes and, beside it, the category of each. Says which line is wrong with what.
    pub fn from_csv(codes: &str, categories: &str) -> Result<Self, String> {
        let categories = read_categories(categories)?;
        let mut lines = BTreeMap::<ActivityCode, Vec<(u64, Activity)>>::new();
        for (line, row) in rows(codes)? {
            let activity = read(&row, &categories)
                .map_err(|wrong| format!("activities, line {line}: {wrong}"))?;
            lines.entry(activity.code).or_default().push((line, activity));
        }
        let activities =
            lines.into_values().map(one_after_another).collect::<Result<Vec<_>, _>>()?;
        Ok(Self(activities.into_iter().map(|activity| (activity.code, activity)).collect()))
    }

    /// Reads the list that an installation brings in place of the shipped one, as for a new year of the national requirement:
    /// the same columns, and a `category` for codes that the shipped list does not have. A rule that changes is a second
    /// line of the same code. No code goes: what was recorded with it stays readable. Says all that is wrong, line by line.
    pub fn brought(codes: &str) -> Result<Self, Vec<String>> {
        let shipped = Self::shipped();
        let known = shipped.iter().map(|activity| (activity.code, activity.category));
        let known: Categories = known.collect();
        let mut wrong = Vec::new();
        let mut lines = BTreeMap::<ActivityCode, Vec<(u64, Activity)>>::new();
        for (line, row) in rows(codes).map_err(|wrong| vec![wrong])? {
            let one = own_category(&row, &known).and_then(|categories| read(&row, &categories));
            match one {
                Ok(activity) => lines.entry(activity.code).or_default().push((line, activity)),
                Err(what) => wrong.push(format!("line {line}: {what}")),
            }
        }
        let gone = shipped.iter().filter(|it| wrong.is_empty() && !lines.contains_key(&it.code));
        let gone: Vec<String> = gone
            .map(|it| {
                format!(
                    "code {} ({}) has no line: keep it, and give it a valid_to, because records may have it",
                    it.code, it.label
                )
            })
            .collect();
        wrong.extend(gone);
        let mut all = BTreeMap::new();
        for of_code in lines.into_values() {
            match one_after_another(of_code) {
                Ok(activity) => drop(all.insert(activity.code, activity)),
                Err(what) => wrong.push(what.trim_start_matches("activities, ").to_owned()),
            }
        }
        if wrong.is_empty() { Ok(Self(all)) } else { Err(wrong) }
    }

    /// The list that the service comes with.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The activity with this code.
    pub fn get(&self, code: ActivityCode) -> Option<&Activity> {
        self.0.get(&code)
    }

    /// Every activity, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = &Activity> {
        self.0.values()
    }
}

/// What the list says of one code at several times, as one: each line begins on the day after the one before it ends.
fn one_after_another(mut lines: Vec<(u64, Activity)>) -> Result<Activity, String> {
    lines.sort_by_key(|(_, line)| line.valid_from);
    let mut before: Option<(u64, Activity)> = None;
    for (at, mut line) in lines {
        if let Some((earlier, mut known)) = before.take() {
            let follows = known.valid_to.and_then(|last| last.succ_opt());
            let at = at.max(earlier);
            if follows.is_none() || follows > line.valid_from {
                return Err(format!("activities, line {at}: this code is on an earlier line too"));
            }
            if follows < line.valid_from {
                return Err(format!("activities, line {at}: this code has days without a line"));
            }
            let older = std::mem::take(&mut known.earlier);
            line.earlier = [known].into_iter().chain(older).collect();
        }
        before = Some((at, line));
    }
    before.map(|(_, line)| line).ok_or_else(|| "activities: a code has no line".to_owned())
}

/// A row of a file with a header, by column name.
type Row = BTreeMap<String, String>;

/// The rows of a file with the line each begins on.
pub(super) fn rows(text: &str) -> Result<Vec<(u64, Row)>, String> {
    // The reader loses a line where lines end in a carriage return, unless told that they end in a line feed.
    let line_feed = csv::Terminator::Any(b'\n');
    let mut reader = csv::ReaderBuilder::new()
        .terminator(line_feed)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|wrong| wrong.to_string())?.clone();
    let named = |row: StringRecord| {
        let line = row.position().map_or(0, csv::Position::line);
        let cells = row.iter().map(str::to_owned);
        (line, names.iter().map(str::to_owned).zip(cells).collect())
    };
    reader.records().map(|row| row.map(named).map_err(|wrong| wrong.to_string())).collect()
}

/// The cell in this column, which the file must have.
pub(super) fn cell<'a>(row: &'a Row, column: &str) -> Result<&'a str, String> {
    row.get(column).map(String::as_str).ok_or_else(|| format!("there is no column {column}"))
}

/// The activity code in this column.
pub(super) fn code(row: &Row, column: &str) -> Result<ActivityCode, String> {
    let text = cell(row, column)?;
    ActivityCode::parse(text).ok_or_else(|| format!("{column} {text} is not three digits"))
}

/// What the list of categories says of codes that no figure counts.
const OUT_OF_SCOPE: &str = "out-of-scope";

type Categories = BTreeMap<ActivityCode, Option<Category>>;

fn read_categories(text: &str) -> Result<Categories, String> {
    let mut categories = BTreeMap::new();
    for (line, row) in rows(text)? {
        let one = |row| -> Result<_, String> {
            let category = match cell(row, "category")? {
                OUT_OF_SCOPE => None,
                category => Some(
                    Category::from_code(category)
                        .ok_or_else(|| format!("there is no category {category}"))?,
                ),
            };
            Ok((code(row, "code")?, category))
        };
        let (code, category) =
            one(&row).map_err(|wrong| format!("categories, line {line}: {wrong}"))?;
        categories.insert(code, category);
    }
    Ok(categories)
}

/// The categories with the one that a line brings for its own code, if it does.
fn own_category(row: &Row, known: &Categories) -> Result<Categories, String> {
    let mut categories = known.clone();
    match row.get("category").map(String::as_str) {
        None | Some("") => {}
        Some(OUT_OF_SCOPE) => drop(categories.insert(code(row, "code")?, None)),
        Some(text) => {
            let category = Category::from_code(text);
            let category = category.ok_or_else(|| format!("there is no category {text}"))?;
            categories.insert(code(row, "code")?, Some(category));
        }
    }
    Ok(categories)
}

fn read(row: &Row, categories: &Categories) -> Result<Activity, String> {
    let code = code(row, "code")?;
    let label = cell(row, "label")?.to_owned();
    let group = cell(row, "group")?;
    let standing = cell(row, "status")?;
    let (valid_from, valid_to) = (date(row, "valid_from")?, date(row, "valid_to")?);
    if valid_from.zip(valid_to).is_some_and(|(from, to)| from > to) {
        return Err("valid_to is before valid_from".into());
    }
    Ok(Activity {
        code,
        label,
        group: Group::from_code(group).ok_or_else(|| format!("there is no group {group}"))?,
        headline: headline(row)?,
        category: *categories.get(&code).ok_or_else(|| format!("{code} has no category"))?,
        lapse: lapse(row)?,
        review_date_required: yes(row, "review_date_required")?,
        expected_end_required: yes(row, "expected_end_date_required")?,
        neet_start_required: yes(row, "neet_start_date_required")?,
        send_flag_required: yes(row, "send_flag_required")?,
        min_age: number(row, "min_age")?,
        standing: Standing::from_code(standing)
            .ok_or_else(|| format!("status {standing} is unknown"))?,
        valid_from,
        valid_to,
        earlier: Vec::new(),
    })
}

fn headline(row: &Row) -> Result<Option<Headline>, String> {
    match cell(row, "headline_group")? {
        "EET" => Ok(Some(Headline::InEducationOrWork)),
        "NEET" => Ok(Some(Headline::NotInEducationOrWork)),
        "NOT_KNOWN" => Ok(Some(Headline::NotKnown)),
        "PRE16" | "EXCLUDED" => Ok(None),
        other => Err(format!("headline group {other} is unknown")),
    }
}

fn lapse(row: &Row) -> Result<Lapse, String> {
    let months = number(row, "lapse_months")?;
    let days = number(row, "lapse_extra_days")?.unwrap_or(0);
    match (cell(row, "lapse_anchor")?, months) {
        ("none", _) => Ok(Lapse::Never),
        ("academic_year_end", _) => Ok(Lapse::AcademicYearEnd),
        ("date_verified", Some(months)) => Ok(Lapse::AfterVerified { months }),
        ("review_date", _) => Ok(Lapse::AfterReview { days }),
        (other, _) => Err(format!("lapse anchor {other} is unknown or has no months")),
    }
}

fn number(row: &Row, column: &str) -> Result<Option<u8>, String> {
    match cell(row, column)? {
        "" => Ok(None),
        text => {
            text.parse().map(Some).map_err(|_| format!("{column} {text} is not a small number"))
        }
    }
}

/// A day; none where the cell is empty.
fn date(row: &Row, column: &str) -> Result<Option<NaiveDate>, String> {
    match cell(row, column)? {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| format!("{column} {text} is not a day")),
    }
}

fn yes(row: &Row, column: &str) -> Result<bool, String> {
    match cell(row, column)? {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("{column} is {other}, not yes or no")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(wanted: impl Fn(&Activity) -> bool) -> Vec<u16> {
        Activities::shipped().iter().filter(|a| wanted(a)).map(|a| a.code.0).collect()
    }

    #[test]
    fn the_shipped_list_is_whole() {
        assert_eq!(Activities::shipped().iter().count(), 46);
        assert_eq!(codes(|a| a.review_date_required), [260, 290, 350, 616, 710, 720]);
        assert_eq!(codes(|a| a.send_flag_required), [280, 460]);
        assert_eq!(codes(|a| a.min_age.is_some()), [440]);
        assert_eq!(codes(|a| a.standing != Standing::Active), [450, 720]);
        assert_eq!(
            codes(|a| a.headline == Some(Headline::NotInEducationOrWork)),
            [540, 610, 615, 616, 619, 620, 630, 640, 650, 660, 670, 680]
        );
    }

    #[test]
    fn every_category_adds_up_to_the_national_headline() {
        for activity in Activities::shipped().iter() {
            let headline = activity.category.map(Category::headline);
            assert_eq!(headline, activity.headline, "{}", activity.code);
        }
    }

    #[test]
    fn what_no_figure_counts_is_school_age_custody_and_one_retired_code() {
        assert_eq!(codes(|a| a.category.is_none()), [110, 120, 130, 140, 150, 710, 720]);
    }

    #[test]
    fn only_what_is_in_neither_education_nor_work_needs_a_start_of_that() {
        for activity in Activities::shipped().iter() {
            let neet = activity.headline == Some(Headline::NotInEducationOrWork);
            assert_eq!(activity.neet_start_required, neet, "{}", activity.code);
        }
    }

    #[test]
    fn a_list_that_is_wrong_says_where() {
        let shipped = include_str!("../../data/nccis_activity_codes.csv");
        let categories = include_str!("../../data/activity_categories.csv");

        let twice = shipped.replace("\n120,", "\n110,");
        let wrong = Activities::from_csv(&twice, categories).unwrap_err();
        assert_eq!(wrong, "activities, line 3: this code is on an earlier line too");

        let line = shipped.lines().find(|line| line.starts_with("330,")).unwrap();
        let bare = line.strip_suffix(",,").unwrap();
        let two = |one: &str, other: &str| {
            let both = format!("{bare},{one}\n{bare},{other}");
            Activities::from_csv(&shipped.replace(line, &both), categories).unwrap_err()
        };
        let hole = two(",2027-03-30", "2027-04-01,");
        assert!(hole.ends_with("this code has days without a line"), "{hole}");
        for overlap in [two(",2027-04-01", "2027-04-01,"), two(",", "2027-04-01,")] {
            assert!(overlap.ends_with("this code is on an earlier line too"), "{overlap}");
        }
        let backwards = two("2027-04-02,2027-04-01", "2027-04-03,");
        assert!(backwards.ends_with("valid_to is before valid_from"), "{backwards}");

        let unknown = categories.replace(",apprenticeship,", ",sailing,");
        let wrong = Activities::from_csv(shipped, &unknown).unwrap_err();
        assert_eq!(wrong, "categories, line 16: there is no category sailing");
    }

    #[test]
    fn an_installation_brings_a_list_of_its_own_with_rules_from_a_day_on() {
        let shipped = include_str!("../../data/nccis_activity_codes.csv");
        let same = Activities::brought(shipped).expect("the shipped list is a list");
        assert_eq!(same.iter().count(), Activities::shipped().iter().count());

        // A rule of 330 changes with the new year.
        let line = shipped.lines().find(|line| line.starts_with("330,")).unwrap();
        let cut = line.strip_suffix(",,").expect("it holds for ever");
        let both = format!("{cut},,2027-08-31\n{cut},2027-09-01,");
        let changed = Activities::brought(&shipped.replace(line, &both)).unwrap();
        let code = changed.get(ActivityCode::new(330)).unwrap();
        assert_eq!((code.valid_from, code.earlier.len()), ("2027-09-01".parse().ok(), 1));

        // A code that nobody knew has a category of its own.
        let head = shipped.lines().next().unwrap();
        let own: Vec<String> = shipped
            .lines()
            .map(|one| format!("{one}{}", if one == head { ",category" } else { "," }))
            .collect();
        let new = format!("{}employment", own.iter().find(|it| it.starts_with("330,")).unwrap())
            .replacen("330,", "399,", 1);
        let text = format!("{}\n{new}\n", own.join("\n"));
        let with = Activities::brought(&text).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        assert_eq!(with.iter().count(), same.iter().count() + 1);
    }

    #[test]
    fn all_that_is_wrong_with_it_is_said_at_once_line_by_line() {
        let shipped = include_str!("../../data/nccis_activity_codes.csv");
        let gone: Vec<&str> = shipped.lines().filter(|line| !line.starts_with("330,")).collect();
        let wrong = Activities::brought(&gone.join("\n")).unwrap_err();
        assert!(wrong.len() == 1 && wrong[0].starts_with("code 330"), "{wrong:?}");

        let two = shipped.replace("\n110,", "\n11x,").replace("\n120,", "\n12,");
        let wrong = Activities::brought(&two).unwrap_err();
        assert_eq!(
            wrong,
            ["line 2: code 11x is not three digits", "line 3: code 12 is not three digits"]
        );
        assert!(
            Activities::brought("code\n310\n").unwrap_err()[0]
                .starts_with("line 2: there is no column")
        );
    }
}
