"""Settings as text: what is wrong or not known in it neither trips the bot nor gets lost."""

from __future__ import annotations

import json
import logging

import pytest

from bot.store.documents import NOTHING_SET, read_settings, without_person, write_settings
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    AutoReact,
    FixedReaction,
    Floor,
    HouseRules,
    ServerKey,
    ServerSettings,
    Trigger,
)
from tests.bot.store.changes import Change, forbid, switch_on

SERVER = ServerKey(DISCORD, "1")


def changed(text: str, change: Change) -> str:
    """``text`` after a change of what is read in it."""
    before = read_settings(SERVER, text)
    return write_settings(text, before, change(before))


def test_only_what_was_set_is_written() -> None:
    assert changed("{}", forbid("🍆")) == '{"house_rules":{"forbidden":["🍆"]}}'


def test_change_that_changes_nothing_leaves_the_text() -> None:
    text = '{"house_rules":{"forbidden":["🍆"]},"later":1}'

    assert changed(text, lambda same: same) == text


def test_what_is_not_known_is_ignored_and_kept_at_any_depth() -> None:
    text = '{"later": {"a": [1]}, "auto_react": {"server": {"enabled": true, "mood": "sunny"}}}'

    settings = read_settings(SERVER, text)
    after = json.loads(changed(text, switch_on("channel:1")))

    assert settings.auto_react == {EVERYWHERE: AutoReact(enabled=True)}
    assert after["later"] == {"a": [1]}
    assert after["auto_react"]["server"] == {"enabled": True, "mood": "sunny"}
    assert after["auto_react"]["channel:1"]["enabled"] is True


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"house_rules": {"flags": "perhaps", "politics": true}}', "house_rules.flags"),
        ('{"house_rules": {"skin_tone": "green", "politics": true}}', "house_rules.skin_tone"),
        ('{"house_rules": {"forbidden": [5], "politics": true}}', "house_rules.forbidden.0"),
        ('{"house_rules": {"fixed": [{"trigger": "every"}], "politics": true}}', "fixed.0.emojis"),
        ('{"auto_react": [], "house_rules": {"politics": true}}', "auto_react"),
        ('{"custom_emojis": 7, "house_rules": {"politics": true}}', "custom_emojis"),
    ],
)
def test_wrong_value_counts_as_not_set_and_is_logged_by_its_name_only(
    text: str, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    settings = read_settings(SERVER, text)

    assert settings == ServerSettings(house_rules=HouseRules(politics=True))
    (record,) = caplog.records
    assert record.__dict__["wrong"].endswith(wrong)
    assert (
        json.loads(changed(text, switch_on("channel:1"))).items()
        >= {key: value for key, value in json.loads(text).items() if key != "auto_react"}.items()
    )


def test_wrong_value_is_replaced_once_somebody_sets_it() -> None:
    text = '{"auto_react": {"server": {"floor": "never", "enabled": true}}}'
    assert read_settings(SERVER, text).auto_react[EVERYWHERE] == AutoReact(enabled=True)

    often = AutoReact(enabled=True, floor=Floor.OFTEN)
    after = changed(text, switch_on(EVERYWHERE, often))

    assert json.loads(after) == {"auto_react": {"server": {"floor": "often", "enabled": True}}}


def test_rest_of_a_list_survives_a_wrong_item() -> None:
    text = '{"house_rules": {"fixed": [{"trigger": "phrase", "emojis": ["👍"]}, '
    text += '{"trigger": "every", "emojis": ["👎"]}]}}'

    fixed = read_settings(SERVER, text).house_rules.fixed

    assert fixed == (FixedReaction(trigger=Trigger.EVERY, emojis=("👎",)),)


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", "null", '"{}"', "{"])
def test_text_that_is_no_object_counts_as_nothing_and_is_kept_beside(text: str) -> None:
    after = changed(text, forbid("🍆"))

    assert read_settings(SERVER, text) is NOTHING_SET
    assert json.loads(after) == {"unreadable": text, "house_rules": {"forbidden": ["🍆"]}}


def test_what_was_taken_back_is_gone_from_the_text() -> None:
    text = changed("{}", switch_on("channel:1"))

    after = changed(text, lambda now: now.model_copy(update={"auto_react": {}}))

    assert "channel:1" not in after


def test_settings_without_a_person_are_otherwise_the_same() -> None:
    settings = ServerSettings(
        auto_react={EVERYWHERE: AutoReact(ignored_people=frozenset({"7", "8"}))},
        house_rules=HouseRules(forbidden=frozenset({"7"})),
    )

    after = without_person(settings, "7")

    assert after.auto_react[EVERYWHERE].ignored_people == {"8"}
    assert after.house_rules == settings.house_rules
    assert without_person(after, "7") == after
