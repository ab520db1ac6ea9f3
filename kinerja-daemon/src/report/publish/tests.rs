//! Readers see all of a set or none of it.

use std::collections::BTreeMap;

use super::*;

type Files = Vec<(String, Vec<u8>)>;

fn files(text: &str) -> Files {
    let file = |name: &str| (name.to_owned(), format!("{name}: {text}").into_bytes());
    vec![file("index.html"), file("ringkasan.csv")]
}

fn region() -> RegionCode {
    "samarinda".parse().unwrap()
}

/// What a reader sees.
fn seen(root: &Path) -> Files {
    let Ok(entries) = fs::read_dir(root.join("samarinda")) else { return Vec::new() };
    let mut files: Files = entries
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// Everything that stands there, with its time of change.
fn inventory(root: &Path) -> BTreeMap<String, std::time::SystemTime> {
    fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let changed = fs::symlink_metadata(entry.path()).unwrap().modified().unwrap();
            (entry.file_name().into_string().unwrap(), changed)
        })
        .collect()
}

fn versions(root: &Path) -> usize {
    inventory(root).keys().filter(|name| name.starts_with(".samarinda.")).count()
}

#[test]
fn publishing_twice_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    assert_eq!(publish(root, &region(), &files("one")).unwrap(), Published::Now);
    let before = inventory(root);
    assert_eq!(publish(root, &region(), &files("one")).unwrap(), Published::Before);
    assert_eq!(inventory(root), before);
    assert_eq!(seen(root), files("one"));
}

#[test]
fn the_version_before_stays_until_the_next_time() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    for (text, stored) in [("one", 1), ("two", 2), ("three", 2), ("one", 2), ("one", 1)] {
        publish(root, &region(), &files(text)).unwrap();
        assert_eq!(seen(root), files(text));
        assert_eq!(versions(root), stored, "{text}");
    }
}

#[test]
fn a_reader_sees_all_old_or_all_new_wherever_a_run_is_killed() {
    type Step = fn(&Path, &Files);
    let half_written: Step = |root, new| {
        fs::create_dir(root.join(version(&region(), new, None))).unwrap();
        let name = format!("{}/index.html", version(&region(), new, None));
        fs::write(root.join(name), b"half").unwrap();
    };
    let written: Step = |root, new| {
        write_version(&root.join(version(&region(), new, None)), new, Readers::Everybody).unwrap();
    };
    let linked: Step = |root, new| {
        let version = version(&region(), new, None);
        write_version(&root.join(&version), new, Readers::Everybody).unwrap();
        link(&version, &root.join(".samarinda.link")).unwrap();
    };
    for (step, killed) in [half_written, written, linked].into_iter().enumerate() {
        for old in [None, Some(files("old"))] {
            let root = tempfile::tempdir().unwrap();
            let root = root.path();
            if let Some(old) = &old {
                publish(root, &region(), old).unwrap();
            }
            killed(root, &files("new"));
            assert_eq!(seen(root), old.clone().unwrap_or_default(), "step {step}");
            publish(root, &region(), &files("new")).unwrap();
            assert_eq!(seen(root), files("new"), "step {step}");
            publish(root, &region(), &files("new")).unwrap();
            assert_eq!(versions(root), 1, "step {step}");
        }
    }
}

#[test]
fn what_a_killed_first_publication_left_is_removed_whatever_comes_next() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    publish(root, &"samarinda-2".parse().unwrap(), &files("other")).unwrap();
    fs::create_dir(root.join(".samarinda.0123")).unwrap();
    fs::write(root.join(".samarinda.0123/index.html"), "half").unwrap();
    sweep_unpublished(root).unwrap();
    assert!(!root.join(".samarinda.0123").exists());
    assert_eq!(published(root).unwrap().len(), 1, "the other stays");
}

#[test]
fn what_was_damaged_is_published_anew() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    publish(root, &region(), &files("one")).unwrap();
    for _ in 0..3 {
        fs::write(root.join("samarinda/index.html"), b"damaged").unwrap();
        assert_eq!(publish(root, &region(), &files("one")).unwrap(), Published::Now);
        assert_eq!(seen(root), files("one"));
    }
}

#[test]
fn whatever_is_done_to_a_file_changes_the_stamp() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let none = root.join("none");
    let stamp = || stamp([root, &none], &region()).unwrap();
    let mut seen = vec![stamp()];
    let mut is_new = |what: &str| {
        assert!(!seen.contains(&stamp()), "{what}");
        seen.push(stamp());
        assert_eq!(seen.last(), Some(&stamp()), "{what}: it changes by itself");
    };
    publish(root, &region(), &files("one")).unwrap();
    is_new("published");
    let page = root.join("samarinda/index.html");
    let (text, times) =
        (fs::read(&page).unwrap(), fs::metadata(&page).unwrap().modified().unwrap());
    // Longer than a tick of the clock that older kernels stamp files with.
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(&page, text.to_ascii_uppercase()).unwrap();
    File::options().write(true).open(&page).unwrap().set_modified(times).unwrap();
    is_new("as long as before, and dated back");
    fs::remove_file(&page).unwrap();
    is_new("removed");
    fs::write(root.join("samarinda/more.html"), text).unwrap();
    is_new("added");
}

#[test]
fn regions_with_similar_codes_leave_one_another_alone() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let other: RegionCode = "samarinda-2".parse().unwrap();
    publish(root, &other, &files("other")).unwrap();
    for text in ["one", "two", "three"] {
        publish(root, &region(), &files(text)).unwrap();
    }
    assert_eq!(fs::read(root.join("samarinda-2/index.html")).unwrap(), b"index.html: other");
    let names: Vec<_> = published(root).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["samarinda", "samarinda-2"]);
}

#[test]
fn what_is_not_ours_is_neither_replaced_nor_listed() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir(root.join("samarinda")).unwrap();
    fs::write(root.join("samarinda/letter.txt"), b"mine").unwrap();
    assert!(publish(root, &region(), &files("one")).is_err());
    assert_eq!(fs::read(root.join("samarinda/letter.txt")).unwrap(), b"mine");
    assert_eq!(published(root).unwrap(), []);
}

#[test]
fn a_name_cannot_leave_its_folder() {
    let root = tempfile::tempdir().unwrap();
    let long = "a".repeat(81);
    for name in ["", "..", "../x", "/etc/x", ".x", "x.", "a\0b", "A.html", &long] {
        let files = [(name.to_owned(), Vec::new())];
        let error = publish(root.path(), &region(), &files).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name}");
    }
    assert_eq!(inventory(root.path()).len(), 0);
}

#[test]
fn what_is_private_is_for_its_owner_alone_also_where_others_could_look_before() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(root.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let files = [("unit-setda.html".to_owned(), b"nama".to_vec())];
    assert_eq!(publish_private(root.path(), &region(), &files).unwrap(), Published::Now);
    assert_eq!(publish_private(root.path(), &region(), &files).unwrap(), Published::Before);
    let folder = root.path().join(region().as_str());
    assert_eq!([mode(root.path()), mode(&folder)], [0o700, 0o700]);
    assert_eq!(mode(&folder.join("unit-setda.html")), 0o600);
}
