"""Why a feature has no answer, in the reader's language."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from bot import localisation
from bot.localisation import Locale


class FeatureError(Exception):
    """Base of this package's errors; ``text`` is fit to be shown to a user, ``str`` its English.

    A subclass names its Fluent message in ``message``, and gives the message's arguments.
    """

    message: ClassVar[str]

    def __init__(self, **arguments: str | int) -> None:
        self.arguments = arguments
        super().__init__(self.text("en"))

    def text(self, locale: Locale) -> str:
        """The sentence in that language."""
        return localisation.text(locale, self.message, **self.arguments)


class NothingToRead(FeatureError):
    """A message without a word or an emoji: blank, or only links, mentions and code."""

    message = "errors-nothing-to-read"


class NothingPermitted(FeatureError):
    """Emojis fit, but the server's house rules leave none of them."""

    message = "errors-nothing-permitted"


class NotTrainedToTell(FeatureError):
    """The model answers with single emojis only: it cannot retell or decorate a message."""

    message = "errors-not-trained-to-tell"


class TooOften(FeatureError):
    """Asked more often than people may; worth another try in ``seconds``."""

    message = "errors-too-often"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds=max(1, ceil(seconds)))
