//! The program `kinerja-daemon`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kinerja_daemon::cli::main()
}
