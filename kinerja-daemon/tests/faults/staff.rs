//! The files of so many people: those of the example region, and as many again as it
//! takes.

use std::{fs, path::Path};

/// The files, that of the people first.
pub(crate) const FILES: [&str; 4] = ["pegawai.csv", "rencana.csv", "realisasi.csv", "perilaku.csv"];

/// Where a row about a person has the code and the name of the unit, and the address.
const UNIT: [usize; 2] = [3, 4];
const EMAIL: usize = 6;

/// One file of the first so many people of an example region. Where there are not so
/// many, all of them come again, with other NIPs in other units.
pub(crate) fn file(example: &Path, name: &str, people: usize) -> String {
    let staff = fs::read_to_string(example.join(FILES[0])).unwrap();
    let nips: Vec<_> = staff.lines().skip(1).map(nip).collect();
    let text = fs::read_to_string(example.join(name)).unwrap();
    let (heading, rows) = text.split_once('\n').unwrap();
    let mut lines = vec![heading.to_owned()];
    for copy in 0..people.div_ceil(nips.len()) {
        let chosen = &nips[..nips.len().min(people - copy * nips.len())];
        let rows = rows.lines().filter(|row| chosen.contains(&nip(row)));
        lines.extend(rows.map(|row| again(row, copy, name == FILES[0])));
    }
    lines.join("\n")
}

fn nip(row: &str) -> &str {
    row.split(';').next().unwrap()
}

/// A row as it is about others: the first copy is the row itself.
fn again(row: &str, copy: usize, is_person: bool) -> String {
    if copy == 0 {
        return row.to_owned();
    }
    let fields = row.split(';').enumerate().map(|(place, field)| {
        if field.len() == 18 && field.bytes().all(|byte| byte.is_ascii_digit()) {
            // Another serial number: no two people of the example have the rest in common.
            let (born, serial) = field.split_at(15);
            format!("{born}{:03}", (serial.parse::<usize>().unwrap() + copy) % 1_000)
        } else if is_person && UNIT.contains(&place) {
            format!("{field}-{copy}")
        } else if is_person && place == EMAIL && !field.is_empty() {
            format!("{copy}.{field}")
        } else {
            field.to_owned()
        }
    });
    fields.collect::<Vec<_>>().join(";")
}
