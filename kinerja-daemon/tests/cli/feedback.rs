//! What `explain` tells of continuous feedback.

use crate::site::{OFF, Site};

const NIP: &str = "197307192003012003";

fn explain(more: &[&'static str]) -> Vec<&'static str> {
    let command = ["explain", "--nip", NIP, "--region", "samarinda", "--period", "2026-Q2"];
    [&command[..], more].concat()
}

#[test]
fn explain_counts_feedback_of_classes_with_enough_of_it_and_tells_no_other() {
    let site = Site::evaluated(OFF);
    let row = |number: usize, from: &str, direction: &str| {
        format!("{NIP};2026-Q2;UB-{number};2026-05-04;{from};{direction}\n")
    };
    let given = [
        ("atasan", "koreksi"),
        ("rekan", "apresiasi"),
        ("rekan", "apresiasi"),
        ("rekan", "netral"),
        ("masyarakat", "koreksi"),
        ("masyarakat", "koreksi"),
    ];
    let mut file = "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik\n".to_owned();
    file.extend(given.iter().enumerate().map(|(number, (from, way))| row(number, from, way)));
    site.write("umpan_balik.csv", file);
    site.ok(&["import", "--region", "samarinda", "umpan_balik.csv"]);
    let text = site.ok(&explain(&[]));
    let told: Vec<_> = text.lines().filter(|line| line.starts_with("Umpan balik dari")).collect();
    assert_eq!(
        told,
        [
            "Umpan balik dari atasan: 0 apresiasi, 1 koreksi, 0 netral",
            "Umpan balik dari rekan kerja: 2 apresiasi, 0 koreksi, 1 netral",
        ]
    );
    let json = site.ok(&explain(&["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["feedback"]["peer"]["praise"], 2);
    assert_eq!(json["feedback"]["public"], serde_json::Value::Null);
}
