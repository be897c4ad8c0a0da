"""What people read of an error, in their language, on every platform."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any, Final

from bot.features.errors import FeatureError
from bot.features.retraining.errors import RetrainingError
from bot.inference.errors import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
    Unhealthy,
)
from bot.localisation import Locale, text
from bot.store.errors import StoreError

log = logging.getLogger(__name__)

_FAILURES: Final[Mapping[type[Exception], str]] = {
    Overloaded: "answers-overloaded",
    ShuttingDown: "answers-interrupted",
    Unhealthy: "answers-interrupted",
    DeadlineExceeded: "answers-too-slow",
    ModelUnavailable: "answers-no-model",
    ModelFailed: "answers-model-failed",
    InferenceError: "answers-unreachable",
    StoreError: "answers-not-saved",
}


def explain(error: BaseException, locale: Locale, **ids: Any) -> str:
    """What people may read of an error: a sentence where one was made for it, else a reference.

    The reference stands in the log, beside the traceback and ``ids``.
    """
    if (told := sentence(error, locale)) is not None:
        return told
    reference = secrets.token_hex(4)
    log.error("a command failed", exc_info=error, extra={**ids, "reference": reference})
    return text(locale, "answers-unexpected", reference=reference)


def sentence(error: BaseException, locale: Locale) -> str | None:
    """The sentence that was made for this error; None for one that nobody foresaw."""
    if isinstance(error, FeatureError):
        return error.text(locale)
    if isinstance(error, RetrainingError):
        return str(error)
    for kind in type(error).__mro__:
        if kind in _FAILURES:
            return text(locale, _FAILURES[kind])
    return None
