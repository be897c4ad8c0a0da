"""What an application has told Discord, and what it is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.loopback.discord.interactions import LoopbackInteraction
from tests.loopback.discord.objects import Json

# The application flag GATEWAY_MESSAGE_CONTENT_LIMITED: on fewer than 100 servers.
MESSAGE_CONTENT: Final = 1 << 19


@dataclass(slots=True)
class Registry:
    """The application, its commands, and interactions by token; ``shards`` are recommended."""

    token: str
    application: Json
    gateway_url: str = ""
    shards: int = 1
    commands: list[Json] = field(default_factory=list)
    interactions: dict[str, LoopbackInteraction] = field(default_factory=dict)

    @property
    def reads_content(self) -> bool:
        """Whether the application was granted the content of messages."""
        return bool(self.application["flags"] & MESSAGE_CONTENT)

    def set_flags(self, flags: int) -> None:
        """Set the application's flags, in both forms that they are told in."""
        self.application |= {"flags": flags, "flags_new": str(flags)}
