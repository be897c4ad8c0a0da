"""What Slack lists of a workspace's emojis, as features see it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.features.candidates import CustomEmoji
from bot.platforms.slack.customs import MOST, changed, read

PICTURE = "https://emoji.example/T1/x.png"


def test_a_custom_emoji_is_known_by_its_name() -> None:
    assert read({"blobrain": PICTURE}).customs == (CustomEmoji("blobrain", "blobrain"),)


def test_moving_pictures_are_told_by_their_address_alone() -> None:
    assert read({"dance": "https://emoji.example/dance.GIF?v=2"}).customs[0].animated


def test_an_alias_is_another_name_of_the_same_emoji() -> None:
    listed = {"squirrel": PICTURE, "shipit": "alias:squirrel", "sendit": "alias:shipit"}
    assert {(c.id, c.name) for c in read(listed).customs} == {
        ("squirrel", "squirrel"),
        ("squirrel", "shipit"),
        ("squirrel", "sendit"),
    }


def test_an_alias_of_a_standard_emoji_is_no_custom_one() -> None:
    emojis = read({"yes": "alias:+1", "hello": "alias:wave::skin-tone-3"})
    assert emojis.customs == ()
    assert emojis.standard == {"yes": "👍", "hello": "👋"}


@pytest.mark.parametrize(
    "listed",
    [
        {"a": "alias:b", "b": "alias:a"},
        {"a": "alias:a"},
        {"a": "alias:gone"},
        {"a": "alias:"},
    ],
)
def test_aliases_that_lead_nowhere_are_left_out(listed: dict[str, str]) -> None:
    emojis = read(listed)
    assert (emojis.customs, dict(emojis.standard)) == ((), {})


@pytest.mark.parametrize("name", ["<!channel>", "a:b", "two words", "*bold*", "x" * 101])
def test_a_name_that_would_be_markup_is_left_out(name: str) -> None:
    emojis = read({name: PICTURE, "other": f"alias:{name}", "blobrain": PICTURE})
    assert [custom.name for custom in emojis.customs] == ["blobrain"]


def test_of_too_many_those_go_first_whose_names_say_nothing() -> None:
    listed = {f"zzqx{n}": PICTURE for n in range(MOST)} | {"zzz-party": PICTURE}
    customs = read(listed).customs
    assert len(customs) == MOST
    assert customs[0].name == "zzz-party"


@pytest.mark.parametrize(
    ("event", "names"),
    [
        ({"subtype": "add", "name": "new", "value": PICTURE}, {"old", "new"}),
        ({"subtype": "remove", "names": ["old", "unheard-of"]}, set()),
        ({"subtype": "rename", "old_name": "old", "new_name": "newer", "value": "x"}, {"newer"}),
        (
            {"subtype": "rename", "old_name": "lost", "new_name": "found", "value": PICTURE},
            {"old", "found"},
        ),
        ({"subtype": "of another day", "name": "new"}, {"old"}),
        ({}, {"old"}),
    ],
)
def test_an_event_changes_the_list(event: dict[str, Any], names: set[str]) -> None:
    assert set(changed({"old": PICTURE}, event)) == names
