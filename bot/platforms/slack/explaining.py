"""What people read of an error, in their language; what nobody foresaw gets a reference."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from bot.features.explaining import sentence
from bot.localisation import Locale, text

log = logging.getLogger(__name__)


def explain(error: BaseException, locale: Locale, **ids: Any) -> str:
    """A sentence where one was made for the error, else a reference.

    The reference stands in the log, beside the traceback and ``ids``.
    """
    if (told := sentence(error, locale)) is not None:
        return told
    reference = secrets.token_hex(4)
    log.error("a command failed", exc_info=error, extra={**ids, "reference": reference})
    return text(locale, "answers-unexpected", reference=reference)
