"""Block Kit: what Slack takes in a message, a modal and the App Home.

By hand after docs.slack.dev/reference/block-kit; other kinds of blocks are refused here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Final

from tests.loopback.slack.elements import (
    ID,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    either,
    plain,
)
from tests.loopback.slack.objects import Json
from tests.loopback.slack.shapes import Rule, Shape, anything, boolean, many, one_of, string

MAX_BLOCKS: Final = {"message": 50, "modal": 100, "home": 100}
MAX_MARKDOWN: Final = 12_000

_ID: Final[dict[str, Rule]] = {"block_id": ID}
_BLOCKS: Final[dict[str, Rule]] = {
    "section": Shape(
        {},
        _ID
        | {
            "text": either(3000),
            "fields": many(either(2000), 10),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
    ),
    "header": Shape({"text": plain(150)}, _ID),
    "context": Shape({"elements": many(IN_CONTEXT, 10)}, _ID),
    "actions": Shape({"elements": many(IN_ACTIONS, 25)}, _ID),
    "divider": Shape({}, _ID),
    "image": Shape({"alt_text": string(2000)}, {**IMAGE.optional, **_ID, "title": plain(2000)}),
    "rich_text": Shape({"elements": many(anything, 100)}, _ID),
    "input": Shape(
        {"label": plain(2000), "element": IN_INPUT},
        _ID | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": Shape({"text": string(MAX_MARKDOWN)}, _ID),
}
_SURFACES: Final = {
    "message": one_of(_BLOCKS),
    "modal": one_of({kind: rule for kind, rule in _BLOCKS.items() if kind != "markdown"}),
    "home": one_of({kind: rule for kind, rule in _BLOCKS.items() if kind != "markdown"}),
}
_VIEW_FIELDS: Final[dict[str, Rule]] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "blocks": many(anything, 100, 0),
}
_TITLE: Final = plain(24)
_VIEWS: Final = one_of(
    {
        "modal": Shape(
            {"title": _TITLE, "blocks": anything},
            _VIEW_FIELDS
            | {
                "submit": _TITLE,
                "close": _TITLE,
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": Shape({"blocks": anything}, _VIEW_FIELDS),
    }
)


def block_problems(blocks: Any, surface: str) -> Iterator[str]:
    """What Slack would not take of blocks; ``surface`` is message, modal or home."""
    yield from many(_SURFACES[surface], MAX_BLOCKS[surface], 0)(blocks, "/blocks")
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return
    yield from _twice("block_id", (block.get("block_id") for block in blocks))
    for block in blocks:
        yield from _twice("action_id", (e.get("action_id") for e in elements(block)))
        yield from _choices_problems(block)
        if block.get("type") == "section" and not (block.get("text") or block.get("fields")):
            yield "a section needs text or fields"


def view_problems(view: Any, surface: str) -> Iterator[str]:
    """What Slack would not take of a modal or an App Home."""
    yield from _VIEWS(view, "/view")
    if not isinstance(view, dict):
        return
    if view.get("type") != surface:
        yield f"a {surface} cannot be of type {view.get('type')}"
        return
    blocks = view.get("blocks") or []
    yield from block_problems(blocks, surface)
    inputs = any(block.get("type") == "input" for block in blocks)
    if surface == "modal" and inputs and "submit" not in view:
        yield "missing required field: submit, since there are inputs"


def elements(block: Json) -> list[Json]:
    """The elements that people can use in a block."""
    found = list(block.get("elements") or ()) if block.get("type") == "actions" else []
    found += [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    return [element for element in found if element.get("type") != "image"]


def options(element: Json) -> list[Json]:
    """Everything that a select offers, group after group."""
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(o for group in groups for o in group["options"])]


def stored(blocks: list[Json]) -> list[Json]:
    """Blocks as Slack returns them: each block and element has an id, made up where it had none."""
    numbers = count(1)

    def with_action(element: Json) -> Json:
        usable = element.get("type") not in {"image", "plain_text", "mrkdwn"}
        return {"action_id": f"action-{next(numbers)}"} | element if usable else element

    def store(block: Json) -> Json:
        kept: Json = {"block_id": f"block-{next(numbers)}"} | block
        if block["type"] == "actions":
            kept["elements"] = [with_action(element) for element in block["elements"]]
        for key in ("accessory", "element"):
            if key in block:
                kept[key] = with_action(block[key])
        return kept

    return [store(block) for block in blocks]


def _choices_problems(block: Json) -> Iterator[str]:
    for element in elements(block):
        offered = options(element)
        values = [option.get("value") for option in offered]
        yield from _twice("option", values)
        initial = [element["initial_option"]] if "initial_option" in element else []
        for chosen in [*initial, *(element.get("initial_options") or ())]:
            if chosen not in offered:
                yield f"initial option {chosen.get('value')} is not among the options"
        if str(element.get("type", "")).endswith("static_select") and not offered:
            yield "a select without options"


def _twice(what: str, values: Iterable[Any]) -> Iterator[str]:
    for value, times in Counter(value for value in values if value is not None).items():
        if times > 1:
            yield f"{what} {value!r} stands {times} times"
