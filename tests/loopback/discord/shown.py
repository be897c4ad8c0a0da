"""Messages and forms as people see them, and what people do with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.loopback.discord.components import Kind, texts, walk
from tests.loopback.discord.objects import EPHEMERAL, Json

if TYPE_CHECKING:
    from tests.loopback.discord.interactions import LoopbackInteraction

Press = Callable[[str, str, str], Awaitable["LoopbackInteraction"]]
Choose = Callable[[str, str, Sequence[str], str], Awaitable["LoopbackInteraction"]]
Submit = Callable[["Modal", Mapping[str, Any]], Awaitable["LoopbackInteraction"]]
SOMEBODY: Final = "ada"


@dataclass(frozen=True, slots=True)
class Hands:
    """How people press and choose: message, what, author; implemented by the server."""

    press: Press
    choose: Choose
    submit: Submit


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stood when it was looked at; ``pings`` is whom it would call."""

    message: Json
    pings: tuple[str, ...]
    hands: Hands = field(repr=False)

    @property
    def id(self) -> str:
        return str(self.message["id"])

    @property
    def content(self) -> str:
        return str(self.message["content"])

    @property
    def flags(self) -> int:
        return int(self.message["flags"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def components(self) -> list[Json]:
        """The components as Discord returns them."""
        return list(self.message["components"])

    @property
    def attachments(self) -> list[Json]:
        """The files that come with it."""
        return list(self.message["attachments"])

    @property
    def text(self) -> str:
        """All that can be read: the content, then every text display, a line each."""
        return "\n".join(filter(None, [self.content, *texts(self.components)]))

    @property
    def buttons(self) -> list[str]:
        """The labels (or emojis) of the buttons that can be pressed, in order."""
        return [
            str(c.get("label") or c["emoji"]["name"])
            for c in walk(self.components)
            if c["type"] == Kind.BUTTON and not c.get("disabled")
        ]

    async def press(self, button: str, *, author: str = SOMEBODY) -> LoopbackInteraction:
        """Press a button, named by its label, emoji or custom_id, or how one begins.

        It must be there now. Raises ``LookupError`` for a button that is not, that is greyed out,
        or that stands in a message which ``author`` cannot see.
        """
        return await self.hands.press(self.id, button, author)

    async def choose(
        self, select: str, values: Sequence[str], *, author: str = SOMEBODY
    ) -> LoopbackInteraction:
        """Choose in a select, named by its placeholder or custom_id, or how one begins.

        ``values`` are labels or values, people, roles or channels by name or id. Raises
        ``LookupError`` as ``press`` does, and for what the select does not offer.
        """
        return await self.hands.choose(self.id, select, values, author)


@dataclass(frozen=True, slots=True)
class Modal:
    """A form that the bot has opened, in answer to an interaction."""

    data: Json
    opened_by: LoopbackInteraction = field(repr=False)

    @property
    def title(self) -> str:
        return str(self.data["title"])

    async def submit(self, values: Mapping[str, Any] | None = None) -> LoopbackInteraction:
        """Send the form; ``values`` by label or custom_id, what is left out stays as it was.

        Raises ``LookupError`` for a field that is not there, that is empty though required, or
        whose text is too short or too long.
        """
        return await self.opened_by.hands.submit(self, values or {})
