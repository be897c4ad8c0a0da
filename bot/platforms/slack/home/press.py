"""What people do on the home, and in the forms that it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.localisation import Locale
from bot.platforms.slack.home.channels import ChannelList
from bot.platforms.slack.home.kit import PREFIX, chosen
from bot.platforms.slack.home.state import State, read_state
from bot.platforms.slack.services import SlackServices


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every press is answered with."""

    services: SlackServices
    client: AsyncWebClient
    channels: ChannelList


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed or choices made.

    ``values`` are the choices, people as the store knows them; ``trigger`` lets a form be opened,
    within three seconds; ``hash`` tells the home that was pressed from later ones.
    """

    around: Surroundings
    user: str
    state: State
    action: str
    values: tuple[str, ...]
    trigger: str
    hash: str | None = None

    @property
    def locale(self) -> Locale:
        """The language in which the home was drawn."""
        return self.state.locale


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: what stands in each field, and what stood there before."""

    around: Surroundings
    user: str
    state: State
    name: str
    values: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]

    def line(self, field: str) -> str:
        """What was typed or chosen in a field; nothing where it was left empty."""
        return next(iter(self.values.get(field, ())), "")


async def read_press(around: Surroundings, body: Mapping[str, Any]) -> Press:
    """The press in a ``block_actions`` payload; asks Slack whose workspace chosen people are of."""
    view, [action, *_] = body["view"], body["actions"]
    values = chosen(action)
    if "selected_users" in action:
        values = tuple([await person_of(around, user) for user in values])
    return Press(
        around=around,
        user=str(body["user"]["id"]),
        state=read_state(view.get("private_metadata")),
        action=str(action["action_id"]).removeprefix(PREFIX),
        values=values,
        trigger=str(body.get("trigger_id", "")),
        hash=view.get("hash"),
    )


def read_filled(around: Surroundings, body: Mapping[str, Any]) -> Filled:
    """The form in a ``view_submission`` payload."""
    view = body["view"]
    fields: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return Filled(
        around=around,
        user=str(body["user"]["id"]),
        state=read_state(view.get("private_metadata")),
        name=str(view["callback_id"]).removeprefix(PREFIX),
        values={
            block: chosen(element) for block, field in fields.items() for element in field.values()
        },
        shown={
            block["block_id"]: block["element"].get("initial_value", "")
            for block in view["blocks"]
            if block["type"] == "input"
        },
    )


async def person_of(around: Surroundings, user: str) -> str:
    """A user as settings name them; in shared channels people keep their own workspace."""
    known = await around.services.people.get(around.client, user)
    return around.services.person(user, known.team).person
