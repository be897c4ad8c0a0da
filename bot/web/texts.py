"""Every sentence that the HTTP API says; the page's own words stand in ``static/``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

LOADING: Final = "The model is still loading; it will be there in a moment."
FAILED: Final = "There is no model just now; the operator finds the reason in the log."
FALLS_BACK: Final = (
    "The active model could not be loaded, so another one answers; the operator finds the reason "
    "in the log."
)

NOT_AN_OBJECT: Final = 'The body must be a JSON object such as {"text": "we got the house!"}.'
NOT_JSON: Final = "Content-Type must be application/json."
ONE_OF_BOTH: Final = "Give either text or texts, and not both."
UNKNOWN_FIELD: Final = (
    "There is no such field; the fields are text, texts, count, mode, newest, deadline and "
    "priority."
)
WRONG_MODE: Final = 'mode must be "suggest", "retell" or "decorate".'
WRONG_NEWEST: Final = "newest must be a Unicode emoji version such as 16.0."
WRONG_DEADLINE: Final = "deadline must be a number of seconds above 0."
WRONG_PRIORITY: Final = 'priority must be "command" or "reaction".'
FOREIGN_HOST: Final = (
    "This playground answers only under localhost or a loopback address; set PLAYGROUND_HOST to "
    "open it to others."
)
NO_OPERATOR: Final = "Only the operator may see this; set ADMIN_TOKEN to see it from elsewhere."
OPERATORS_ONLY: Final = "Only the operator may see this: send Authorization: Bearer ADMIN_TOKEN."
FOREIGN_ORIGIN: Final = "Pages of other sites may not use this API from a browser."

STATUS: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
    HTTPStatus.FORBIDDEN: "This address cannot be opened.",
}


def wrong_text(limit: int) -> str:
    """A text of the wrong type."""
    return f"text must be a string of at most {limit:,} characters."


def wrong_texts(most: int, limit: int) -> str:
    """A list of texts of the wrong type or length."""
    return f"texts must be a list of at most {most} strings of at most {limit:,} characters each."


def wrong_count(most: int) -> str:
    """A count that is no number, too low or too high."""
    return f"count must be a whole number from 1 to {most}."


def too_large(kib: int) -> str:
    """A body over the limit."""
    return f"A request may have at most {kib:,} KiB."


def refused(status: int) -> str:
    """What the framework refused on its own, by its status."""
    return STATUS.get(status, "This request cannot be answered.")


def unexpected(reference: str) -> str:
    """An error that nobody foresaw; the operator finds ``reference`` in the log."""
    return f"Something went wrong, and it is not your fault. Reference: {reference}"
