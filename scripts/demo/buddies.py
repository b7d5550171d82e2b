#!/usr/bin/env python3
"""The three buddies of the demo: Ada answers, Ben asks to be authorized, Clara sits in the tea room and talks."""

import argparse
import asyncio
import itertools
import re
from pathlib import Path

import slixmpp

ANSWERS = (
    "Hello! Nice to see you on Fantail.",
    "I am well, thank you. I am writing a program, a rather long one.",
    "That is a good question. Let me think about it over a cup of tea.",
    "Clara is in the tea room, by the way: Ctrl+J, and the room is called tea.",
    "Tell me more!",
)
TEA_TALK = (
    "The kettle is on.",
    "Darjeeling or Assam, what do you think?",
    "There is cake, too.",
    "I like how quiet it is in here in the afternoon.",
)


class Buddy(slixmpp.ClientXMPP):
    """A friendly one: whoever asks to see them may."""

    def __init__(self, name, options):
        super().__init__(f"{name}@{options.domain}", options.password)
        self.options = options
        self.enable_direct_tls = False
        self.ca_certs = Path(options.ca)
        self.user = f"you@{options.domain}"
        self.here = asyncio.Event()
        self.roster.auto_authorize = True
        self.roster.auto_subscribe = False
        self.register_plugin("xep_0045")
        self.register_plugin("xep_0199")
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("message", self.hear)

    async def started(self, _):
        await self.get_roster()
        self.send_presence(pstatus=self.status)
        self.here.set()
        await self.live()

    async def live(self):
        pass

    def hear(self, message):
        pass

    def wrote_to_me(self, message):
        return message["type"] in ("chat", "normal") and message["body"] and message["from"].bare == self.user

    async def write_after(self, seconds, to, body, kind="chat"):
        await asyncio.sleep(seconds)
        self.send_message(mto=to, mbody=body, mtype=kind)


class Ada(Buddy):
    status = "Thinking about engines"

    def __init__(self, options):
        super().__init__("ada", options)
        self.answers = itertools.chain(ANSWERS, itertools.cycle(ANSWERS[2:]))
        self.user_is_here = asyncio.Event()
        self.add_event_handler("got_online", self.notice)

    def notice(self, presence):
        if presence["from"].bare == self.user:
            self.user_is_here.set()

    def hear(self, message):
        if self.wrote_to_me(message):
            asyncio.ensure_future(self.write_after(1, message["from"].bare, next(self.answers)))


class Ben(Buddy):
    status = "At the library"

    def __init__(self, options, user_is_here):
        super().__init__("ben", options)
        self.user_is_here = user_is_here
        self.add_event_handler("presence_subscribed", self.was_authorized)

    async def live(self):
        await self.user_is_here.wait()
        await asyncio.sleep(self.options.patience)
        ask = self.make_presence(pto=self.user, ptype="subscribe", pstatus="Hi, this is Ben. May I see when you are online?")
        ask.send()

    def was_authorized(self, presence):
        if presence["from"].bare == self.user:
            asyncio.ensure_future(self.write_after(1, self.user, "Thank you for letting me in!"))

    def hear(self, message):
        if self.wrote_to_me(message):
            asyncio.ensure_future(self.write_after(1, message["from"].bare, "I am reading, let us talk later."))


class Clara(Buddy):
    status = "In the tea room"
    nick = "Clara"

    def __init__(self, options):
        super().__init__("clara", options)
        self.room = slixmpp.JID(f"tea@{options.rooms}")
        self.open = asyncio.Event()
        self.add_event_handler(f"muc::{self.room}::got_online", self.somebody_came)

    async def live(self):
        self.plugin["xep_0045"].join_muc(self.room, self.nick)
        await self.open.wait()
        for line in itertools.cycle(TEA_TALK):
            self.send_message(mto=self.room, mbody=line, mtype="groupchat")
            await asyncio.sleep(25)

    async def somebody_came(self, presence):
        nick = presence["muc"]["nick"]
        if nick != self.nick:
            await self.write_after(1, self.room, f"Welcome, {nick}! Take a seat.", "groupchat")
        elif not self.open.is_set():
            # A new room is locked until its owner says how it is to be (XEP-0045 §10.1).
            form = self.plugin["xep_0004"].make_form(ftype="submit")
            await self.plugin["xep_0045"].set_room_config(self.room, form)
            self.send_message(mto=self.room, msubject="Tea, and what goes with it", mtype="groupchat")
            self.open.set()

    def hear(self, message):
        if self.wrote_to_me(message):
            asyncio.ensure_future(self.write_after(1, message["from"].bare, "Come to the tea room, we are all there."))
        said = message["type"] == "groupchat" and message["from"].resource not in ("", self.nick) and message["body"]
        if said and not re.search("jabber:x:delay|urn:xmpp:delay", str(message)):
            asyncio.ensure_future(self.write_after(1, self.room, "Well said. More tea?", "groupchat"))


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("domain", "rooms", "password", "ca"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--patience", type=float, default=4, help="seconds from the user's arrival to Ben's question")
    options = parser.parse_args()
    ada = Ada(options)
    buddies = (ada, Ben(options, ada.user_is_here), Clara(options))
    for buddy in buddies:
        buddy.connect("127.0.0.1", options.port)
    for buddy in buddies:
        await asyncio.wait_for(buddy.here.wait(), 30)
    await asyncio.wait_for(buddies[2].open.wait(), 30)
    print("ready", flush=True)
    await asyncio.wait([buddy.disconnected for buddy in buddies], return_when=asyncio.FIRST_COMPLETED)


if __name__ == "__main__":
    asyncio.run(main())
