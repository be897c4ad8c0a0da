"""Fixed reactions, as managers set them and members meet them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from bot.features.fixed_reactions import MOST, fixed_reactions
from bot.features.incoming import IncomingMessage
from bot.store.records import HouseRules, PersonKey, ServerKey

GREETING = {"trigger": "phrase", "phrase": "good morning", "emojis": ("☀️",)}


def message(text: str, *, author: str = "1", **place: Any) -> IncomingMessage:
    place = {"channel": "100", **place}
    return IncomingMessage(
        id="1000",
        server=ServerKey("discord", "10"),
        author=PersonKey("discord", author),
        text=text,
        sent=0.0,
        **place,
    )


def rules(*fixed: Mapping[str, Any], **more: Any) -> HouseRules:
    return HouseRules.model_validate({"fixed": fixed, **more})


def reactions(message: IncomingMessage, rules: HouseRules) -> str:
    return " ".join(c.emoji for c in fixed_reactions(message, rules))


@pytest.mark.parametrize(
    "text",
    [
        "good morning",
        "GOOD MORNING!!",
        "Well, good   morning\neverybody",
        "**good morning**",
        "_good morning_",
        "ｇｏｏｄ ｍｏｒｎｉｎｇ",
        "(good morning)",
        "ungood morning, good morning",
    ],
)
def test_a_phrase_is_heard_however_it_is_written(text: str) -> None:
    assert reactions(message(text), rules(GREETING)) == "☀️"


@pytest.mark.parametrize(
    "text", ["good mornings", "ungood morning", "good, morning", "morning", ""]
)
def test_a_phrase_is_not_heard_inside_other_words(text: str) -> None:
    assert reactions(message(text), rules(GREETING)) == ""


@pytest.mark.parametrize(
    ("phrase", "text", "heard"),
    [
        ("GG", "gg wp", True),
        ("gg", "egg", False),
        ("gg", "gg2", False),
        ("Straße", "auf der STRASSE", True),
        ("été", "l'e\u0301te\u0301 arrive", True),
        ("don't", "please don’t", True),
        ("おはよう", "みんなおはようございます", True),
        ("안녕", "안녕하세요", True),
        ("สวัสดี", "สวัสดีครับ", True),
        ("<3", "love you<3", True),
        ("❤️", "for you ❤", True),
        ("c++", "I like C++.", True),
        ("(a+)+$", "a" * 50 + "!", False),
    ],
)
def test_words_end_where_readers_of_the_language_see_them_end(
    phrase: str, text: str, heard: bool
) -> None:
    fixed = rules({"trigger": "phrase", "phrase": phrase, "emojis": ("🎉",)})
    assert (reactions(message(text), fixed) == "🎉") is heard


def test_every_message_of_a_poll_channel_gets_its_votes() -> None:
    votes = rules({"trigger": "every", "channels": {"100"}, "emojis": ("👍", "👎")})

    assert reactions(message("pizza?"), votes) == "👍 👎"
    assert reactions(message("pizza?", channel="101"), votes) == ""


def test_what_holds_in_a_channel_holds_in_its_threads() -> None:
    votes = rules({"trigger": "every", "channels": {"100"}, "emojis": ("👍",)})

    assert reactions(message("pizza?", channel="555", parent="100"), votes) == "👍"
    assert reactions(message("pizza?", channel="555", parent="101"), votes) == ""


def test_a_person_gets_their_own_emoji_wherever_they_write() -> None:
    fan = rules({"trigger": "person", "person": "7", "emojis": ("👑",)})

    assert reactions(message("hi", author="7"), fan) == "👑"
    assert reactions(message("hi", author="8"), fan) == ""


def test_several_rules_add_up_in_their_order_without_doubles_and_at_most_five() -> None:
    both = rules(
        GREETING,
        {"trigger": "every", "emojis": ("👍", "☀", "🎉", ":tada:")},
        {"trigger": "every", "emojis": ("🍕", "🍔", "🍟")},
    )
    found = fixed_reactions(message("good morning"), both)

    assert [c.emoji for c in found] == ["☀️", "👍", "🎉", "🍕", "🍔"]
    assert len(found) == MOST


def test_managers_may_fix_what_a_preset_keeps_out_but_not_what_they_forbade() -> None:
    fixed = rules({"trigger": "every", "emojis": ("🇩🇪", "🍑", "🎉")}, forbidden={"🎉"})

    assert reactions(message("hi"), fixed) == "🇩🇪 🍑"


def test_they_come_in_the_servers_skin_tone() -> None:
    votes = rules({"trigger": "every", "emojis": ("👍🏿", "👎")}, skin_tone="medium")

    assert reactions(message("?"), votes) == "👍🏽 👎🏽"


def test_what_is_no_emoji_or_too_new_is_left_out() -> None:
    fixed = rules({"trigger": "every", "emojis": ("nothing", "🫪", "🎉")})

    assert [c.emoji for c in fixed_reactions(message("?"), fixed, newest=16.0)] == ["🎉"]


def test_the_worst_text_for_the_most_phrases_takes_no_time() -> None:
    worst = [
        {"trigger": "phrase", "phrase": "a" * n + "b", "emojis": ("🎉",)} for n in range(74, 99)
    ]
    asked = message("a" * 4_000)
    began = time.perf_counter()
    assert reactions(asked, rules(*worst)) == ""
    assert time.perf_counter() - began < 0.5
