"""What people have typed and chosen in a view or a message: Slack's ``state.values``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tests.loopback.slack.kit import elements, options
from tests.loopback.slack.objects import Json

# Element type -> the field of its state, and the element's field for what it begins with.
_FIELDS: Final[dict[str, tuple[str, str]]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
    "file_input": ("files", "initial_files"),
}
TEXTS: Final = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def keeps_state(element: Json) -> bool:
    """Buttons and overflow menus keep nothing."""
    return element["type"] in _FIELDS


def field_of(element: Json) -> str:
    """Where an element's value stands in its state."""
    return _FIELDS[element["type"]][0]


def state_of(blocks: Sequence[Json], before: Json | None = None) -> Json:
    """The values of all elements: what was there before, else what they begin with."""
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            if not keeps_state(element):
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            kept = (before or {}).get(block_id, {}).get(action_id)
            same_kind = kept is not None and kept["type"] == element["type"]
            values.setdefault(block_id, {})[action_id] = kept if same_kind else _begin(element)
    return values


def _begin(element: Json) -> Json:
    field, initial = _FIELDS[element["type"]]
    several: list[Json] | None = [] if field.endswith("s") else None
    return {"type": element["type"], field: element.get(initial, several)}


def filled(element: Json, value: Any) -> Json:
    """An element's state after somebody has filled it in: text, labels or values of options, ids.

    Raises ``LookupError`` for what the client would not let them do.
    """
    kind, field = element["type"], field_of(element)
    if kind in TEXTS:
        return {"type": kind, field: _typed(element, value)}
    if field == "selected_option":
        return {"type": kind, field: None if value is None else _option(element, value)}
    if field == "selected_options":
        return {"type": kind, field: [_option(element, one) for one in value]}
    return {"type": kind, field: value}


def empty(state: Json, element: Json) -> bool:
    """Whether nothing has been filled in."""
    return state[field_of(element)] in (None, "", [])


def _typed(element: Json, value: Any) -> str | None:
    if value in (None, ""):
        return None
    text = str(value)
    low, high = element.get("min_length", 0), element.get("max_length", 3_000)
    if not low <= len(text) <= high:
        raise LookupError(f"{element['action_id']} takes {low} to {high} characters: {len(text)}")
    return text


def _option(element: Json, wanted: str) -> Json:
    offered = options(element)
    for option in offered:
        if wanted in {option["value"], option["text"]["text"]}:
            return option
    known = [option["text"]["text"] for option in offered]
    raise LookupError(f"{wanted!r} is not among {known}")
