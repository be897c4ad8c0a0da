"""The server's own emojis, as its people meet them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.candidates import Candidate, CustomEmoji
from bot.features.custom_emojis import blend
from bot.features.house_rules import permitted
from bot.store.records import CustomEmojiRules, HouseRules
from emojifier.catalogue import catalogue
from emojifier.suggestion import ScoredEmoji, Suggestion

ALWAYS = CustomEmojiRules(share=1.0)
ANYTHING = HouseRules(family_friendly=False, flags=True, politics=True)
EMOJIS = [entry.emoji for entry in catalogue()]


def customs(*names: str) -> list[CustomEmoji]:
    return [CustomEmoji(id=f"id of {name}", name=name) for name in names]


def suggestion(probabilities: Mapping[str, float]) -> Suggestion:
    scored = (ScoredEmoji(e, catalogue()[e].name, p) for e, p in probabilities.items())
    return Suggestion(tuple(scored), quiet=0.1, model="fake")


def answers(
    probabilities: Mapping[str, float],
    own: Sequence[CustomEmoji],
    rules: CustomEmojiRules = ALWAYS,
) -> list[Candidate]:
    asked = suggestion(probabilities)
    candidates = permitted(asked, ANYTHING, newest=None, age_restricted=False)
    blended = blend(candidates, asked, own, rules)
    # The model's own come through, all and in their order.
    assert [c for c in blended if c.custom is None] == candidates
    return blended


def chosen(
    probabilities: Mapping[str, float], *names: str, rules: CustomEmojiRules = ALWAYS
) -> list[str]:
    """The names of the server's own that come, in order."""
    return [c.emoji for c in answers(probabilities, customs(*names), rules) if c.custom]


RAIN = {"🌧️": 0.6, "☔": 0.3, "😢": 0.1, "🎉": 0.01}
PARTY = {"🎉": 0.6, "🥳": 0.5, "🍕": 0.1}
FUNNY = {"😂": 0.7, "🤣": 0.5, "💀": 0.1}


@pytest.mark.parametrize(
    ("message", "name"),
    [
        (RAIN, "blobRain"),
        (RAIN, "blobSadRain"),
        (RAIN, "pepe_rain2"),
        (RAIN, "RAIN"),
        (RAIN, "blobrain"),
        (PARTY, "PartyParrot"),
        (PARTY, "partyblob"),
        (PARTY, "meow_party"),
        (FUNNY, "kekw"),
        (FUNNY, "OMEGALUL"),
        (FUNNY, "widepeepoLaugh"),
        ({"🐸": 0.5, "😢": 0.4}, "sadfrog"),
        ({"🤷": 0.5}, "bearShrug"),
        ({"🤩": 0.5}, "PogChamp"),
        ({"🤝": 0.5}, "GG"),
    ],
)
def test_a_name_that_says_what_the_message_is_about_comes(
    message: Mapping[str, float], name: str
) -> None:
    assert chosen(message, name, "serverlogo") == [name]


@pytest.mark.parametrize(
    "name",
    [
        "serverlogo",
        "emoji_23",
        "notRaining",
        "no_rain",
        "blob",
        "face",
        "the_thing",
        "jonas",
        "_",
        "x1",
        "blob_o",
        "sunny",
        "catDance",
    ],
)
def test_a_name_that_says_nothing_or_something_else_never_comes(name: str) -> None:
    assert chosen(RAIN, name) == []


def test_what_agrees_in_every_word_comes_before_what_agrees_in_one() -> None:
    sad_rain = {"🌧️": 0.5, "😢": 0.45}
    assert chosen(sad_rain, "happyRain", "sadRain") == ["sadRain", "happyRain"]


def test_the_servers_own_come_before_the_emoji_that_they_are_named_for() -> None:
    blended = answers(RAIN, customs("blobRain"))

    assert [c.emoji for c in blended[:2]] == ["blobRain", "🌧️"]
    assert blended[0] == Candidate(
        emoji="blobRain",
        base="id of blobRain",
        name="blobRain",
        probability=0.6,
        custom=CustomEmoji("id of blobRain", "blobRain"),
    )


def test_words_for_nearly_everything_name_nothing() -> None:
    assert (
        chosen({"😂": 0.6, "🐸": 0.5, "👨": 0.5}, "face", "my_animal", "TheMan", "blobFace") == []
    )


def test_an_animal_may_carry_a_feeling_or_be_what_is_spoken_of() -> None:
    own = ("frogSad", "frogParty")
    assert chosen({"😢": 0.6, "💔": 0.3}, *own) == ["frogSad"]
    assert chosen({"🐸": 0.6, "💔": 0.3}, "frogParty") == ["frogParty"]


def test_an_emoji_that_fits_only_a_little_is_not_brought() -> None:
    assert chosen({"🎉": 0.9, "🌧️": 0.1}, "blobRain") == []


def test_owners_teach_the_bot_what_a_name_does_not_say() -> None:
    words = {"id of jonas": ("rain", "umbrella"), "id of logo": ("🎉",)}
    taught = CustomEmojiRules(share=1.0, words=words)

    assert chosen(RAIN, "jonas", "logo", rules=taught) == ["jonas"]
    assert chosen(PARTY, "jonas", "logo", rules=taught) == ["logo"]


def test_a_forbidden_one_does_not_come_and_another_does() -> None:
    rules = CustomEmojiRules(share=1.0, forbidden=frozenset({"id of blobRain"}))
    assert chosen(RAIN, "blobRain", "catRain", rules=rules) == ["catRain"]


def test_a_server_that_wants_none_gets_none() -> None:
    assert chosen(RAIN, "blobRain", rules=CustomEmojiRules(enabled=False)) == []
    assert chosen(RAIN, "blobRain", rules=CustomEmojiRules(share=0)) == []


def test_one_that_stands_for_an_emoji_the_house_forbids_does_not_come() -> None:
    asked = suggestion({"🍆": 0.6, "😋": 0.3})
    candidates = permitted(asked, HouseRules(), newest=None, age_restricted=False)

    blended = blend(candidates, asked, customs("eggplant"), ALWAYS)
    assert [c.emoji for c in blended] == ["😋"]


def test_an_emoji_made_or_deleted_meanwhile_counts_at_once() -> None:
    assert chosen(RAIN) == []
    assert chosen(RAIN, "blobRain") == ["blobRain"]
    assert chosen(RAIN, "catParty") == []


def test_the_same_message_gets_the_same_answer_again() -> None:
    own = customs(*(f"rain{n}" for n in range(30)))
    rules = CustomEmojiRules()
    assert answers(RAIN, own, rules) == answers(RAIN, own, rules)


def every_pair() -> Iterable[dict[str, float]]:
    """Different messages, each of which the frogs fit perfectly."""
    for first, second in itertools.permutations(EMOJIS[:25], 2):
        yield {first: 0.5, second: 0.25, "🐸": 0.1}


def test_a_server_of_500_frogs_does_not_answer_frogs_only() -> None:
    feelings = [catalogue()[emoji].name.replace(" ", "_") for emoji in EMOJIS[:500]]
    frogs = customs(*(f"frog_{feeling}" for feeling in feelings))
    rules = CustomEmojiRules(share=0.34)
    replies = [answers(message, frogs, rules) for message in every_pair()]

    leading = sum(reply[0].custom is not None for reply in replies) / len(replies)
    assert 0.25 < leading <= 0.38
    assert sum(c.custom is not None for reply in replies for c in reply[:3]) <= 2 * len(replies)


def test_of_many_that_fit_alike_another_comes_with_another_message() -> None:
    own = customs(*(f"party{n}" for n in range(10)))
    seen = {
        next(c.emoji for c in answers({"🎉": 0.6, other: 0.2}, own) if c.custom)
        for other in EMOJIS[:50]
    }
    assert len(seen) > 5


NAMES = st.text(st.sampled_from("abceilnrstyPRSB_02"), min_size=2, max_size=32) | st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["blob", "pepe", "cat", ""]),
    st.sampled_from(["Rain", "Party", "Happy", "Sad", "Laugh", "Face"]),
)


@given(
    names=st.lists(NAMES, max_size=40, unique=True),
    emojis=st.lists(st.sampled_from(EMOJIS), min_size=1, max_size=20, unique=True),
    probabilities=st.lists(st.floats(0, 1), min_size=20, max_size=20),
    share=st.floats(0, 1),
)
def test_their_share_is_bounded_from_the_first_emoji_on(
    names: list[str], emojis: list[str], probabilities: list[float], share: float
) -> None:
    scored = dict(zip(emojis, probabilities, strict=False))
    blended = answers(scored, customs(*names), CustomEmojiRules(share=share))

    for n in range(1, len(blended) + 1):
        owns = sum(c.custom is not None for c in blended[:n])
        assert owns <= math.ceil(share * n)
    assert len({c.base for c in blended}) == len(blended)


def test_an_emoji_with_several_names_comes_once_by_the_one_that_fits() -> None:
    own = [CustomEmoji("blob", "blobRain"), CustomEmoji("blob", "blobPizza")]
    assert [c.emoji for c in answers(RAIN, own) if c.custom] == ["blobRain"]
    assert [c.emoji for c in answers(RAIN, own[::-1]) if c.custom] == ["blobRain"]
