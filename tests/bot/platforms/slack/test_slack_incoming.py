"""Slack's events, as features see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.inference import Worker
from bot.platforms.slack.reacting.incoming import incoming, with_standard
from bot.platforms.slack.services import SlackServices, Workspace, make_slack_services
from bot.settings import Settings
from bot.store.face import Store
from bot.store.records import SLACK, PersonKey, ServerKey
from tests.bot.fakes import FakeLoader

STAMP = "1700000000.000100"
THREAD = "1699999999.000100"


WORKSPACE = Workspace(team="T1", bot_user="UBOT", bot="BBOT")


@pytest.fixture
def services(slack_settings: Settings, store: Store) -> SlackServices:
    """The bot's, once it knows where it is; nothing is asked of the model here."""
    made = make_slack_services(slack_settings, Worker(FakeLoader()), store)
    return replace(made, workspace=WORKSPACE)


@pytest.fixture
def event() -> dict[str, Any]:
    """What Slack tells of a message in a channel."""
    return {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "U1",
        "team": WORKSPACE.team,
        "text": "we won",
        "ts": STAMP,
    }


def test_a_message_of_a_channel(event: dict[str, Any], services: SlackServices) -> None:
    seen = incoming(event, services, {})
    assert seen is not None
    assert (seen.id, seen.server, seen.channel) == (f"C1:{STAMP}", ServerKey(SLACK, "T1"), "C1")
    assert (seen.author, seen.text) == (PersonKey(SLACK, "U1"), "we won")
    assert (seen.parent, seen.from_bot, seen.plain) == (None, False, True)
    assert seen.sent == pytest.approx(1_700_000_000.0001)


@pytest.mark.parametrize(
    ("thread", "channel", "parent"),
    [
        (THREAD, f"C1:{THREAD}", "C1"),
        # The message that began a thread stands in the channel.
        (STAMP, "C1", None),
        (None, "C1", None),
    ],
)
@pytest.mark.parametrize("subtype", [None, "thread_broadcast"])
def test_a_reply_stands_in_its_thread(
    event: dict[str, Any],
    services: SlackServices,
    thread: str | None,
    channel: str,
    parent: str | None,
    subtype: str | None,
) -> None:
    told = event | {"thread_ts": thread, "subtype": subtype}
    seen = incoming(told, services, {})
    assert seen is not None
    assert (seen.channel, seen.parent) == (channel, parent)


@pytest.mark.parametrize(
    "told",
    [
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "message_replied"},
        {"subtype": "of another day"},
        {"channel_type": "im"},
        {"channel_type": "mpim"},
        {"user": None},
        {"channel": None},
        {"ts": None},
    ],
)
def test_what_is_no_message_of_a_channel_is_none(
    event: dict[str, Any], services: SlackServices, told: dict[str, Any]
) -> None:
    assert incoming(event | told, services, {}) is None


@pytest.mark.parametrize("by", [{"user": "UBOT"}, {"user": None, "bot_id": "BBOT"}])
def test_the_bots_own_messages_are_none(
    event: dict[str, Any], services: SlackServices, by: dict[str, Any]
) -> None:
    assert incoming(event | by, services, {}) is None


@pytest.mark.parametrize("by", [{"bot_id": "B9"}, {"bot_id": "B9", "subtype": "bot_message"}])
def test_other_bots_are_told_apart_from_people(
    event: dict[str, Any], services: SlackServices, by: dict[str, Any]
) -> None:
    seen = incoming(event | by, services, {})
    assert seen is not None
    assert seen.from_bot


@pytest.mark.parametrize("key", ["user_team", "source_team", "team"])
def test_people_of_shared_channels_keep_their_workspace(
    event: dict[str, Any], services: SlackServices, key: str
) -> None:
    seen = incoming(event | {key: "T9"}, services, {})
    assert seen is not None
    assert seen.author == PersonKey(SLACK, "T9:U1")


@pytest.mark.parametrize("told", [{"text": None}, {"text": "", "blocks": [{"type": "rich_text"}]}])
def test_files_and_blocks_without_text_are_an_empty_message(
    event: dict[str, Any], services: SlackServices, told: dict[str, Any]
) -> None:
    seen = incoming(event | told, services, {})
    assert seen is not None
    assert seen.text == ""


def test_only_the_workspaces_own_names_are_replaced() -> None:
    standard = {"yes": "👍"}
    assert with_standard("ok :yes: :tada: yes :yes", standard) == "ok 👍 :tada: yes :yes"
