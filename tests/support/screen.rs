//! A virtual display with a window manager, driven by keys and mouse, for tests of the real windows.
//!
//! Needs Xvfb, openbox, xdotool, xprop and ImageMagick's `import`, which `scripts/test` installs.

use super::process::Process;
use super::{PATIENCE, eventually};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Debug)]
pub struct Screen {
    display: String,
    // The window manager ends before the display it is on.
    manager: Option<Process>,
    _server: Process,
}

impl Screen {
    /// 1280 × 900 pixels, with a window manager.
    pub fn start() -> Self {
        let mut screen = Self::bare();
        let start = || {
            let mut command = Command::new("openbox");
            command.env("DISPLAY", &screen.display).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            Process::spawn(&mut command, None)
        };
        let mut manager = start();
        eventually(PATIENCE, "the window manager is there", || {
            // On a busy machine it may come before the display takes it, and ends.
            if !manager.is_running() {
                manager = start();
            }
            screen.output("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"]).contains('#').then_some(())
        });
        screen.manager = Some(manager);
        screen
    }

    /// Nobody manages windows: no frames, and the keyboard goes where it is sent.
    pub fn bare() -> Self {
        let mut command = Command::new("Xvfb");
        // Xvfb chooses a free display and writes its number to the descriptor it is given: standard output.
        command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Process::spawn(&mut command, None);
        let mut number = String::new();
        BufReader::new(server.child().stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        Self { display: format!(":{}", number.trim()), manager: None, _server: server }
    }

    /// For the environment of a program that is to open windows here.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Ids of the visible windows whose title contains this; of all with an empty title.
    pub fn windows(&self, title: &str) -> Vec<String> {
        // xdotool searches the old property for titles, where umlauts are not what they are.
        let letter = |c: char| if c.is_ascii() { c.to_string() } else { ".+".to_owned() };
        let pattern: String = if title.is_empty() { ".".to_owned() } else { title.chars().map(letter).collect() };
        let found = self.output("xdotool", &["search", "--onlyvisible", "--name", &pattern]);
        found.split_whitespace().map(str::to_owned).collect()
    }

    pub fn title(&self, window: &str) -> String {
        self.output("xdotool", &["getwindowname", window]).trim().to_owned()
    }

    /// Waits for a window with this in its title.
    pub fn wait_open(&self, title: &str) -> String {
        eventually(PATIENCE, &format!("a window {title:?} opens"), || self.windows(title).pop())
    }

    /// Waits for a window with this in its title, gives it the keyboard, and waits until it is drawn and calm.
    pub fn focus(&self, title: &str) -> String {
        let window = self.wait_open(title);
        eventually(PATIENCE, &format!("window {title:?} has the keyboard"), || {
            self.output("xdotool", &[if self.manager.is_some() { "windowactivate" } else { "windowfocus" }, &window]);
            (self.output("xdotool", &["getwindowfocus"]).trim() == window).then_some(())
        });
        self.wait_until_calm(&window);
        window
    }

    /// The title of the window that has the keyboard.
    pub fn focused(&self) -> String {
        self.output("xdotool", &["getwindowfocus", "getwindowname"]).trim().to_owned()
    }

    /// Waits until the window of this title has the keyboard without our doing, and is drawn.
    pub fn wait_focused(&self, title: &str) -> String {
        eventually(PATIENCE, &format!("window {title:?} takes the keyboard"), || (self.focused() == title).then_some(()));
        let window = self.output("xdotool", &["getwindowfocus"]).trim().to_owned();
        self.wait_until_calm(&window);
        window
    }

    /// Asks the window to close, as the button in its frame does.
    pub fn close(&self, title: &str) {
        let window = self.focus(title);
        self.keys(&["alt+F4"]);
        eventually(PATIENCE, &format!("window {title:?} closes"), || (!self.windows(title).contains(&window)).then_some(()));
    }

    /// Waits until no window has this in its title.
    pub fn wait_closed(&self, title: &str) {
        eventually(PATIENCE, &format!("window {title:?} closes"), || self.windows(title).is_empty().then_some(()));
    }

    /// Waits until two pictures of the window in a row are the same.
    pub fn wait_until_calm(&self, window: &str) {
        let mut last = Vec::new();
        eventually(PATIENCE, "the window is drawn", || {
            let before = std::mem::replace(&mut last, self.run("import", &["-window", window, "-depth", "8", "rgb:-"]));
            (!last.is_empty() && before == last).then_some(())
        });
    }

    /// Presses keys one after the other, by xdotool's names: `ctrl+m`, `Tab`, `Return`.
    pub fn keys(&self, keys: &[&str]) {
        self.output("xdotool", &[&["key", "--clearmodifiers", "--delay", "60"], keys].concat());
    }

    pub fn type_text(&self, text: &str) {
        self.output("xdotool", &["type", "--clearmodifiers", "--delay", "25", text]);
    }

    /// Clicks at pixels from the window's top left corner.
    pub fn click(&self, window: &str, x: u32, y: u32) {
        let (x, y) = (x.to_string(), y.to_string());
        self.output("xdotool", &["mousemove", "--sync", "--window", window, &x, &y, "click", "1"]);
    }

    /// Presses at pixels from the window's top left corner, goes to others in steps, as a hand does, and lets go there.
    pub fn drag(&self, window: &str, from: (i32, i32), to: (i32, i32)) {
        const STEPS: i32 = 12;
        let at = |(x, y): (i32, i32)| ["mousemove", "--sync", "--window", window, "--", &x.to_string(), &y.to_string()].map(str::to_owned);
        let go = |place, then: &[&str]| {
            let arguments = at(place);
            self.output("xdotool", &[&arguments.each_ref().map(String::as_str)[..], then].concat());
        };
        go(from, &["mousedown", "1"]);
        for step in 1..=STEPS {
            go((from.0 + (to.0 - from.0) * step / STEPS, from.1 + (to.1 - from.1) * step / STEPS), &[]);
        }
        self.output("xdotool", &["mouseup", "1"]);
    }

    /// Width and height of the content of the window of this title, in pixels.
    pub fn size(&self, title: &str) -> (u32, u32) {
        let told = self.output("xdotool", &["getwindowgeometry", "--shell", &self.wait_open(title)]);
        let value = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
        (value("WIDTH").unwrap(), value("HEIGHT").unwrap())
    }

    /// Where the content of a window begins on the screen.
    pub fn place(&self, window: &str) -> (i32, i32) {
        let told = self.output("xdotool", &["getwindowgeometry", "--shell", window]);
        let value = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
        (value("X").unwrap(), value("Y").unwrap())
    }

    /// Clicks at pixels of the screen.
    pub fn click_at(&self, x: u32, y: u32) {
        self.output("xdotool", &["mousemove", "--sync", &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Makes the content of the window of this title so wide and so high, and waits until it is.
    pub fn resize_window(&self, title: &str, width: u32, height: u32) {
        let window = self.wait_open(title);
        self.output("xdotool", &["windowsize", "--sync", &window, &width.to_string(), &height.to_string()]);
    }

    /// Moves the window of this title, and waits until it is there.
    pub fn move_window(&self, title: &str, x: u32, y: u32) {
        let window = self.wait_open(title);
        self.output("xdotool", &["windowmove", "--sync", &window, &x.to_string(), &y.to_string()]);
    }

    /// The whole screen as a PNG under `target/screenshots/`, for a person to look at.
    pub fn picture(&self, name: &str) -> PathBuf {
        self.picture_in("screenshots", name)
    }

    /// The same in another folder under `target/`.
    pub fn picture_in(&self, folder: &str, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        self.output("import", &["-window", "root", path.to_str().unwrap()]);
        path
    }

    fn output(&self, program: &str, arguments: &[&str]) -> String {
        String::from_utf8_lossy(&self.run(program, arguments)).into_owned()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(program);
        command.args(arguments).env("DISPLAY", &self.display).stdin(Stdio::null());
        command.output().unwrap_or_else(|error| panic!("{program}: {error}")).stdout
    }
}
