"""Why there is no retraining for whoever asked."""

from __future__ import annotations

from bot.features.errors import FeatureError


class OperatorsOnly(FeatureError):
    """Asked by somebody who does not run the bot."""

    message = "retraining-operators-only"
