"""The demo's walk without a display: a chat, an authorization and a room, by the keys a user would press.

Each step presses keys in the windows and then asks the remote control whether it really happened.
"""

from server import DOMAIN, ROOMS

ADA = f"ada@{DOMAIN}"
BEN = f"ben@{DOMAIN}"
TEA = f"tea@{ROOMS}"


def walk(fantail, screen, say):
    say("Ada and Clara are on the buddy list", look_at_buddies(fantail, screen))
    say("Ada answered", chat(fantail, screen))
    say("Ben may see you now, and thanks for it", authorize(fantail, screen))
    say("Clara talks in the tea room", join(fantail, screen))


def look_at_buddies(fantail, screen):
    ada = fantail.wait_for("Ada is online", ["roster"], lambda buddy: buddy["jid"] == ADA and buddy["presence"] != "offline")
    screen.focus("Buddy List")
    screen.picture("1-buddy-list")
    return f"{ada['name']}: {ada['status']}"


def chat(fantail, screen):
    before = screen.windows()
    screen.focus("Buddy List")
    screen.key("ctrl+m")
    screen.focus_new(before)
    screen.fill(ADA)
    screen.key("Return")
    screen.focus("Ada")
    screen.type("Hello Ada!")
    screen.key("Return")
    history = ["history", ADA]
    fantail.wait_for(
        "the message reaches the server", history,
        lambda line: line["body"] == "Hello Ada!" and line["state"] in ("sent", "delivered", "displayed"),
    )
    answer = fantail.wait_for("Ada answers", history, lambda line: line["direction"] == "in")
    screen.focus("Ada")
    screen.picture("2-chat")
    return answer["body"]


def authorize(fantail, screen):
    request = fantail.wait_for("Ben asks to be authorized", ["requests"], lambda request: request["jid"] == BEN)
    screen.focus("Authorize")
    screen.picture("3-authorize")
    screen.key("alt+a")
    fantail.wait_for("Ben is authorized", ["roster"], lambda buddy: buddy["jid"] == BEN and buddy["subscription"] in ("from", "both"))
    if any(waiting["jid"] == BEN for waiting in fantail.ctl("requests")):
        raise AssertionError("the request is answered and still waits")
    thanks = fantail.history_when_known(BEN, "Ben says thank you", lambda line: line["direction"] == "in")
    return f"{request['jid']}: {thanks['body']}"


def join(fantail, screen):
    screen.focus("Buddy List")
    screen.key("ctrl+j")
    screen.focus("Join a Chat")
    for number, text in enumerate(("tea", ROOMS, "You")):
        if number:
            screen.key("Tab")
        screen.fill(text)
    screen.picture("4-join")
    screen.key("Return")
    fantail.wait_for("the room is joined", ["rooms"], lambda room: room["room"] == TEA and room["state"] == "joined")
    line = fantail.wait_for(
        "Clara talks", ["history", TEA], lambda line: line["from"] == f"{TEA}/Clara" and "Welcome, You" in (line["body"] or "")
    )
    screen.picture("5-room")
    return line["body"]
