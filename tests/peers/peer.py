#!/usr/bin/env python3
"""A second real client (slixmpp) for the tests, driven by JSON lines.

One command a line on standard input: {"n": 1, "do": "send", ...}. Each is answered on standard output with {"reply": 1}
and what it yields, or {"reply": 1, "error": "..."}. What happens by itself is a line with "event". Nothing is ever answered
or authorized by itself.
"""

import asyncio
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import slixmpp
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

# Half a minute, as everywhere in the tests.
PATIENCE = 30


def say(**line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def address(jid):
    return str(jid) or None


class Peer(slixmpp.ClientXMPP):
    def __init__(self, jid, password, ca):
        super().__init__(jid, password)
        self.joining = (None, None)
        self.ca_certs = Path(ca)
        self.enable_direct_tls = False
        self.roster.auto_authorize = None
        self.roster.auto_subscribe = False
        for plugin in ("xep_0030", "xep_0045", "xep_0115", "xep_0184", "xep_0198", "xep_0199", "xep_0280", "xep_0313"):
            self.register_plugin(plugin)
        self.plugin["xep_0184"].auto_ack = False
        self.plugin["xep_0184"].auto_request = False
        for name, handle in (("message", self.heard_message), ("presence", self.heard_presence)):
            self.register_handler(Callback(name, MatchXPath("{jabber:client}" + name), handle))
        self.add_event_handler("disconnected", lambda reason: say(event="disconnected", reason=str(reason)))

    def heard_message(self, message):
        say(
            event="message", **{"from": address(message["from"])}, to=address(message["to"]), type=message["type"],
            id=message["id"] or None, body=message["body"] or None, subject=message["subject"] or None,
            xml=str(message),
        )

    def heard_presence(self, presence):
        say(
            event="presence", **{"from": address(presence["from"])}, to=address(presence["to"]),
            type=presence.xml.get("type"), show=presence["show"] or None, status=presence["status"] or None,
            xml=str(presence),
        )
        room, joined = self.joining
        if joined and not joined.done() and presence["from"].bare == room:
            if presence.xml.get("type") == "error":
                joined.set_result(presence["error"]["condition"])
            elif 110 in presence["muc"]["status_codes"]:
                joined.set_result(None)

    async def do_login(self, host, port):
        """Connects by STARTTLS and signs in; presence is sent only when asked for."""
        outcome = asyncio.get_running_loop().create_future()

        def settle(result):
            if not outcome.done():
                outcome.set_result(result)

        self.add_event_handler("session_start", lambda _: settle(None))
        self.add_event_handler("failed_all_auth", lambda _: settle("auth-failed"))
        self.add_event_handler("connection_failed", lambda error: settle(f"connection failed: {error}"))
        self.add_event_handler("ssl_invalid_chain", lambda error: settle(f"certificate: {error}"))
        self.add_event_handler("disconnected", lambda error: settle(f"disconnected: {error}"))
        self.connect(host, port)
        error = await asyncio.wait_for(outcome, PATIENCE)
        if error:
            raise RuntimeError(error)
        await self.get_roster()
        return {"jid": str(self.boundjid)}

    async def do_presence(self, to=None, type=None, show=None, status=None):
        self.send_presence(pto=to, ptype=type, pshow=show, pstatus=status)

    async def do_send(self, to, body, type="chat", id=None):
        message = self.make_message(mto=to, mbody=body, mtype=type)
        message["id"] = id or self.new_id()
        message.send()
        return {"id": message["id"]}

    async def do_send_many(self, to, prefix, count, type="chat"):
        """Messages `prefix 1` to `prefix COUNT`, with these as their ids, too; answered when all are on their way."""
        for number in range(1, count + 1):
            await self.do_send(to, f"{prefix} {number}", type, f"{prefix}-{number}")
            # Lets what arrives meanwhile be heard.
            await asyncio.sleep(0)

    async def do_raw(self, xml):
        self.send_raw(xml)

    async def do_iq(self, xml, patience=PATIENCE):
        """Any IQ as XML without an id; yields the answer as XML, an error too."""
        iq = self.Iq(xml=ET.fromstring(xml))
        iq["id"] = self.new_id()
        try:
            answer = await iq.send(timeout=patience)
        except slixmpp.exceptions.IqError as refused:
            answer = refused.iq
        return {"xml": str(answer)}

    async def do_roster(self):
        await self.get_roster()
        items = self.client_roster
        return {"items": {jid: {"subscription": items[jid]["subscription"], "name": items[jid]["name"]} for jid in items}}

    async def do_add(self, jid, name=None):
        await self.update_roster(jid, name=name)

    async def do_join(self, room, nick, password=None):
        """Returns once the room has shown us to ourselves, or refused."""
        self.joining = (room, asyncio.get_running_loop().create_future())
        asked = self.plugin["xep_0045"].join_muc(slixmpp.JID(room), nick, maxhistory=None, password=password or "")
        # What the room refuses is told by its presence.
        asked.add_done_callback(lambda task: task.cancelled() or task.exception())
        error = await asyncio.wait_for(self.joining[1], PATIENCE)
        if error:
            raise RuntimeError(error)

    async def do_leave(self, room, nick):
        self.plugin["xep_0045"].leave_muc(slixmpp.JID(room), nick)

    async def do_logout(self):
        await self.disconnect(wait=2)

    async def do_abort(self):
        """The connection breaks without a word."""
        self.abort()


async def obey(peer, line):
    command = json.loads(line)
    number, name = command.pop("n"), command.pop("do")
    try:
        answer = await getattr(peer, "do_" + name)(**command)
        say(reply=number, **(answer or {}))
    except Exception as error:  # every failure belongs to the test that asked
        say(reply=number, error=f"{type(error).__name__}: {error}")


async def main():
    peer = Peer(*sys.argv[1:4])
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        # One after the other: what a test asks for happens in its order.
        await obey(peer, line)


if __name__ == "__main__":
    asyncio.run(main())
