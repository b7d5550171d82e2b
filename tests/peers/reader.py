#!/usr/bin/python3
"""A screen reader without a voice (pyatspi), driven by JSON lines: it knows of a program what AT-SPI tells.

One command a line on standard input, {"n": 1, "do": "press", ...}, each answered on standard output with {"reply": 1} and what it
yields, or {"reply": 1, "error": "..."}. What happens by itself is a line with "event". Needs the system's own Python, for which
Debian packs pyatspi.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
import pyatspi
from gi.repository import Gio, GLib

SHOWN = {
    pyatspi.STATE_FOCUSED: "focused",
    pyatspi.STATE_SELECTED: "selected",
    pyatspi.STATE_CHECKED: "checked",
    pyatspi.STATE_EXPANDED: "expanded",
}


def say(**line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def program():
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.name == "fantail":
            return application
    raise LookupError("the program is not there")


def window(title):
    for found in program():
        if found is not None and found.name == title:
            return found
    raise LookupError(f"no window {title!r}, only {[found.name for found in program()]}")


def fits(node, role, name):
    return node.getRoleName() == role and (node.name == name or name.endswith("*") and node.name.startswith(name[:-1]))


def find(command):
    found = pyatspi.findDescendant(window(command["window"]), lambda node: fits(node, command["role"], command["name"]))
    if found is None:
        raise LookupError(f"no {command['role']} {command['name']!r} among {lines(window(command['window']))}")
    return found


def about(node):
    states = node.getState()
    line = {
        "role": node.getRoleName(), "name": node.name, "description": node.description,
        "states": [word for state, word in SHOWN.items() if states.contains(state)],
    }
    if node.getRoleName() not in ("frame", "window"):
        place = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        line["place"] = [place.x, place.y, place.width, place.height]
    try:
        text = node.queryText()
        line |= {"text": text.getText(0, -1), "caret": text.caretOffset}
    except NotImplementedError:
        pass
    return line


def lines(node):
    told = [f"{node.getRoleName()} {node.name}"]
    for child in node:
        told += lines(child)
    return told


def press(command):
    find(command).queryAction().doAction(0)


def write(command):
    if not find(command).queryEditableText().setTextContents(command["text"]):
        raise RuntimeError("the text is not taken")


def focus(command):
    if not find(command).queryComponent().grabFocus():
        raise RuntimeError("the focus is not taken")


DEEDS = {
    "find": lambda command: about(find(command)),
    "lines": lambda command: {"lines": lines(window(command["window"]))},
    "press": press,
    "write": write,
    "focus": focus,
}


def heard(event):
    try:
        if event.host_application is not None and event.host_application.name == "fantail":
            say(event=str(event.type), name=event.source.name, role=event.source.getRoleName(), detail=str(event.any_data))
    except GLib.GError:
        say(event=str(event.type), gone=True)  # what the event was about


def asked(channel, _):
    line = channel.readline()
    if not line:
        loop.quit()
        return False
    command = json.loads(line)
    try:
        say(reply=command["n"], **(DEEDS[command["do"]](command) or {}))
    except Exception as error:  # whatever AT-SPI throws is an answer, too
        say(reply=command["n"], error=f"{type(error).__name__}: {error}")
    return True


def switch_on():
    """Tells every program of the session that somebody listens."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    wish = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", True)))
    bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", wish, None, 0, 30_000)


switch_on()
for kind in ("object:announcement", "object:state-changed:focused"):
    pyatspi.Registry.registerEventListener(heard, kind)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, asked)
say(event="ready")
loop.run()
