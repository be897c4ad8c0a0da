"""The state of a small workspace; nothing here speaks to the bot."""

from __future__ import annotations

from typing import Final

from tests.loopback.slack.clock import Clock
from tests.loopback.slack.objects import Channel, Ids, Json, Message, Person

BOT_NAME: Final = "mojibot"
FOUNDER: Final = "founder"


class World:
    """One workspace with one app; people and channels are named, and made when first heard of."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.ids = Ids()
        self.team_id = self.ids.next("T")
        self.app_id = self.ids.next("A")
        self.bot_id = self.ids.next("B")
        self.name = "The Loop"
        self.domain = "the-loop"
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        # By name: an address, or "alias:NAME".
        self.emojis: dict[str, str] = {}
        self.bot = self.person(BOT_NAME, is_bot=True)
        self.channel("general")

    def person(self, name: str, **qualities: str | bool) -> Person:
        """Somebody by name or id; ``qualities`` are fields of ``Person``, kept from now on."""
        person = self.people_by_id.get(name) or self.people.get(name)
        if person is None:
            person = Person(self.ids.next("U"), name, self.team_id)
            self.people[name] = person
        for quality, value in qualities.items():
            setattr(person, quality, value)
        if person.is_stranger and person.team_id == self.team_id:
            person.team_id = self.ids.next("T")
        return person

    @property
    def people_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people.values()}

    def channel(
        self, name: str, *, creator: str | None = None, with_bot: bool = True, **qualities: bool
    ) -> Channel:
        """A channel by name or id; ``qualities`` are flags of ``Channel``, kept from now on.

        ``creator`` and ``with_bot`` count only when it is made.
        """
        named = [c for c in self.channels.values() if name in {c.id, c.name}]
        channel = named[0] if named else self._made(name, creator or FOUNDER, with_bot)
        for quality, value in qualities.items():
            setattr(channel, quality, value)
        return channel

    def _made(self, name: str, creator: str, with_bot: bool) -> Channel:
        made_by = self.person(creator).id
        channel = Channel(self.ids.next("C"), name, made_by, {made_by})
        if with_bot:
            channel.members.add(self.bot.id)
        self.channels[channel.id] = channel
        return channel

    def direct(self, name: str) -> Channel:
        """The conversation of somebody with the bot."""
        person = self.person(name)
        for channel in self.channels.values():
            if channel.is_im and person.id in channel.members:
                return channel
        channel = Channel(self.ids.next("D"), "", person.id, {person.id, self.bot.id}, is_im=True)
        self.channels[channel.id] = channel
        return channel

    def add(self, message: Message) -> Message:
        """Keep a message, where its channel is."""
        self.channels[message.channel].messages[message.ts] = message
        return message

    def visible(self, person: Person, channel: Channel) -> list[Message]:
        """What somebody sees of a channel, in order: nothing that is for others only."""
        return [m for m in channel.messages.values() if m.only_for in {None, person.id}]

    def team_json(self) -> Json:
        return {"id": self.team_id, "domain": self.domain}
