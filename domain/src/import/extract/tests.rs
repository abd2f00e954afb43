use super::*;
use crate::{
    activity::Activities,
    identifier::{ClientRecordId, CouncilCode},
    import::Column,
    journey::TransitionRule,
    need::NeedTypes,
};

const GOOD: &str = include_str!("../../../data/sample_ccis_extract.csv");
const PROBLEMS: &str = include_str!("../../../data/sample_ccis_extract_with_problems.csv");

type Rows = Vec<Result<ClientRecord, Vec<Fault>>>;

fn read(file: impl Read, as_of: &str, transition: TransitionRule) -> Rows {
    let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
    let rules = Rules {
        activities: Activities::shipped(),
        needs: NeedTypes::shipped(),
        councils: &councils,
        as_of: as_of.parse().unwrap(),
        transition,
    };
    let mut extract = Extract::open(file).unwrap();
    std::iter::from_fn(|| extract.next_row(&rules)).collect()
}

fn read_now(file: &str) -> Rows {
    read(file.as_bytes(), "2026-11-02", TransitionRule::EighteenthBirthday)
}

fn said(rows: &Rows) -> Vec<String> {
    let faults = rows.iter().filter_map(|row| row.as_ref().err()).flatten();
    faults.map(ToString::to_string).collect()
}

/// The header and the first row of the good sample, with one text in place of another.
fn one_row(from: &str, to: &str) -> Rows {
    let two: Vec<&str> = GOOD.lines().take(2).collect();
    assert!(two[1].contains(from));
    read_now(&format!("{}\r\n{}\r\n", two[0], two[1].replace(from, to)))
}

#[test]
fn the_sample_extract_is_taken_whole() {
    for as_of in ["2026-11-02", "2026-11-22"] {
        let rows = read(GOOD.as_bytes(), as_of, TransitionRule::EighteenthBirthday);
        assert_eq!(said(&rows), Vec::<String>::new());
        assert_eq!(rows.len(), 400);
    }
}

#[test]
fn people_whose_two_years_are_over_are_counted_apart() {
    let today = "2026-11-02".parse().unwrap();
    let rows = read_now(GOOD);
    let over = rows.iter().flatten().filter(|record| record.journey_over(today)).count();
    assert_eq!(over, 146);
}

#[test]
fn the_sample_extract_is_odd_in_few_ways() {
    let rows = read_now(GOOD);
    let mut odd = std::collections::BTreeMap::new();
    for warning in rows.iter().flatten().flat_map(|record| &record.warnings) {
        *odd.entry((warning.column.unwrap().code(), warning.what.to_string())).or_insert(0) += 1;
    }
    let odd: Vec<_> = odd.iter().map(|((column, what), n)| (*column, what.as_str(), *n)).collect();
    assert_eq!(
        odd,
        [
            ("ActivityCode", "is for those who have left Year 11", 7),
            ("TransitionDate", "is empty", 161),
            ("UKProviderReferenceNumber", "is empty", 39),
        ]
    );
}

#[test]
fn every_faulty_row_of_the_other_sample_is_named() {
    let rows = read_now(PROBLEMS);
    let found: Vec<_> = rows
        .iter()
        .filter_map(|row| row.as_ref().err())
        .flatten()
        .map(|fault| (fault.line, fault.column.unwrap().code()))
        .collect();
    assert_eq!(
        found,
        [
            (5, "DOB"),
            (9, "UniqueLearnerNo"),
            (15, "ActivityCode"),
            (19, "SENSupportFlag"),
            (21, "ActivityCode"),
            (21, "PredictedEndDate"),
            (25, "DOB"),
            (31, "DOB"),
            (33, "LeadLEA"),
            (39, "YoungPersonsID"),
            (43, "StartDate"),
            (45, "GivenName"),
            (49, "MobileNumber"),
            (61, "GivenName"),
            (63, "ActivityCode"),
            (69, "SENType"),
            (73, "DateVerified"),
            (75, "FamilyName"),
        ]
    );
    assert_eq!(rows.len(), 120);
}

#[test]
fn a_fault_says_where_it_is_what_it_is_and_what_to_do() {
    let said = said(&read_now(PROBLEMS));
    assert_eq!(said[0], "line 5, DOB: \"31/02/2007\" is not a date. Write dates as 2007-02-28.");
    assert_eq!(
        said[9],
        "line 39, YoungPersonsID: \"...036\" is also on line 38. One young person has one \
         row. Leave one of the two out."
    );
    assert_eq!(
        said[12],
        "line 49, MobileNumber: \"...3\" is not a UK mobile number. Write it as \
         07700 900123, or leave it empty."
    );
    // Names are never printed.
    assert!(said[13].starts_with("line 61, GivenName: begins with a sign"));
    assert!(said[17].starts_with("line 75, FamilyName: has 5000 characters"));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let faulty = GOOD.lines().nth(1).unwrap().replace("2008-03-18", "?");
    let header = GOOD.lines().next().unwrap();
    let two_lines = GOOD.lines().nth(2).unwrap().replace("Synthetic", "\"on two\nlines\"");
    for end in ["\n", "\r\n"] {
        let file = [header, "", &two_lines.replace("37 ", "").replace('\n', end), &faulty, ""];
        // An address of two lines is on lines 3 and 4.
        let rows = read_now(&file.join(end));
        assert_eq!(rows.len(), 2);
        let fault = &rows.iter().find_map(|row| row.as_ref().err()).unwrap()[0];
        assert_eq!(fault.line, 5, "{end:?}");
    }
}

#[test]
fn letters_in_another_encoding_and_cells_too_many_are_told_of() {
    // Two lines in UTF-8, and one by somebody else.
    let mut mixed = Vec::new();
    for (line, name) in GOOD.lines().take(4).zip(["", "Zoë", "Zo\u{1}", "Siân"]) {
        let named = line.replace("Ethan", name).replace("Leo", name).replace("Harvey", name);
        mixed.extend(named.bytes().map(|b| if b == 1 { 0xeb } else { b }));
        mixed.push(b'\n');
    }
    let rows = read(mixed.as_slice(), "2026-11-02", TransitionRule::EighteenthBirthday);
    assert_eq!(
        said(&rows),
        [
            "line 3: has letters in another encoding than the rest of the file. Save the file as \"CSV UTF-8\"."
        ]
    );
    assert_eq!(rows.len(), 3);

    let rows = one_row("Patel", "Pat,el");
    assert!(said(&rows)[0].starts_with("line 2: has 37 cells under 36 columns"));
}

#[test]
fn where_no_rule_gives_a_day_of_transition_the_row_has_to() {
    let rows = read(GOOD.as_bytes(), "2026-11-02", TransitionRule::GivenDateOnly);
    let faults: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).flatten().collect();
    assert_eq!(faults.len(), 161);
    assert!(faults.iter().all(|fault| fault.column == Some(Column::TransitionDate)));
}

#[test]
fn a_day_of_transition_that_cannot_be_gives_way_to_the_birthday() {
    let rows = one_row("2026-03-18", "2019-03-18");
    let record = rows[0].as_ref().unwrap();
    assert_eq!(record.journey.transition_on, "2026-03-18".parse().unwrap());
    assert_eq!(record.warnings[0].column, Some(Column::TransitionDate));
}

#[test]
fn somebody_who_died_or_moved_away_is_not_let_in() {
    let faults = said(&one_row(",P,", ",D,"));
    assert_eq!(
        faults,
        ["line 2, CohortStatus: \"D\" says that they have died. Leave the row out."]
    );
}

#[test]
fn the_age_is_16_to_25() {
    for (birth, good) in [
        ("2010-11-02", true),
        ("2010-11-03", false),
        ("2000-11-03", true),
        ("2000-11-02", false),
        ("2027-01-01", false),
    ] {
        assert_eq!(one_row("2008-03-18", birth)[0].is_ok(), good, "{birth}");
    }
}

#[test]
fn lapse_dates_that_differ_from_the_rule_are_odd_and_the_rule_counts() {
    let row = GOOD.lines().nth(24).unwrap().replace("2027-05-01,N", "2027-01-01,Y");
    let rows = read_now(&format!("{}\n{row}\n", GOOD.lines().next().unwrap()));
    let warnings: Vec<_> =
        rows[0].as_ref().unwrap().warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "line 2, DueToLapseDate: \"2027-01-01\" differs from the rule. The rule gives \
             2027-05-01, which is used.",
            "line 2, CurrencyLapsed: \"Y\" says lapsed before its time. The rule is used, and \
             this is not kept.",
        ]
    );
}

/// The sample as a council's own system would write it.
#[test]
fn the_same_people_are_read_however_the_file_is_written() {
    let plain = read_now(GOOD);
    let same = |rows: Rows, what: &str| {
        assert_eq!(said(&rows), Vec::<String>::new(), "{what}");
        for (one, other) in plain.iter().zip(&rows) {
            let (one, other) = (one.as_ref().unwrap(), other.as_ref().unwrap());
            let place = |record: &ClientRecord| ClientRecord {
                line: 0,
                warnings: Vec::new(),
                ..record.clone()
            };
            assert_eq!(place(one), place(other), "{what}");
        }
        assert_eq!(rows.len(), plain.len(), "{what}");
    };
    let text = GOOD.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap();
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    same(read(utf16.as_slice(), "2026-11-02", TransitionRule::EighteenthBirthday), "UTF-16");
    same(read_now(&text.replace("\r\n", "\n").replace('\n', "\r")), "CR");
    same(read_now(&text.replace(',', ";")), "semicolons");
    same(read_now(&text.replace(',', "\t")), "tabs");
    same(read_now(&format!("sep=,\r\n{text}")), "sep");
    same(read_now(&format!("Clients on 2 November\r\n\r\n{text}")), "a title");
    same(
        read_now(&text.replace(",P,", ",P,\u{a0}").replace("\r\n", ",,\r\n").replacen(",,", "", 1)),
        "spaces",
    );
    let again: Vec<String> = text
        .lines()
        .enumerate()
        .map(
            |(place, line)| {
                if place % 50 == 49 { format!("{line}\n{header}") } else { line.to_owned() }
            },
        )
        .collect();
    same(read_now(&again.join("\n")), "headers again");
    let british = |text: &str| {
        let cell = |cell: &str| match cell.parse::<chrono::NaiveDate>() {
            Ok(day) => day.format("%d/%m/%Y").to_string(),
            Err(_) => cell.to_owned(),
        };
        text.lines()
            .map(|line| line.split(',').map(cell).collect::<Vec<_>>().join(","))
            .collect::<Vec<_>>()
            .join("\n")
    };
    same(read_now(&british(text)), "days first");
}

#[test]
fn how_a_file_is_written_is_told() {
    let two: Vec<&str> = GOOD.trim_start_matches('\u{feff}').lines().take(2).collect();
    let file = format!("A title\n{}\r\n{}\n{}\n", two[0], two[1], two[0])
        .replace(',', ";")
        .replace("Ethan", "Zoë");
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&file);
    let mut extract = Extract::open(&*bytes).unwrap();
    let councils = ["830", "831"].map(|code| CouncilCode::parse(code).unwrap());
    let rules = Rules {
        activities: Activities::shipped(),
        needs: NeedTypes::shipped(),
        councils: &councils,
        as_of: "2026-11-02".parse().unwrap(),
        transition: TransitionRule::EighteenthBirthday,
    };
    let record = extract.next_row(&rules).unwrap().unwrap();
    assert_eq!((record.given_name.as_str(), record.line), ("Zoë", 3));
    assert!(extract.next_row(&rules).is_none());
    assert_eq!(
        extract.shape(),
        Shape {
            encoding: Encoding::Windows1252,
            separator: ';',
            line_ends: vec![LineEnd::Lf, LineEnd::CrLf],
            header_line: 2,
            repeated_headers: 1,
        }
    );
    assert!(extract.into_inner().is_empty());
}

#[test]
fn a_file_that_is_none_says_so_once() {
    for (bytes, what) in
        [(&b"PK\x03\x04..."[..], "is not text"), (b"", "is empty"), (b"\n\n", "is empty")]
    {
        let faults = Extract::open(bytes).err().unwrap();
        assert!(faults.len() == 1 && faults[0].what.contains(what), "{faults:?}");
    }
    let header = GOOD.lines().next().unwrap();
    let open = format!("{header}\n8301000000000,\"\n{}", "8301\n".repeat(300_000));
    assert!(said(&read_now(&open)).last().unwrap().contains("quotation mark that is opened"));
}

#[test]
fn single_names_and_guarded_cells_are_taken() {
    let record = one_row("Ethan,Patel", "'Aisha,").remove(0).unwrap();
    assert_eq!((record.given_name.as_str(), record.family_name.as_str()), ("'Aisha", ""));
    let record = one_row("8301000000000", "\"=\"\"8301000000000\"\"\"").remove(0).unwrap();
    assert_eq!(record.id, ClientRecordId::parse("8301000000000").unwrap());
    let record = one_row("07700 900381", "7700900381").remove(0).unwrap();
    assert_eq!(record.mobile.unwrap().as_str(), "+447700900381");
    let rows = one_row("2008-03-18", "39525");
    assert_eq!(rows[0].as_ref().unwrap().birth_date, "2008-03-18".parse().unwrap());
}

#[test]
fn a_mapping_reads_other_names_and_words() {
    let two: Vec<String> =
        GOOD.trim_start_matches('\u{feff}').lines().take(2).map(str::to_owned).collect();
    let header = two[0]
        .replace("GivenName", "Forename")
        .replace("LeadLEA", "Council")
        .replace("DOB", "Born");
    let row =
        two[1].replace(",Y,N,SPLD,", ",Has a plan,N,SPLD,").replace("2008-03-18", "03/18/2008");
    let mapping = r#"{"columns":{"GivenName":"forename","DOB":"Born"},"constants":{"LeadLEA":"830"},
        "values":{"SENDFlag":{"has a plan":"Y"}},"dates":"month-first"}"#;
    let reading = Reading { mapping: Mapping::read(mapping).unwrap(), delta: false };
    let file = format!("{header}\n{row}\n");
    let mut extract = Extract::open_as(file.as_bytes(), reading.clone()).unwrap();
    let councils = [CouncilCode::parse("830").unwrap()];
    let rules = Rules {
        activities: Activities::shipped(),
        needs: NeedTypes::shipped(),
        councils: &councils,
        as_of: "2026-11-02".parse().unwrap(),
        transition: TransitionRule::EighteenthBirthday,
    };
    let record = extract.next_row(&rules).unwrap().unwrap();
    let plain = &one_row("", "")[0];
    assert_eq!(record, *plain.as_ref().unwrap());

    let faults = Extract::open_as(GOOD.as_bytes(), reading).err().unwrap();
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("The mapping names a column that the file does not have"), "{said:?}");
}

#[test]
fn a_file_of_other_names_can_be_looked_at_before_it_is_mapped() {
    let file =
        "Clients in October\n\nClient ref;Forename;Surname;Born;Shoe size\n1;Ann;Lee;1/2/2008;4\n";
    let preview = Preview::read(file.as_bytes()).unwrap();
    assert_eq!((preview.shape.header_line, preview.shape.separator), (3, ';'));
    assert_eq!(preview.header, ["Client ref", "Forename", "Surname", "Born", "Shoe size"]);
    assert_eq!(preview.rows, [["1", "Ann", "Lee", "1/2/2008", "4"]]);
}
