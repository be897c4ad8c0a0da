"""How reactions are spelled, and when unasked requests stay away."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import PartialEmoji

import trainer
from bot.features.candidates import Candidate, CustomEmoji
from bot.platforms.discord.breaker import WINDOW, Breaker
from bot.platforms.discord.reacting.spelling import base_of, drawn, joined
from emojifier.catalogue import catalogue

_UNICODE = Path(trainer.__file__).parent / "data/sources/unicode/emoji-test-17.0.txt.xz"
_SELECTOR = "\ufe0f"


def _candidate(emoji: str, custom: CustomEmoji | None = None) -> Candidate:
    return Candidate(emoji, base=emoji, name="", probability=0.5, custom=custom)


def _fully_qualified() -> Iterator[str]:
    for line in lzma.decompress(_UNICODE.read_bytes()).decode().splitlines():
        codes, _, rest = line.partition(";")
        if rest.startswith(" fully-qualified"):
            yield "".join(chr(int(code, 16)) for code in codes.split())


def test_every_emoji_is_sent_as_clients_send_it() -> None:
    qualified = set(_fully_qualified())

    spelled = [drawn(_candidate(entry.emoji)).name for entry in catalogue()]

    assert len(spelled) == 1914
    assert set(spelled) <= qualified


def test_every_emoji_joins_itself_in_whatever_spelling_it_is_there() -> None:
    for entry in catalogue():
        there = PartialEmoji(name=entry.emoji.replace(_SELECTOR, ""))

        assert joined(drawn(_candidate(entry.emoji)), [there]) == there
        assert base_of(there) == entry.emoji


def test_another_emoji_is_not_joined() -> None:
    envelope = drawn(_candidate("✉️"))

    assert joined(envelope, [PartialEmoji(name="📧"), PartialEmoji(name="👍🏽")]) == envelope
    assert joined(drawn(_candidate("👍")), [PartialEmoji(name="👍🏽")]).name == "👍"


def test_a_drawn_emoji_goes_by_its_number() -> None:
    blob = drawn(_candidate("blobRain", CustomEmoji("1300", "blobRain", animated=True)))
    renamed = PartialEmoji(name="blob", id=1300)

    assert (blob.id, blob.name, blob.animated) == (1300, "blobRain", True)
    assert joined(blob, [renamed]) is renamed
    assert base_of(renamed) == "1300"


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("status", [401, 403, 429])
def test_many_refused_requests_keep_unasked_ones_away_for_a_while(
    clock: Clock, status: int
) -> None:
    breaker = Breaker(clock, most=3)
    for _ in range(3):
        assert not breaker.tripped
        breaker.answered(status, {})

    assert breaker.tripped
    assert not breaker.everything_waits
    clock.now += WINDOW
    assert not breaker.tripped


@pytest.mark.parametrize(
    ("status", "headers"),
    [(204, {}), (404, {}), (500, {}), (429, {"X-RateLimit-Scope": "shared"})],
)
def test_what_discord_does_not_count_trips_nothing(
    clock: Clock, status: int, headers: dict[str, str]
) -> None:
    breaker = Breaker(clock, most=3)
    for _ in range(10):
        breaker.answered(status, headers)

    assert not breaker.tripped


@pytest.mark.parametrize(("header", "seconds"), [("2.5", 2.5), ("", 1.0), ("soon", 1.0)])
def test_a_limit_on_everything_holds_as_long_as_discord_says(
    clock: Clock, header: str, seconds: float
) -> None:
    breaker = Breaker(clock)
    breaker.answered(429, {"X-RateLimit-Global": "true", "Retry-After": header})

    clock.now += seconds - 0.1
    assert breaker.tripped
    assert breaker.everything_waits
    clock.now += 0.1
    assert not breaker.tripped
