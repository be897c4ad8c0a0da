"""The rules that are chosen from a few steps, and those that are on or off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.localisation import Locale, text
from bot.store.records import CustomEmojiRules, HouseRules

# The value of "no wish" in a menu, which takes no empty one.
NONE: Final = "none"

SWITCHES: Final = ("family_friendly", "flags", "politics")
GROUPS: Final = (
    ("Smileys & Emotion", "house-rules-group-smileys"),
    ("People & Body", "house-rules-group-people"),
    ("Animals & Nature", "house-rules-group-animals"),
    ("Food & Drink", "house-rules-group-food"),
    ("Travel & Places", "house-rules-group-travel"),
    ("Activities", "house-rules-group-activities"),
    ("Objects", "house-rules-group-objects"),
    ("Symbols", "house-rules-group-symbols"),
    ("Flags", "house-rules-group-flags"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field with its sensible values, as text, and how to say them."""

    field: str
    steps: tuple[str, ...]
    label: Callable[[Locale, str], str]

    def value(self, rules: HouseRules | CustomEmojiRules) -> str:
        """What is chosen now, in the spelling of ``steps`` where it is one of them."""
        value = getattr(rules, self.field)
        if value is None:
            return NONE
        return next((s for s in self.steps if s != NONE and type(value)(s) == value), str(value))


def _tone(locale: Locale, step: str) -> str:
    return text(locale, f"house-rules-tone-{step}")


def _gender(locale: Locale, step: str) -> str:
    return text(locale, f"house-rules-gender-{step}")


def _hourly(locale: Locale, step: str) -> str:
    if step == NONE:
        return text(locale, "house-rules-hourly-none")
    return text(locale, "house-rules-hourly", count=int(step))


def _share(locale: Locale, step: str) -> str:
    return text(locale, "house-rules-share", percent=round(float(step) * 100))


CHOICES: Final = (
    Choice("skin_tone", (NONE, "light", "medium-light", "medium", "medium-dark", "dark"), _tone),
    Choice("gender", (NONE, "woman", "man"), _gender),
    Choice("hourly", (NONE, "10", "30", "60", "120", "300"), _hourly),
)
SHARE: Final = Choice("share", ("0.1", "0.2", "0.34", "0.5", "1"), _share)
