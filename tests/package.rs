//! The Debian package: built by cargo-deb from the program of this test, installed into an empty system, started from there.
//!
//! Needs the packages `dpkg-dev`, `desktop-file-utils` and `appstream`, and cargo-deb in `FANTAIL_TEST_CARGO_DEB` or on the path.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::fantail::Fantail;
use support::screen::Screen;
use tempfile::TempDir;

/// What a command prints; it must succeed.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A system with nothing but the package in it, and the package.
struct Installed {
    directory: TempDir,
    package: PathBuf,
}

impl Installed {
    fn new() -> Self {
        let directory = TempDir::with_prefix("fantail-package-").unwrap();
        let package = directory.path().join("fantail.deb");
        let cargo_deb = std::env::var_os("FANTAIL_TEST_CARGO_DEB").unwrap_or_else(|| "cargo-deb".into());
        let mut build = Command::new(cargo_deb);
        // The program that was built for the tests, as it is: building it for release would take as long as all tests.
        build.args(["--no-build", "--no-strip", "--fast", "--quiet", "--locked", "--profile", "dev", "--output"]).arg(&package);
        output(build.current_dir(env!("CARGO_MANIFEST_DIR")));

        let installed = Self { directory, package };
        let database = installed.root().join("var/lib/dpkg");
        for folder in ["info", "updates"] {
            fs::create_dir_all(database.join(folder)).unwrap();
        }
        fs::write(database.join("status"), "").unwrap();
        // What it depends on is on the machine of the test, not in the empty system; the test of the libraries looks after that.
        let mut dpkg = Command::new("dpkg");
        dpkg.args(["--force-not-root", "--force-depends", "--force-bad-path", "--root"]).arg(installed.root());
        output(dpkg.arg("--install").arg(&installed.package));
        installed
    }

    fn root(&self) -> PathBuf {
        self.directory.path().join("root")
    }

    /// Names of packages, and all that those depend on.
    fn dependencies(&self) -> BTreeSet<String> {
        let depends = output(Command::new("dpkg-deb").arg("--field").arg(&self.package).arg("Depends"));
        let named = depends.split([',', '|']).map(|one| one.split_whitespace().next().unwrap().to_owned());
        let mut ask = Command::new("apt-cache");
        ask.args(["depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks", "--no-replaces"]);
        let tree = output(ask.arg("--no-enhances").args(named));
        tree.lines().filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap().to_owned()).collect()
    }
}

/// The package that a library of this machine came with.
fn owner(library: &Path) -> String {
    // Where /lib is a link to /usr/lib, dpkg knows a file by the name it had before.
    let old = Path::new("/").join(library.strip_prefix("/usr").unwrap_or(library));
    let found = [library, &old].into_iter().find_map(|path| {
        let answer = Command::new("dpkg").arg("--search").arg(path).output().unwrap();
        answer.status.success().then(|| String::from_utf8(answer.stdout).unwrap())
    });
    let found = found.unwrap_or_else(|| panic!("no package has {}", library.display()));
    found.split([':', ',']).next().unwrap().to_owned()
}

#[test]
fn the_package_brings_a_program_that_starts_and_depends_on_all_that_it_loads() {
    let installed = Installed::new();
    let screen = Screen::start();
    let fantail = Fantail::start_installed(installed.root().join("usr/bin/fantail"), screen.display());
    screen.wait_focused("Add Account");

    let maps = fs::read_to_string(format!("/proc/{}/maps", fantail.id().unwrap())).unwrap();
    let mapped = maps.lines().filter_map(|line| line.split_whitespace().nth(5));
    let libraries: BTreeSet<&Path> = mapped.filter(|path| path.contains(".so")).map(Path::new).collect();
    let dependencies = installed.dependencies();
    let missing: Vec<_> =
        libraries.iter().map(|library| (library, owner(library))).filter(|(_, owner)| !dependencies.contains(owner)).collect();
    assert!(missing.is_empty(), "loaded, and not among what the package depends on: {missing:?}");
    // The windows opened these themselves: the linker knows nothing of them.
    for library in ["libX11.so", "libXcursor.so", "libXi.so", "libxkbcommon.so", "libxkbcommon-x11.so"] {
        assert!(libraries.iter().any(|path| path.to_string_lossy().contains(library)), "{library} is not loaded: {libraries:?}");
    }
}

#[test]
fn the_desktop_finds_the_program_in_its_menu_its_shop_and_for_links() {
    let installed = Installed::new();
    let share = installed.root().join("usr/share");
    let applications = share.join("applications");
    output(Command::new("desktop-file-validate").arg(applications.join("im.fantail.Fantail.desktop")));
    output(Command::new("appstreamcli").args(["validate", "--no-net"]).arg(share.join("metainfo/im.fantail.Fantail.metainfo.xml")));
    // What the system does when a package with a desktop entry comes.
    output(Command::new("update-desktop-database").arg(&applications));
    let handlers = fs::read_to_string(applications.join("mimeinfo.cache")).unwrap();
    assert!(handlers.contains("x-scheme-handler/xmpp=im.fantail.Fantail.desktop"), "{handlers}");
    for icon in ["icons/hicolor/scalable/apps/im.fantail.Fantail.svg", "icons/hicolor/16x16/apps/im.fantail.Fantail.svg"] {
        assert!(share.join(icon).is_file(), "{icon}");
    }
    let version = output(Command::new("dpkg-deb").arg("--field").arg(&installed.package).arg("Version"));
    let changelog = fs::read_to_string("packaging/debian/changelog").unwrap();
    assert!(changelog.starts_with(&format!("fantail ({})", version.trim())), "{changelog}");
}
