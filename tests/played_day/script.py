"""The script of a day: who writes, asks, presses and sets what, and when. The same every time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from tests.played_day.words import CHANNELS, messages_of, sentences

MINUTE: Final = 60.0
HOUR: Final = 3_600.0
DAY: Final = 86_400.0
# How much is said from each hour on.
_HOURS: Final = (2, 1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 7, 8, 7, 6, 7, 9, 11, 13, 15, 16, 13, 9, 5)
PEOPLE: Final = (
    *("ada", "grace", "alan", "edsger", "barbara", "donald", "tim", "linus", "margaret", "ken"),
    *("dennis", "bjarne", "guido", "yukihiro", "anders", "james", "brendan", "rasmus", "larry"),
    *("hedy", "katherine", "radia", "frances", "jean", "betty", "karen", "sophie", "shafi"),
)
COMMANDS: Final = 200
# Seconds of the day that happen at once: what overlaps in a real chat overlaps here.
AT_ONCE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Written:
    """A message. ``mended``: edited at once; ``regretted``: deleted at once; ``cheered``: someone
    reacts with that emoji at once; ``grave``: nobody would laugh.
    """

    at: float
    channel: str
    author: str
    text: str
    grave: bool = False
    mended: bool = False
    regretted: bool = False
    cheered: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody wants something of the bot, and presses what is under its answer.

    ``what`` is "emojify", "suggest" (emojis for somebody's message), "refuse" (a reaction),
    "privacy", "model" or "opt out"; presses are "reroll", "why" and "end".
    """

    at: float
    channel: str
    author: str
    what: str
    text: str = ""
    presses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """A manager switches reactions "on" or "off" in a channel, or chooses ``menu=value`` there.

    ``everywhere`` it is for all channels; then the channel is only where the manager stands.
    """

    at: float
    channel: str
    steps: tuple[str, ...]
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """The platform has trouble: connections are "cut" or "moved", or a reaction is "refused".

    Where it sends things "again", or lets nobody do much ("limited"), that happens as well.
    """

    at: float
    how: str


Happening = Written | Asked | Set | Broken

# Everything is off until eight; what is set then is what the tests count by.
SETTINGS: Final = (
    Set(8 * HOUR, "general", ("on",), everywhere=True),
    Set(9 * HOUR, "pets", ("floor=often", "most=2")),
    Set(9 * HOUR, "support", ("floor=often",)),
    Set(9 * HOUR + 60, "gaming", ("floor=sometimes",)),
    Set(15 * HOUR, "help", ("off",)),
    Set(18 * HOUR, "general", ("floor=sometimes",)),
)
TROUBLES: Final = (
    Broken(10.5 * HOUR, "cut"),
    Broken(12.5 * HOUR, "moved"),
    Broken(16.5 * HOUR, "refused"),
    Broken(20.5 * HOUR, "cut"),
)
MORE_TROUBLES: Final = (
    *TROUBLES,
    Broken(14.5 * HOUR, "again"),
    Broken(17.5 * HOUR, "limited"),
    Broken(21.5 * HOUR, "again"),
)


def script(
    messages: int,
    *,
    commands: int = COMMANDS,
    troubles: Sequence[Broken] = TROUBLES,
    seed: int = 1,
) -> list[Happening]:
    """A day with about so many messages, in order; ``at`` is in seconds since midnight."""
    rng = random.Random(seed)  # noqa: S311 - a script, no secret
    happenings: list[Happening] = [*SETTINGS, *troubles]
    happenings += _written(messages, rng)
    happenings += _asked(commands, rng)
    return sorted(happenings, key=lambda happening: happening.at)


def setting(line: Written) -> str:
    """What holds where and when a message is written, as ``SETTINGS`` say."""
    at, channel = line.at, line.channel
    if at < 8 * HOUR or (channel == "help" and at >= 15 * HOUR):
        return "off"
    if channel in {"pets", "support"} and at >= 9 * HOUR + 1:
        return "often"
    if channel == "gaming" and at >= 9 * HOUR + 61:
        return "sometimes"
    if channel == "general" and at >= 18 * HOUR + 1:
        return "sometimes"
    return "rarely"


def _moment(rng: random.Random) -> float:
    [hour] = rng.choices(range(24), _HOURS)
    return (hour + rng.random()) * HOUR


def _written(number: int, rng: random.Random) -> list[Written]:
    """Conversations: a few people each, more talkative ones more often."""
    talk = {channel.name: messages_of(channel, rng) for channel in CHANNELS}
    weights = [channel.weight for channel in CHANNELS]
    eagerness = [1 / (rank + 2) for rank in range(len(PEOPLE))]
    written: list[Written] = []
    while len(written) < number:
        [channel] = rng.choices(CHANNELS, weights)
        people = list(dict.fromkeys(rng.choices(PEOPLE, eagerness, k=rng.randint(2, 6))))
        gaps = (rng.expovariate(1 / 20) + 1 for _ in range(rng.randint(2, 20)))
        for at in accumulate(gaps, initial=_moment(rng)):
            if at >= DAY or len(written) >= number:
                break
            words = next(talk[channel.name])
            line = Written(
                at,
                channel.name,
                rng.choice(people),
                words.text,
                words.grave,
                mended=rng.random() < 0.01,
                regretted=rng.random() < 0.005,
                cheered=rng.choice("😂👍🎉😮") if rng.random() < 0.04 else None,
            )
            written.append(line)
    return written


def _asked(number: int, rng: random.Random) -> Iterator[Asked]:
    texts = sentences(rng)
    places = [channel.name for channel in CHANNELS]
    for _ in range(number):
        at, channel, author = _moment(rng), rng.choice(places), rng.choice(PEOPLE)
        chance = rng.random()
        if chance < 0.55:
            presses = rng.choice(((), (), ("reroll",), ("reroll", "why"), ("why",), ("end",)))
            yield Asked(at, channel, author, "emojify", next(texts), presses)
        elif chance < 0.75:
            yield Asked(at, channel, author, "suggest")
        elif chance < 0.87:
            yield Asked(at, channel, author, "refuse")
        elif chance < 0.93:
            yield Asked(at, channel, author, "privacy")
        elif chance < 0.98:
            yield Asked(at, channel, author, "model")
        else:
            yield Asked(at, channel, author, "opt out")
