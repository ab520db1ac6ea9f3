//! `generate`: manual pages and completions, for whoever packs the program.

use std::path::{Path, PathBuf};

use clap_complete::{Shell, generate_to};

use super::{Failure, exit::say};

/// The name under which the program is called.
const NAME: &str = "kinerja-daemon";

/// Arguments of `generate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that they are written to: manual pages in `man`, completions in
    /// `completions`.
    folder: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::unavailable(format!("{}: {error}", args.folder.display()));
    let pages = manual(&args.folder.join("man")).map_err(failed)?;
    let shells = completions(&args.folder.join("completions")).map_err(failed)?;
    say(format!("{pages} manual pages and {shells} completions in {}", args.folder.display()))
}

/// One page for the program and one for each command.
fn manual(folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(super::command().disable_help_subcommand(true), folder)?;
    Ok(std::fs::read_dir(folder)?.count())
}

fn completions(folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let shells = [Shell::Bash, Shell::Zsh, Shell::Fish];
    for shell in shells {
        generate_to(shell, &mut super::command(), NAME, folder)?;
    }
    Ok(shells.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_that_tells_its_options_and_exit_codes() {
        let folder = tempfile::tempdir().unwrap();
        run(&Args { folder: folder.path().to_owned() }).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        let whole = read("man/kinerja-daemon.1");
        assert!(whole.contains(".TH kinerja-daemon 1") && whole.contains("what\\-if"), "{whole}");
        assert!(!whole.contains("generate"), "{whole}");
        let one = read("man/kinerja-daemon-evaluate.1");
        assert!(one.contains("\\-\\-revise") && one.contains("75 try again later"), "{one}");
        assert!(read("man/kinerja-daemon-outbox-list.1").contains("\\-\\-state"));
        for completion in ["kinerja-daemon.bash", "_kinerja-daemon", "kinerja-daemon.fish"] {
            assert!(read(&format!("completions/{completion}")).contains("what-if"), "{completion}");
        }
    }
}
