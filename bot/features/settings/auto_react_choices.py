"""The settings that are chosen from a few steps, and those that are on or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bot.localisation import Locale, text
from bot.store.records import AutoReact, Floor

Tab = Literal["how", "when", "who"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of ``AutoReact`` with its sensible values, as text, and how to say them."""

    field: str
    tab: Tab
    steps: tuple[str, ...]
    label: Callable[[Locale, str], str]

    def value(self, rules: AutoReact) -> str:
        """What is chosen now, in the spelling of ``steps`` where it is one of them."""
        value = getattr(rules, self.field)
        return next((step for step in self.steps if type(value)(step) == value), str(value))


def _floor(locale: Locale, step: str) -> str:
    return text(locale, f"autoreact-floor-{step}")


def _most(locale: Locale, step: str) -> str:
    return text(locale, "autoreact-most-emojis", count=int(step))


def _chance(locale: Locale, step: str) -> str:
    return text(locale, "autoreact-chance-percent", percent=round(float(step) * 100))


def _channel_wait(locale: Locale, step: str) -> str:
    return text(locale, "autoreact-channel-wait", wait=_wait(locale, int(step)))


def _person_wait(locale: Locale, step: str) -> str:
    return text(locale, "autoreact-person-wait", wait=_wait(locale, int(step)))


def _wait(locale: Locale, seconds: int) -> str:
    if seconds == 0:
        return text(locale, "autoreact-wait-none")
    if seconds % 3_600 == 0:
        return text(locale, "autoreact-wait-hours", count=seconds // 3_600)
    if seconds % 60 == 0:
        return text(locale, "autoreact-wait-minutes", count=seconds // 60)
    return text(locale, "autoreact-wait-seconds", count=seconds)


_WAITS: Final = ("0", "30", "60", "300", "900", "3600", "21600", "86400")

CHOICES: Final = (
    Choice("floor", "how", tuple(Floor), _floor),
    Choice("most", "how", ("1", "2", "3"), _most),
    Choice("chance", "how", ("1", "0.5", "0.25", "0.1"), _chance),
    Choice("channel_cooldown", "when", _WAITS, _channel_wait),
    Choice("person_cooldown", "when", _WAITS, _person_wait),
)
# All of them on the page "who".
SWITCHES: Final = ("ignore_bots", "threads", "forum_posts")
