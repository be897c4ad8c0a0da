"""What became of a day's happenings, whichever platform it was played on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.store.records import AutoReact
from tests.played_day.script import AT_ONCE, Asked, Set, Written, setting

BOT = "mojibot"


@dataclass(slots=True)
class Entry:
    """A message of the day and what became of it; ``reason`` is the bot's, if it judged it."""

    line: Written
    reactions: dict[str, list[str]] = field(default_factory=dict)
    reason: str | None = None

    @property
    def own(self) -> list[str]:
        """The bot's own reactions, as emojis."""
        return [emoji for emoji, people in self.reactions.items() if BOT in people]


@dataclass(slots=True)
class Diary:
    """Everything that happened; with what was asked stand the texts that were shown for it."""

    entries: list[Entry] = field(default_factory=list)
    asked: list[tuple[Asked | Set, list[str]]] = field(default_factory=list)
    refused: int = 0
    opted_out: dict[str, float] = field(default_factory=dict)

    @property
    def reacted(self) -> int:
        """How many messages the bot reacted to."""
        return sum(bool(entry.own) for entry in self.entries)

    def shares(self) -> dict[str, float]:
        """Which part of the messages the bot reacted to, by what was set there and then."""
        said = Counter(setting(entry.line) for entry in self.entries)
        reacted = Counter(setting(entry.line) for entry in self.entries if entry.own)
        return {name: reacted[name] / number for name, number in said.items()}

    def hurried(self) -> Iterator[float]:
        """The pauses in a channel, and for a person, that were shorter than the rules say."""
        rules = AutoReact()
        channels: defaultdict[str, list[float]] = defaultdict(list)
        people: defaultdict[str, list[float]] = defaultdict(list)
        for entry in self.entries:
            if entry.own:
                channels[entry.line.channel].append(entry.line.at)
                people[entry.line.author].append(entry.line.at)
        for times, pause in (
            *((times, rules.channel_cooldown) for times in channels.values()),
            *((times, rules.person_cooldown) for times in people.values()),
        ):
            gaps = (after - before for before, after in pairwise(times))
            yield from (gap for gap in gaps if gap < pause - AT_ONCE)

    def left_alone(self) -> list[Entry]:
        """What people wrote after they had said that they do not want to be read."""
        never = float("inf")
        return [
            entry
            for entry in self.entries
            if entry.line.at > self.opted_out.get(entry.line.author, never) + AT_ONCE
        ]
