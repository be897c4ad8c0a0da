"""The whole catalogue by Slack's names."""

from __future__ import annotations

import re

import pytest

from bot.features.candidates import Candidate, CustomEmoji
from bot.platforms.slack.names import emoji_of, name_of, newest_named, reaction, written
from emojifier.catalogue import catalogue
from emojifier.tones import MODIFIERS, Tone, toned

NAMED = [entry for entry in catalogue() if entry.slack is not None]


def candidate(emoji: str, custom: CustomEmoji | None = None) -> Candidate:
    return Candidate(emoji, emoji, "", 0.9, custom)


@pytest.mark.parametrize(
    ("emoji", "name"),
    [
        # What others sent under the names of Unicode or GitHub, and Slack refused.
        ("👍", "+1"),
        ("👌", "ok_hand"),
        ("✅", "white_check_mark"),
        ("😆", "laughing"),
        ("🤣", "rolling_on_the_floor_laughing"),
        ("🥰", "smiling_face_with_3_hearts"),
        ("🖕", "middle_finger"),
        ("🇫🇮", "flag-fi"),
        ("🇩🇪", "de"),
        ("🤷‍♀️", "woman-shrugging"),
        ("🤷‍♂️", "man-shrugging"),
        ("👩‍🚀", "female-astronaut"),
    ],
)
def test_emojis_go_by_slacks_own_names(emoji: str, name: str) -> None:
    assert name_of(emoji) == name
    assert emoji_of(name) == emoji


def test_every_name_is_one_that_slack_can_have_and_no_two_emojis_share_it() -> None:
    names = [name_of(entry.emoji) or "" for entry in NAMED]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name)] == []
    assert len(set(names)) == len(names) > 1_900


def test_every_name_leads_back_to_its_emoji() -> None:
    assert [e.emoji for e in NAMED if emoji_of(name_of(e.emoji) or "") != e.emoji] == []


def test_only_emojis_newer_than_slacks_table_are_without_a_name() -> None:
    nameless = [entry for entry in catalogue() if entry.slack is None]
    assert all(name_of(entry.emoji) is None for entry in nameless)
    assert all(entry.version > newest_named() for entry in nameless)
    assert newest_named() >= 16.0


@pytest.mark.parametrize(
    ("tone", "number"),
    [("light", 2), ("medium-light", 3), ("medium", 4), ("medium-dark", 5), ("dark", 6)],
)
def test_slacks_second_skin_tone_is_the_lightest(tone: Tone, number: int) -> None:
    assert name_of(toned("👋", tone)) == f"wave::skin-tone-{number}"
    assert emoji_of(f"wave::skin-tone-{number}") == "👋"


@pytest.mark.parametrize("tone", MODIFIERS)
def test_every_toned_emoji_has_a_name_with_one_tone_or_none(tone: Tone) -> None:
    for entry in NAMED:
        shown = toned(entry.emoji, tone)
        tones = shown.count(MODIFIERS[tone])
        name = name_of(shown) or ""
        assert name.count("::") == (1 if tones == 1 else 0), shown
        assert emoji_of(name) == entry.emoji


def test_second_names_are_understood() -> None:
    assert [emoji_of(name) for name in ("thumbsup", "flag-de", "hankey")] == ["👍", "🇩🇪", "💩"]
    assert emoji_of("no such emoji") is None


def test_couples_go_without_a_tone() -> None:
    assert name_of(toned("🧑‍🤝‍🧑", "dark")) == "people_holding_hands"


def test_an_alias_is_written_by_its_own_name_and_reacted_with_by_the_first() -> None:
    shown = candidate("shipit", CustomEmoji("squirrel", "shipit"))
    assert reaction(shown) == "squirrel"
    assert written(shown) == ":shipit:"


def test_an_emoji_without_a_name_is_no_reaction_but_can_be_written() -> None:
    newest = next(entry.emoji for entry in catalogue() if entry.slack is None)
    assert reaction(candidate(newest)) is None
    assert written(candidate(newest)) == newest
    assert written(candidate("👋🏼")) == ":wave::skin-tone-3:"
