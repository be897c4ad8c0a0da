"""Slack's keys: what is refused, and in which words."""

from __future__ import annotations

import pytest

from bot.settings import SettingsError, load_settings

BOT = {"SLACK_BOT_TOKEN": "xoxb-1"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"SLACK_BOT_TOKEN": "xoxp-1"},
            "SLACK_BOT_TOKEN has a wrong value: it must be a Bot User OAuth Token, which begins "
            "with xoxb-.",
        ),
        (
            {**BOT, "SLACK_APP_TOKEN": "xoxb-1"},
            "SLACK_APP_TOKEN has a wrong value: it must be an app-level token, which begins with "
            "xapp-.",
        ),
        (
            {**BOT, "SLACK_SIGNING_SECRET": "short"},
            "SLACK_SIGNING_SECRET has a wrong value: it must be the Signing Secret from the app's "
            "Basic Information page.",
        ),
        (
            {**BOT, "SLACK_APP_TOKEN": "xapp-1", "SLACK_OWNER_IDS": "ada"},
            "SLACK_OWNER_IDS has a wrong value: it must be members' ids such as U012AB3CD, "
            "separated by commas.",
        ),
        (
            BOT,
            "SLACK_BOT_TOKEN needs a second key: set SLACK_APP_TOKEN (Socket Mode, no public "
            "address needed) or SLACK_SIGNING_SECRET (HTTP).",
        ),
        (
            {"SLACK_APP_TOKEN": "xapp-1"},
            "SLACK_APP_TOKEN is set without SLACK_BOT_TOKEN: copy the Bot User OAuth Token from "
            "the app's page OAuth & Permissions.",
        ),
    ],
    ids=["another token", "the wrong place", "a short secret", "a name", "half", "the other half"],
)
def test_what_cannot_work_is_refused_in_a_sentence(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(given)

    assert str(refused.value) == sentence


def test_either_way_will_do_and_tokens_are_secret() -> None:
    sockets = load_settings({**BOT, "SLACK_APP_TOKEN": "xapp-1", "SLACK_OWNER_IDS": "U012A, W0B"})
    http = load_settings({**BOT, "SLACK_SIGNING_SECRET": "0123456789abcdef"})

    assert sockets.slack_owner_ids == ("U012A", "W0B")
    assert set(sockets.secrets) == {"xoxb-1", "xapp-1"}
    assert set(http.secrets) == {"xoxb-1", "0123456789abcdef"}
