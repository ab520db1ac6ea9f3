//! The program `kinerja-daemon`.
fn main() {}
