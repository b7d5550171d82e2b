# shellcheck shell=bash
# What a machine must have before Fantail builds, runs and is tested; sourced by the scripts beside this folder.
# Nothing is installed, and no password asked for, when all is there.

die() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        have sudo || die "needs root for: $* (neither root nor sudo here)"
        sudo "$@"
    fi
}

need_rust() {
    [ -d "$HOME/.cargo/bin" ] && PATH="$PATH:$HOME/.cargo/bin"
    have cargo || die "needs Rust 1.95 or newer: get it from https://rustup.rs and run this again"
}

# apt, dnf, brew or none.
package_manager() {
    case "$(uname -s)" in
        Darwin) if have brew; then echo brew; else echo none; fi ;;
        Linux) if have apt-get; then echo apt; elif have dnf; then echo dnf; else echo none; fi ;;
        *) echo none ;;
    esac
}

# need_packages PURPOSE: what building, running, the demo or the tests need, by this machine's package manager.
need_packages() {
    # shellcheck disable=SC2046 # each prints a list of words
    case "$(package_manager)" in
        apt) install_by_apt $(apt_packages "$1") ;;
        dnf) install_by_dnf $(dnf_packages "$1") ;;
        brew) install_by_brew $(brew_packages "$1") ;;
        none) printf 'No package manager known here: what is missing for "%s" must be there already.\n' "$1" >&2 ;;
    esac
}

# The windows open these libraries themselves, so that the linker does not know of them.
apt_packages() {
    echo gcc libc6-dev pkg-config
    echo libxkbcommon0 libxkbcommon-x11-0 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libwayland-client0
    echo fonts-noto-core fonts-noto-color-emoji
    case "$1" in
        demo) echo prosody openssl python3-venv ;;
        screen) echo xvfb openbox xdotool imagemagick x11-utils ;;
        package) echo dpkg-dev ;;
        trial) echo mmdebstrap ;;
        tests)
            echo prosody prosody-modules ejabberd openssl python3-venv xvfb openbox xdotool imagemagick x11-utils dbus gnome-keyring libfaketime
            echo dpkg-dev desktop-file-utils appstream at-spi2-core python3-pyatspi gir1.2-atspi-2.0
            ;;
    esac
}

dnf_packages() {
    echo gcc pkgconf-pkg-config
    echo libxkbcommon libxkbcommon-x11 libX11 libX11-xcb libXcursor libXi libXrandr libwayland-client
    echo google-noto-sans-fonts google-noto-color-emoji-fonts
    case "$1" in
        demo) echo prosody openssl python3 ;;
        screen) echo xorg-x11-server-Xvfb openbox xdotool ImageMagick xprop ;;
    esac
}

brew_packages() {
    case "$1" in
        demo) echo prosody openssl python3 ;;
    esac
}

install_by_apt() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    printf 'Installing: %s\n' "${missing[*]}"
    as_root apt-get update -qq
    without_starting_servers as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    local server
    for server in prosody ejabberd; do
        # The demo and the tests start servers of their own; one that came with the package just now serves nobody.
        case " ${missing[*]} " in
            *" $server "*) if [ -d /run/systemd/system ]; then as_root systemctl disable --now --quiet "$server" || true; fi ;;
        esac
    done
}

# Debian starts a server as soon as it is installed, unless this file says that it may not (policy-rc.d).
without_starting_servers() {
    local policy=/usr/sbin/policy-rc.d outcome=0
    if [ -e "$policy" ]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    "$@" || outcome=$?
    as_root rm -f "$policy"
    return "$outcome"
}

install_by_dnf() {
    local package missing=()
    for package in "$@"; do
        rpm -q --quiet --whatprovides "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || as_root dnf install -y -q "${missing[@]}"
}

install_by_brew() {
    local package
    xcode-select -p >/dev/null 2>&1 || die "needs Apple's command line tools: xcode-select --install"
    for package in "$@"; do
        brew list --versions "$package" >/dev/null || brew install --quiet "$package"
    done
}

# python_with_slixmpp FOLDER: prints a Python that has the XMPP library, in a virtual environment made there when no other has.
python_with_slixmpp() {
    local python
    for python in python3 "$1/bin/python"; do
        if has_slixmpp "$python"; then
            command -v "$python"
            return
        fi
    done
    have python3 || die "needs Python 3"
    printf 'Getting slixmpp, an XMPP library for Python, into %s\n' "$1" >&2
    rm -rf "$1"
    python3 -m venv "$1" >&2
    "$1/bin/pip" install --quiet --disable-pip-version-check 'slixmpp==1.17.0' >&2
    has_slixmpp "$1/bin/python" || die "slixmpp does not work in $1"
    echo "$1/bin/python"
}

# Older ones (Debian's own is 1.8) connect in another way.
has_slixmpp() {
    "$1" -c 'import slixmpp, sys; sys.exit(tuple(map(int, slixmpp.__version__.split(".")[:2])) < (1, 10))' 2>/dev/null
}

# cargo_deb FOLDER: prints the cargo-deb of this version, got into the folder when it is not there. Pinned: later ones refuse to pack the
# program that the tests built.
cargo_deb() {
    local version=3.8.0
    if [ "$("$1/bin/cargo-deb" --version 2>/dev/null)" != "cargo-deb $version" ]; then
        printf 'Getting cargo-deb into %s\n' "$1" >&2
        cargo install --quiet --locked --debug --root "$1" "cargo-deb@$version" >&2
    fi
    echo "$1/bin/cargo-deb"
}
