"""What the App Home is made of, within Slack's limits."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localisation import LOCALES
from bot.platforms.slack.home import kit
from bot.platforms.slack.home.state import AUTO_REACT_TABS, HOUSE_RULES_TABS, State, read_state
from bot.store.records import EVERYWHERE, channel_scope

TABS = st.sampled_from(AUTO_REACT_TABS + HOUSE_RULES_TABS)
CHANNELS = st.from_regex(r"[CG][A-Z0-9]{8,10}", fullmatch=True)


@given(
    tab=TABS,
    scope=st.one_of(st.just(EVERYWHERE), CHANNELS.map(channel_scope)),
    channels=st.lists(CHANNELS, max_size=kit.MOST).map(tuple),
    locale=st.sampled_from(LOCALES),
)
def test_a_home_is_read_as_it_was_written_and_is_never_too_long(
    tab: str, scope: str, channels: tuple[str, ...], locale: str
) -> None:
    state = State(tab, scope, channels, locale)  # type: ignore[arg-type]
    assert len(state.metadata()) <= 3_000
    assert read_state(state.metadata()) == state


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        "",
        "no JSON",
        "[]",
        "{}",
        json.dumps({"tab": "how"}),
        json.dumps({"tab": "how", "scope": "server", "channels": 7, "locale": "en"}),
    ],
)
def test_what_another_release_wrote_is_a_home_without_a_history(metadata: str | None) -> None:
    assert read_state(metadata) == State()


def test_unknown_pages_and_languages_are_the_first_ones() -> None:
    kept = {"tab": "gone", "scope": "server", "channels": [], "locale": "tlh"}
    assert read_state(json.dumps(kept)) == State()


@given(st.text(min_size=1, max_size=400))
def test_labels_are_cut_to_what_slack_takes(said: str) -> None:
    assert len(kit.button("x", said)["text"]["text"]) <= 75
    assert len(kit.header(said)["text"]["text"]) <= 150
    assert len(kit.menu("x", [("v", said)], chosen="v")["options"][0]["text"]["text"]) <= 75


def test_of_a_long_list_as_much_is_shown_as_fits() -> None:
    shown = kit.fitting(["🎉"] * 5_000, " ")
    assert shown.endswith(" …")
    assert 2_800 < len(shown) <= kit.SECTION


@pytest.mark.parametrize(
    ("element", "values"),
    [
        ({"selected_option": {"value": "often"}}, ("often",)),
        ({"selected_option": None}, ()),
        ({"selected_user": "U1"}, ("U1",)),
        ({"selected_options": [{"value": "Flags"}, {"value": "Symbols"}]}, ("Flags", "Symbols")),
        ({"selected_users": []}, ()),
        ({"selected_conversations": ["C1", "C2"]}, ("C1", "C2")),
        ({"type": "plain_text_input", "value": None}, ()),
        ({"type": "plain_text_input", "value": "22:00"}, ("22:00",)),
    ],
)
def test_choices_are_read_from_every_kind_of_element(
    element: dict[str, object], values: tuple[str, ...]
) -> None:
    assert kit.chosen(element) == values
