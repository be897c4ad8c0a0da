"""Skin tones against Unicode's own file."""

from __future__ import annotations

import re

import pytest

from emojifier.catalogue import catalogue
from emojifier.tones import MODIFIERS, Tone, toned
from tests.emojifier.test_catalogue import emoji_test

TONE = re.compile("[\U0001f3fb-\U0001f3ff]")


@pytest.mark.parametrize("tone", list(MODIFIERS))
def test_every_emoji_that_unicode_tones_gets_that_tone_and_no_other_changes(tone: Tone) -> None:
    known = {emoji for emoji, status in emoji_test() if status == "fully-qualified"}
    takes_tones = {catalogue().normalise(emoji) for emoji in known if TONE.search(emoji)}
    for entry in catalogue():
        dressed = toned(entry.emoji, tone)
        assert dressed in known
        assert set(TONE.findall(dressed)) == (
            {MODIFIERS[tone]} if entry.emoji in takes_tones else set()
        )
        assert catalogue().normalise(dressed) == entry.emoji


@pytest.mark.parametrize(
    ("emoji", "dressed"),
    [
        ("👍", "👍🏾"),
        ("☝️", "☝🏾"),
        ("🕵️‍♀️", "🕵🏾‍♀️"),
        ("👩‍🚒", "👩🏾‍🚒"),
        ("🧑‍🤝‍🧑", "🧑🏾‍🤝‍🧑🏾"),
        ("👩‍❤️‍💋‍👨", "👩🏾‍❤️‍💋‍👨🏾"),
        ("💏", "💏🏾"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("🎉", "🎉"),
        ("🫡", "🫡"),
    ],
)
def test_everybody_on_an_emoji_gets_the_tone(emoji: str, dressed: str) -> None:
    assert toned(emoji, "medium-dark") == dressed


def test_a_tone_that_came_later_than_its_emoji_waits_for_the_platform() -> None:
    assert toned("🤝", "dark", newest=13.1) == "🤝"
    assert toned("🤝", "dark", newest=14.0) == "🤝🏿"
    assert toned("👯", "dark", newest=16.0) == "👯"
