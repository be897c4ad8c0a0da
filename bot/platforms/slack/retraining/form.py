"""The modal that asks what to train on, and reading what was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, Final

from bot.features.retraining.desk import Wish
from bot.features.retraining.face import CURRENT, EPOCHS, LEARNING_RATE
from bot.features.retraining.uploads import KINDS, MOST, TooBig, WrongKind, check
from bot.localisation import Locale, text
from bot.platforms.slack.answering import Block
from bot.platforms.slack.emojify.blocks import plain, section, small
from bot.platforms.slack.markup import mrkdwn
from bot.platforms.slack.retraining.files import attached

CALLBACK: Final = "retrain_form"
# Of the inputs, and of the blocks that they stand in.
FILES: Final = "files"
DATA: Final = "data"
BASE: Final = "base"
EPOCHS_OF: Final = "epochs"
RATE: Final = "rate"
# Slack's limits: choices in a menu, and characters of a choice and of its value.
_CHOICES: Final = 100
_LABEL: Final = 75
_VALUE: Final = 150
# Characters of a number.
_LONGEST_NUMBER: Final = 20


class Refused(Exception):
    """What was filled in cannot be; ``said`` says why, under the ``field``."""

    def __init__(self, field: str, said: str) -> None:
        self.field = field
        self.said = said
        super().__init__(field)


def form(
    locale: Locale, data: Sequence[str], bases: Sequence[str], *, files: bool, metadata: str
) -> Block:
    """The modal; it offers those names, and ``files`` where the bot may read them."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(text(locale, "slack-retraining-title")),
        "submit": plain(text(locale, "slack-retraining-look")),
        "close": plain(text(locale, "slack-home-cancel")),
        "private_metadata": metadata,
        "blocks": [
            section(mrkdwn(text(locale, "retraining-about"))),
            _files(locale) if files else small(text(locale, "slack-retraining-no-files")),
            *([_data(locale, sets)] if (sets := _options(data)) else ()),
            _bases(locale, bases),
            *_numbers(locale),
            small(text(locale, "retraining-sources")),
        ],
    }


def _files(locale: Locale) -> Block:
    kinds = [kind.removeprefix(".") for kind in KINDS]
    element: Block = {"type": "file_input", "filetypes": kinds, "max_files": MOST}
    return _input(FILES, text(locale, "retraining-option-file"), element, optional=True)


def _data(locale: Locale, sets: Sequence[Block]) -> Block:
    element: Block = {"type": "multi_static_select", "options": [*sets]}
    return _input(DATA, text(locale, "retraining-option-data"), element, optional=True)


def _bases(locale: Locale, names: Sequence[str]) -> Block:
    options = _options(names)
    usual = next(option for option in options if option["value"] == CURRENT)
    element: Block = {"type": "static_select", "options": options, "initial_option": usual}
    return _input(BASE, text(locale, "retraining-option-base"), element)


def _numbers(locale: Locale) -> Iterator[Block]:
    usual = f"{EPOCHS:g}"
    element: Block = {"type": "number_input", "is_decimal_allowed": True, "initial_value": usual}
    yield _input(EPOCHS_OF, text(locale, "retraining-option-epochs"), element)
    # Slack's field for numbers knows no exponents.
    usual = _decimal(LEARNING_RATE)
    element = {"type": "plain_text_input", "initial_value": usual, "max_length": _LONGEST_NUMBER}
    yield _input(RATE, text(locale, "retraining-option-rate"), element)


def telling(locale: Locale, said: str) -> Block:
    """A modal that says something, and is closed."""
    return {
        "type": "modal",
        "title": plain(text(locale, "slack-retraining-title")),
        "close": plain(text(locale, "panel-close")),
        "blocks": [section(said)],
    }


def read(view: Mapping[str, Any], locale: Locale) -> Wish:
    """What was filled in. Raises ``Refused``; data sets and models are not looked up."""
    fields: Mapping[str, Mapping[str, Any]] = {
        block: next(iter(elements.values())) for block, elements in view["state"]["values"].items()
    }
    files = tuple(map(attached, fields.get(FILES, {}).get("files") or ()))
    sources = tuple(o["value"] for o in fields.get(DATA, {}).get("selected_options") or ())
    try:
        check(files)
    except (WrongKind, TooBig) as error:
        raise Refused(FILES, error.text(locale)) from error
    if not files and not sources:
        field = next(name for name in (FILES, DATA, BASE) if name in fields)
        raise Refused(field, text(locale, "slack-retraining-nothing"))
    return Wish(
        files,
        sources,
        str(fields[BASE]["selected_option"]["value"]),
        _number(fields, EPOCHS_OF, locale, example=f"{EPOCHS:g}"),
        _number(fields, RATE, locale, example=_decimal(LEARNING_RATE)),
    )


def _number(
    fields: Mapping[str, Mapping[str, Any]], name: str, locale: Locale, *, example: str
) -> float:
    typed = str(fields[name]["value"] or "")
    try:
        number = float(typed.replace(",", "."))
    except ValueError:
        number = 0.0
    if not isfinite(number) or number <= 0:
        raise Refused(name, text(locale, "slack-retraining-number", example=example))
    return number


def _decimal(number: float) -> str:
    return f"{number:.9f}".rstrip("0")


def _options(names: Sequence[str]) -> list[Block]:
    fitting = [name for name in dict.fromkeys(names) if len(name) <= _VALUE]
    return [{"text": plain(name[:_LABEL]), "value": name} for name in fitting[:_CHOICES]]


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {**element, "action_id": name},
        "optional": optional,
    }
