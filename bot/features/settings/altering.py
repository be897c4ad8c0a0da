"""Changed copies of what a server has set, checked like new ones."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from bot.store.records import Record

R = TypeVar("R", bound=Record)


class TooMuch(Exception):
    """A list has reached its bound, or a value is outside of its own."""


def altered(record: R, **changes: object) -> R:
    """``record`` with other values, which may be text; raises ``TooMuch``."""
    try:
        return type(record).model_validate({**dict(record), **changes})
    except ValidationError as error:
        raise TooMuch from error
