"""What comes out on a server, in the words of those who set its rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.candidates import Candidate
from bot.features.house_rules import Preset, permitted, preset
from bot.store.records import HouseRules
from emojifier.catalogue import catalogue
from emojifier.suggestion import ScoredEmoji, Suggestion
from emojifier.tones import MODIFIERS
from tests.emojifier.test_catalogue import emoji_test

ANYTHING = HouseRules(family_friendly=False, flags=True, politics=True)
EMOJIS = [entry.emoji for entry in catalogue()]
TONE = re.compile("[\U0001f3fb-\U0001f3ff]")


def suggestion(emojis: Iterable[str]) -> Suggestion:
    scored = (
        ScoredEmoji(emoji, catalogue()[emoji].name, 0.9 / (rank + 1))
        for rank, emoji in enumerate(emojis)
    )
    return Suggestion(tuple(scored), quiet=0.1, model="fake")


def let_out(
    emojis: Iterable[str],
    rules: HouseRules,
    *,
    newest: float | None = None,
    age_restricted: bool = False,
) -> list[Candidate]:
    return permitted(suggestion(emojis), rules, newest=newest, age_restricted=age_restricted)


def shown(emojis: str, rules: HouseRules, *, newest: float | None = None) -> str:
    return " ".join(c.emoji for c in let_out(emojis.split(), rules, newest=newest))


@cache
def fully_qualified() -> frozenset[str]:
    return frozenset(emoji for emoji, status in emoji_test() if status == "fully-qualified")


@cache
def spellings() -> dict[str, list[str]]:
    """Each catalogue emoji with all spellings in Unicode's file, toned ones and short ones too."""
    found: dict[str, list[str]] = {}
    for spelling, _ in emoji_test():
        found.setdefault(catalogue().normalise(spelling), []).append(spelling)
    return found


def test_a_server_without_rules_of_its_own_gets_nothing_crude_political_or_with_a_flag() -> None:
    assert shown("🍆 🎉 🇩🇪 🖕 🐶 ✝️ 🔞 🍕", HouseRules()) == "🎉 🐶 🍕"


def test_in_an_age_restricted_channel_family_friendly_is_off_and_the_rest_holds() -> None:
    out = let_out(["🍑", "🇩🇪", "🎉", "☪️"], HouseRules(), age_restricted=True)

    assert [c.emoji for c in out] == ["🍑", "🎉"]


def test_flags_and_politics_come_in_when_they_are_let_in() -> None:
    emojis = "🇧🇷 🏳️‍🌈 ☮️ 🗳️"
    assert shown(emojis, HouseRules(flags=True)) == "🇧🇷 🏳️‍🌈"
    assert shown(emojis, HouseRules(politics=True)) == "☮️ 🗳️"


def test_the_chequered_flag_is_a_race_and_the_atom_is_no_faith() -> None:
    assert shown("🏁 ⚛️", HouseRules()) == "🏁 ⚛️"


def test_a_forbidden_emoji_does_not_come_and_the_next_one_does() -> None:
    assert shown("😂 🤣 😹", HouseRules(forbidden=frozenset({"😂", "😹"}))) == "🤣"


def test_what_is_forbidden_may_be_written_as_people_write_it() -> None:
    rules = HouseRules(forbidden=frozenset({":tada:", "👍🏿", "❤", "not an emoji"}))
    assert shown("🎉 👍 ❤️ 🎈", rules) == "🎈"


def test_forbidding_a_person_does_not_forbid_what_is_made_of_one() -> None:
    assert shown("👩 👩‍🚀", HouseRules(forbidden=frozenset({"👩"}))) == "👩‍🚀"


def test_a_whole_group_can_be_forbidden_and_a_smaller_one_too() -> None:
    rules = HouseRules(forbidden_groups=frozenset({"Food & Drink", "cat-face"}))
    assert shown("🍕 🍺 😹 🐱 🎉", rules) == "🐱 🎉"


def test_what_the_platform_does_not_draw_yet_gives_way_to_the_next() -> None:
    assert shown("🫪 🫡 🎉", ANYTHING, newest=15.0) == "🫡 🎉"
    assert shown("🫪 🫡 🎉", ANYTHING, newest=13.1) == "🎉"


def test_people_come_in_the_servers_skin_tone_and_things_stay_as_they_are() -> None:
    rules = HouseRules(skin_tone="dark")
    assert shown("👍 🎉 🧑‍🚀 ☝️ 👨‍👩‍👧", rules) == "👍🏿 🎉 🧑🏿‍🚀 ☝🏿 👨‍👩‍👧"


def test_a_skin_tone_that_the_platform_does_not_draw_yet_is_left_out() -> None:
    assert shown("🤝 👍", HouseRules(skin_tone="light"), newest=13.1) == "🤝 👍🏻"


def test_rules_and_counts_go_by_the_spelling_without_tone() -> None:
    [candidate] = let_out(["🤷"], HouseRules(skin_tone="medium", gender="woman"))

    assert candidate.emoji == "🤷🏽‍♀️"
    assert candidate.base == catalogue().normalise(candidate.emoji) == "🤷‍♀️"
    assert candidate.name == "woman shrugging"


@pytest.mark.parametrize(
    ("gender", "expected"),
    [
        ("woman", "🤷‍♀️ 👩‍🚀 🏃‍♀️‍➡️ 🕵️‍♀️ 👩 👵 👸 🤶 🎉"),
        ("man", "🤷‍♂️ 👨‍🚀 🏃‍♂️‍➡️ 🕵️‍♂️ 👨 👴 🤴 🎅 🎉"),
    ],
)
def test_whoever_is_left_open_is_shown_as_the_server_likes(gender: str, expected: str) -> None:
    rules = HouseRules.model_validate({"gender": gender})
    assert shown("🤷 🧑‍🚀 🏃‍➡️ 🕵️ 🧑 🧓 🫅 🧑‍🎄 🎉", rules) == expected


def test_a_gender_that_the_model_meant_is_never_turned() -> None:
    assert shown("👩‍🚀 🤷‍♂️ 👭 💏", HouseRules(gender="man")) == "👩‍🚀 🤷‍♂️ 👭 💏"


def test_one_emoji_does_not_come_twice_when_both_end_in_the_same_dress() -> None:
    [candidate] = let_out(["🤷", "🤷‍♀️"], HouseRules(gender="woman"))

    assert candidate.probability == 0.9


def test_a_forbidden_dress_is_not_worn() -> None:
    rules = HouseRules(gender="woman", forbidden=frozenset({"🤷🏽‍♀️"}))
    assert shown("🤷", rules) == "🤷"


def test_presets_hold_what_their_names_say() -> None:
    assert set("🖕🍆🍑💦🔞") <= preset(Preset.CRUDE)
    assert {"🇯🇵", "🏴‍☠️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"} <= preset(Preset.FLAGS)
    assert {"✡️", "☪️", "🕌", "🗳️"} <= preset(Preset.POLITICS)
    assert "🙏" not in preset(Preset.POLITICS)


tones = st.sampled_from([None, *MODIFIERS])
genders = st.sampled_from([None, "woman", "man"])


@given(
    emojis=st.lists(st.sampled_from(EMOJIS), min_size=1, max_size=30, unique=True),
    data=st.data(),
    tone=tones,
    gender=genders,
)
def test_no_spelling_of_what_is_forbidden_gets_through(
    emojis: list[str], data: st.DataObject, tone: str | None, gender: str | None
) -> None:
    forbidden = data.draw(st.sets(st.sampled_from(emojis)))
    written = {data.draw(st.sampled_from(spellings()[emoji])) for emoji in sorted(forbidden)}
    rules = HouseRules.model_validate(
        {**dict(ANYTHING), "forbidden": written, "skin_tone": tone, "gender": gender}
    )

    for candidate in let_out(emojis, rules):
        assert catalogue().normalise(candidate.emoji) not in forbidden
        assert candidate.base not in forbidden


@pytest.mark.parametrize("newest", [None, 15.0, 12.0])
@pytest.mark.parametrize("gender", [None, "woman", "man"])
@pytest.mark.parametrize("tone", [None, *MODIFIERS])
def test_whatever_comes_out_is_a_spelling_that_unicode_lists(
    tone: str | None, gender: str | None, newest: float | None
) -> None:
    rules = HouseRules.model_validate({**dict(ANYTHING), "skin_tone": tone, "gender": gender})
    out = let_out(EMOJIS, rules, newest=newest)

    assert len(out) > 1_200
    assert {c.emoji for c in out} <= fully_qualified()
    assert len({c.base for c in out}) == len(out)
    if tone is not None:
        modifier = MODIFIERS[tone]  # type: ignore[index]
        assert {m for c in out for m in TONE.findall(c.emoji)} == {modifier}
