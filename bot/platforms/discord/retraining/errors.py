"""Why there is no retraining for whoever asked, each in the reader's language."""

from __future__ import annotations

from bot.features.errors import FeatureError


class OperatorsOnly(FeatureError):
    """Asked by somebody who does not run the bot."""

    message = "retraining-operators-only"


class Unavailable(FeatureError):
    """There is nothing to retrain in this process, or it is switched off."""

    message = "retraining-unavailable"


class Asleep(FeatureError):
    """A preview from before a restart, or one that made way for newer ones."""

    message = "retraining-asleep"


class Forgotten(FeatureError):
    """A retraining of long ago, of which nothing is kept."""

    message = "retraining-forgotten"
