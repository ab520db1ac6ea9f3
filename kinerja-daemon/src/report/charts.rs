//! The three charts of a page.
//!
//! Every chart also says what it shows in words, and names what its colours
//! mean inside or beside its bars.

use kinerja_core::{
    evidence::BehaviourValue,
    language::Language,
    number::{DecimalMark, Score},
    region::RegionPolicy,
    scheme::Rating,
    summary::{CATEGORIES, Mean, PublicRow},
};

use super::{
    svg::{Anchor, Area, Picture, WIDTH, scaled},
    words::{Category, HIDDEN, count, share, unit_name},
};

/// Characters of a unit's name that fit above its bar.
const NAME_MAX: usize = 42;

/// How many people the region's proposals have, by predicate.
pub(super) fn distribution(
    region: &PublicRow,
    columns: &[Category; CATEGORIES],
    mark: DecimalMark,
) -> String {
    const PITCH: i64 = 400;
    let numbers: Vec<String> =
        region.counts.iter().map(|number| told(*number, region.people, mark)).collect();
    let words: Vec<String> = columns
        .iter()
        .zip(&numbers)
        .map(|(column, number)| format!("{}: {number}", column.name))
        .collect();
    let mut picture = Picture::new(
        "distribution",
        "Sebaran predikat yang diusulkan",
        &format!("Jumlah pegawai. {}.", words.join("; ")),
    );
    // Without the number of all people, the longest bar is the measure.
    let longest = region.counts.into_iter().flatten().max();
    let whole = i128::from(region.people.or(longest).unwrap_or_default());
    let mut top = 0;
    for ((column, people), number) in columns.iter().zip(region.counts).zip(&numbers) {
        let area = Area { x: 0, y: top + 170, width: WIDTH, height: 150 };
        picture.text((0, top + 125), Anchor::Start, "name", column.name);
        picture.text((WIDTH, top + 125), Anchor::End, "number", number);
        match people {
            Some(people) => {
                picture.bar(area, "track");
                let width = scaled(people.into(), whole, WIDTH);
                picture.bar(Area { width, ..area }, column.code);
            }
            None => picture.hatched(area),
        }
        top += PITCH;
    }
    picture.finish("distribution", top)
}

fn told(number: Option<u32>, people: Option<u32>, mark: DecimalMark) -> String {
    let Some(number) = number else { return HIDDEN.to_owned() };
    match people.and_then(|people| share(number, people, mark)) {
        Some(share) => format!("{} ({share})", count(number, mark)),
        None => count(number, mark),
    }
}

/// How the proposals are spread within each unit.
pub(super) fn units(
    rows: &[PublicRow],
    columns: &[Category; CATEGORIES],
    mark: DecimalMark,
) -> String {
    const PITCH: i64 = 470;
    let words: Vec<String> = rows.iter().map(|row| row_in_words(row, columns, mark)).collect();
    let mut picture = Picture::new(
        "units",
        "Sebaran predikat yang diusulkan per unit kerja",
        &format!("Setiap batang adalah seluruh pegawai satu unit. {}", words.join(" ")),
    );
    let mut top = 0;
    for row in rows {
        let people = row.people.map_or_else(|| HIDDEN.to_owned(), |people| count(people, mark));
        picture.text((0, top + 125), Anchor::Start, "name", &shortened(unit_name(row)));
        picture.text((WIDTH, top + 125), Anchor::End, "number", &people);
        let area = Area { x: 0, y: top + 170, width: WIDTH, height: 210 };
        stack(&mut picture, row, columns, area);
        top += PITCH;
    }
    picture.finish("units", top)
}

fn row_in_words(row: &PublicRow, columns: &[Category; CATEGORIES], mark: DecimalMark) -> String {
    let number = |number: Option<u32>| number.map_or(HIDDEN.to_owned(), |n| count(n, mark));
    let parts: Vec<String> = columns
        .iter()
        .zip(row.counts)
        .filter(|(_, people)| *people != Some(0))
        .map(|(column, people)| format!("{} {}", column.name, number(people)))
        .collect();
    format!("{} ({} pegawai): {}.", unit_name(row), number(row.people), parts.join(", "))
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_MAX {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME_MAX - 1).collect();
    format!("{}…", kept.trim_end())
}

/// One bar of parts. What is hidden stands together at the end, so that no part
/// of it has a width of its own.
fn stack(picture: &mut Picture, row: &PublicRow, columns: &[Category; CATEGORIES], area: Area) {
    let Some(people) = row.people.map(i128::from).filter(|people| *people > 0) else {
        picture.hatched(area);
        return;
    };
    let mut done = 0;
    for (column, number) in columns.iter().zip(row.counts) {
        let number = number.unwrap_or_default();
        let before = scaled(done, people, area.width);
        done += i128::from(number);
        let width = scaled(done, people, area.width) - before;
        if width > 0 {
            let part = Area { x: area.x + before, width, ..area };
            picture.bar(part, column.code);
            label(picture, part, column.short, column.code, number);
        }
    }
    let shown = scaled(done, people, area.width);
    if row.counts.iter().any(Option::is_none) && shown < area.width {
        picture.hatched(Area { x: area.x + shown, width: area.width - shown, ..area });
    }
}

/// Writes name and number into a part of a bar, or only the number, or nothing:
/// as there is room.
fn label(picture: &mut Picture, part: Area, short: &str, code: &str, number: u32) {
    const CHARACTER: i64 = 72;
    let texts = [format!("{short} {number}"), number.to_string()];
    let fits = |text: &&String| {
        i64::try_from(text.chars().count()).is_ok_and(|length| length * CHARACTER + 30 < part.width)
    };
    if let Some(text) = texts.iter().find(fits) {
        let place = (part.x + part.width / 2, part.y + 145);
        picture.text(place, Anchor::Middle, &format!("in-{code}"), text);
    }
}

/// The means of the seven values, with the scores from which the region
/// proposes a rating.
pub(super) fn behaviour(means: &[Option<Mean>; 7], policy: &RegionPolicy) -> String {
    const PITCH: i64 = 370;
    let mark = policy.decimal;
    let shown: Vec<(BehaviourValue, Option<Mean>, String)> = BehaviourValue::ALL
        .into_iter()
        .zip(*means)
        .map(|(value, mean)| {
            let number = mean.and_then(|mean| mean.show(mark));
            (value, mean, number.unwrap_or_else(|| HIDDEN.to_owned()))
        })
        .collect();
    let words: Vec<String> =
        shown.iter().map(|(value, _, number)| format!("{}: {number}", value.name())).collect();
    let cap = policy.work_result.cap;
    let mut picture = Picture::new(
        "behaviour",
        "Rata-rata nilai perilaku kerja BerAKHLAK",
        &format!("Pada skala 0 sampai {}. {}.", points(cap, mark), words.join("; ")),
    );
    let mut top = 0;
    for (value, mean, number) in &shown {
        let area = Area { x: 0, y: top + 170, width: WIDTH, height: 130 };
        picture.text((0, top + 125), Anchor::Start, "name", value.name());
        picture.text((WIDTH, top + 125), Anchor::End, "number", number);
        match mean {
            Some(mean) => {
                picture.bar(area, "track");
                let whole = i128::from(mean.count) * cap.micros();
                let width = scaled(mean.micros.into(), whole, WIDTH);
                picture.bar(Area { width, ..area }, "value");
            }
            None => picture.hatched(area),
        }
        thresholds(&mut picture, policy, (area.y - 20, area.y + area.height + 20));
        top += PITCH;
    }
    let height = axis(&mut picture, policy, top);
    picture.finish("behaviour", height)
}

fn marks(policy: &RegionPolicy) -> [(Score, Rating); 2] {
    let rule = policy.ratings.behaviour;
    [(rule.meets(), Rating::Meets), (rule.above(), Rating::Above)]
}

fn thresholds(picture: &mut Picture, policy: &RegionPolicy, (top, bottom): (i64, i64)) {
    for (score, _) in marks(policy) {
        let x = scaled(score.micros(), policy.work_result.cap.micros(), WIDTH);
        picture.mark(x, top, bottom);
    }
}

/// Says below the bars what their marks mean; gives the height of all.
fn axis(picture: &mut Picture, policy: &RegionPolicy, base: i64) -> i64 {
    let mut top = base;
    for (score, rating) in marks(policy) {
        let x = scaled(score.micros(), policy.work_result.cap.micros(), WIDTH);
        picture.mark(x, base - 50, top + 130);
        let name = rating.name(Language::Indonesian);
        let text = format!("{name}: mulai {}", points(score, policy.decimal));
        let anchored = if x > WIDTH / 2 { (x - 40, Anchor::End) } else { (x + 40, Anchor::Start) };
        picture.text((anchored.0, top + 110), anchored.1, "note", &text);
        top += 170;
    }
    top
}

fn points(score: Score, mark: DecimalMark) -> String {
    score.to_string().replace('.', &mark.mark().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::words;

    fn columns() -> [Category; CATEGORIES] {
        words::columns("2026-Q2".parse().unwrap())
    }
    use crate::report::sample;

    fn row(people: Option<u32>, counts: [Option<u32>; 6]) -> PublicRow {
        PublicRow { unit: Some("Dinas".into()), people, counts, mean: None }
    }

    #[test]
    fn a_hidden_count_has_no_width_of_its_own() {
        let hidden = [None, Some(15), None, Some(0), Some(0), Some(0)];
        let svg = units(&[row(Some(24), hidden)], &columns(), DecimalMark::Comma);
        let other = [Some(0), Some(15), None, None, Some(0), Some(0)];
        let same = units(&[row(Some(24), other)], &columns(), DecimalMark::Comma);
        let drawn = |svg: &str| svg.split("</desc>").nth(1).unwrap().to_owned();
        assert_eq!(drawn(&svg), drawn(&same));
        assert!(svg.contains("class=\"hidden\" x=\"2250\""), "{svg}");
        assert!(svg.contains("Sangat Baik disembunyikan, Baik 15, Butuh Perbaikan disembunyikan"));
    }

    #[test]
    fn parts_of_a_bar_fill_it_without_gap_or_overlap() {
        let counts = [Some(7), Some(11), Some(5), Some(0), Some(13), Some(6)];
        let svg = units(&[row(Some(42), counts)], &columns(), DecimalMark::Comma);
        let number = |bar: &str, name: &str| -> i64 {
            let rest = bar.split(&format!(" {name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let end = svg.lines().filter(|line| line.starts_with("<rect")).fold(0, |end, bar| {
            assert_eq!(number(bar, "x"), end, "{bar}");
            end + number(bar, "width")
        });
        assert_eq!(end, WIDTH);
    }

    #[test]
    fn a_unit_of_hidden_size_is_hatched_whole() {
        let svg = units(&[row(None, [None; 6])], &columns(), DecimalMark::Comma);
        assert_eq!(svg.matches("<rect").count(), 1);
        assert!(svg.contains("class=\"hidden\" x=\"0\""), "{svg}");
    }

    #[test]
    fn a_hidden_count_of_the_region_is_hatched_and_named() {
        let counts = [None, Some(15), None, Some(0), Some(0), Some(5)];
        let svg = distribution(&row(Some(28), counts), &columns(), DecimalMark::Comma);
        assert_eq!(svg.matches("class=\"hatch\"").count(), 2);
        assert_eq!(svg.matches(">disembunyikan</text>").count(), 2);
        assert!(svg.contains("Baik: 15 (53,6 %)"), "{svg}");
    }

    #[test]
    fn a_region_without_people_is_drawn_empty() {
        let svg = distribution(&row(Some(0), [Some(0); 6]), &columns(), DecimalMark::Comma);
        assert_eq!(svg.matches("width=\"0\"").count(), 6);
    }

    #[test]
    fn a_mean_is_drawn_on_the_regions_scale() {
        let policy = sample::policy();
        let mut means = [None; 7];
        means[0] = Some(Mean { micros: 60_000_000 * 9, count: 9 });
        let svg = behaviour(&means, &policy);
        assert!(svg.contains(r#"<rect class="value" x="0" y="170" width="1800""#), "{svg}");
        assert_eq!(svg.matches("class=\"hidden\"").count(), 6);
        assert!(svg.contains("di atas ekspektasi: mulai 100"), "{svg}");
    }

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        assert_eq!(shortened(&"é".repeat(42)), "é".repeat(42));
        assert_eq!(shortened(&"é".repeat(43)), format!("{}…", "é".repeat(41)));
    }
}
