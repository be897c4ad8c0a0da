"""Messages, modals and App Homes as one person sees them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from tests.loopback.slack.kit import options
from tests.loopback.slack.objects import Json, Message
from tests.loopback.slack.parts import find, is_choice, labels, parts, words
from tests.loopback.slack.state import field_of, keeps_state

_PING: Final = re.compile(r"<(?:@|!subteam\^|!)(\w+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood when it was looked at; ``author`` is a name."""

    message: Json
    author: str
    channel: str
    ephemeral: bool

    @property
    def ts(self) -> str:
        return str(self.message["ts"])

    @property
    def thread_ts(self) -> str | None:
        return self.message.get("thread_ts")

    @property
    def blocks(self) -> list[Json]:
        return list(self.message.get("blocks") or ())

    @property
    def text(self) -> str:
        """What is read: the blocks' words, or the text of a message without blocks."""
        return words(self.blocks) or self.fallback

    @property
    def fallback(self) -> str:
        """The message's ``text``: what notifications and screen readers say."""
        return str(self.message["text"])

    @property
    def pings(self) -> list[str]:
        """Whom the message calls: ids of people and groups, or ``here`` and its like."""
        return _PING.findall(json.dumps([self.fallback, self.blocks]))

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons, in order."""
        return labels(self.blocks)

    @property
    def reactions(self) -> dict[str, list[str]]:
        """By short name: the ids of those who reacted."""
        return {r["name"]: r["users"] for r in self.message.get("reactions") or ()}

    @property
    def files(self) -> list[Json]:
        return list(self.message.get("files") or ())


@dataclass(frozen=True, slots=True)
class ShownView:
    """A modal or an App Home as it stood when it was looked at."""

    view: Json
    errors: dict[str, str]

    @property
    def title(self) -> str:
        title = self.view.get("title")
        return title["text"] if title else ""

    @property
    def callback_id(self) -> str:
        return str(self.view["callback_id"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.view["blocks"])

    @property
    def text(self) -> str:
        """What is read, with the errors under the inputs."""
        return "\n".join([words(self.blocks), *self.errors.values()])

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons in the blocks, then on the one that submits."""
        submit = self.view.get("submit")
        return labels(self.blocks) + ([submit["text"]] if submit else [])

    def offered(self, name: str) -> list[str]:
        """The options of a select, radio buttons or checkboxes. Raises ``LookupError``."""
        part = find(self.blocks, name, is_choice)
        if part is None:
            raise LookupError(f"nothing to choose is called {name!r}")
        return [option["text"]["text"] for option in options(part.element)]

    @property
    def values(self) -> dict[str, object]:
        """What is filled in, by action id; of an option, its value."""
        return {
            part.element["action_id"]: _plain(
                part.state(self.view["state"]["values"]), part.element
            )
            for part in parts(self.blocks)
            if keeps_state(part.element)
        }


def _plain(state: Json, element: Json) -> object:
    value = state[field_of(element)]
    if isinstance(value, dict):
        return value["value"]
    if isinstance(value, list):
        return [one if isinstance(one, str) else one.get("value", one) for one in value]
    return value


def shown(message: Message, author: str, channel: str) -> Shown:
    """A message as it stands now."""
    return Shown(dict(message.json()), author, channel, message.ephemeral)
