"""Block Kit for the App Home and its forms, cut to Slack's limits.

See https://docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

Block = dict[str, Any]
Style = Literal["primary", "danger"]

# Action and callback ids of the home begin so.
PREFIX: Final = "home:"
# Slack's limits in characters, and for the choices of one menu.
SECTION: Final = 3_000
TYPED: Final = 3_000
MOST: Final = 100
_LABEL: Final = 75
_PLACEHOLDER: Final = 150
_HEADER: Final = 150
_TITLE: Final = 24


def header(said: str) -> Block:
    """A headline."""
    return {"type": "header", "text": _plain(said, _HEADER)}


def section(said: str, accessory: Block | None = None) -> Block:
    """A paragraph with markup, and something to use beside it."""
    block = {"type": "section", "text": _marked(said, SECTION)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(said: str) -> Block:
    """Something by the way, in small letters."""
    return {"type": "context", "elements": [_marked(said, SECTION)]}


def actions(*elements: Block) -> Block:
    """Buttons and menus in a row."""
    return {"type": "actions", "elements": list(elements)}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(
    action: str, label: str, *, style: Style | None = None, confirm: Block | None = None
) -> Block:
    """A button."""
    block: Block = {"type": "button", "action_id": _id(action), "text": _plain(label, _LABEL)}
    if style is not None:
        block["style"] = style
    return block if confirm is None else {**block, "confirm": confirm}


def toggle(action: str, label: str, *, on: bool) -> Block:
    """A button that shows whether something is on; pressed, it asks for ``ACTION-on`` or -off.

    So two people who press it at once want the same, and get it.
    """
    wanted = f"{action}-{'off' if on else 'on'}"
    return button(wanted, f"{'✓' if on else '✗'} {label}", style="primary" if on else None)


def confirm(title: str, said: str, yes: str, no: str) -> Block:
    """A question before a button does something that cannot be undone."""
    return {
        "title": _plain(title, 100),
        "text": _plain(said, 300),
        "confirm": _plain(yes, 30),
        "deny": _plain(no, 30),
        "style": "danger",
    }


def menu(
    action: str, options: Sequence[tuple[str, str]], *, chosen: str, placeholder: str = ""
) -> Block:
    """A menu of (value, label), one of which is chosen."""
    offered = [_option(value, label) for value, label in options[:MOST]]
    block: Block = {"type": "static_select", "action_id": _id(action), "options": offered}
    if placeholder:
        block["placeholder"] = _plain(placeholder, _PLACEHOLDER)
    marked = [option for option in offered if option["value"] == chosen]
    return {**block, "initial_option": marked[0]} if marked else block


def menu_of_several(
    action: str, options: Sequence[tuple[str, str]], *, chosen: Collection[str], placeholder: str
) -> Block:
    """A menu of (value, label), any number of which are chosen."""
    offered = [_option(value, label) for value, label in options[:MOST]]
    return _with(
        {
            "type": "multi_static_select",
            "action_id": _id(action),
            "options": offered,
            "placeholder": _plain(placeholder, _PLACEHOLDER),
        },
        initial_options=[option for option in offered if option["value"] in chosen],
    )


def channels(action: str, chosen: Sequence[str], placeholder: str) -> Block:
    """A menu of the workspace's channels."""
    return _with(
        {
            "type": "multi_conversations_select",
            "action_id": _id(action),
            "placeholder": _plain(placeholder, _PLACEHOLDER),
            "filter": {"include": ["public", "private"]},
        },
        initial_conversations=list(chosen[:MOST]),
    )


def people(action: str, chosen: Sequence[str], placeholder: str) -> Block:
    """A menu of people."""
    return _with(
        {
            "type": "multi_users_select",
            "action_id": _id(action),
            "placeholder": _plain(placeholder, _PLACEHOLDER),
        },
        initial_users=list(chosen[:MOST]),
    )


def person(action: str) -> Block:
    """A menu of people, of whom one is to be chosen."""
    return {"type": "users_select", "action_id": _id(action)}


def typing(action: str, value: str = "", *, longest: int = TYPED, lines: bool = False) -> Block:
    """A field to type into."""
    block: Block = {
        "type": "plain_text_input",
        "action_id": _id(action),
        "max_length": longest,
        "multiline": lines,
    }
    return _with(block, initial_value=value[:longest])


def field(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    """Part of a form; errors are shown under its ``name``."""
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label, 2_000),
        "element": element,
        "optional": optional,
    }


def form(
    name: str, title: str, blocks: Iterable[Block], *, save: str, cancel: str, metadata: str
) -> Block:
    """A modal that asks for something."""
    return {
        "type": "modal",
        "callback_id": _id(name),
        "title": _plain(title, _TITLE),
        "submit": _plain(save, _TITLE),
        "close": _plain(cancel, _TITLE),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }


def sheet(title: str, close: str, blocks: Iterable[Block]) -> Block:
    """A modal to read."""
    return {
        "type": "modal",
        "title": _plain(title, _TITLE),
        "close": _plain(close, _TITLE),
        "blocks": list(blocks),
    }


def fitting(pieces: Iterable[str], between: str, longest: int = SECTION - 100) -> str:
    """As many of the pieces as fit into a section beside the rest of its text."""
    text = ""
    for piece in pieces:
        longer = f"{text}{between}{piece}" if text else piece
        if len(longer) > longest:
            return f"{text}{between}…"
        text = longer
    return text


def chosen(element: Mapping[str, Any]) -> tuple[str, ...]:
    """What somebody chose or typed in an element, as an interaction shows it."""
    kept = ("selected_option", "selected_user", "selected_conversation")
    one = next((element[key] for key in kept if element.get(key)), None)
    if one is not None:
        return (str(one["value"]) if isinstance(one, dict) else str(one),)
    if (options := element.get("selected_options")) is not None:
        return tuple(str(option["value"]) for option in options)
    for key in ("selected_users", "selected_conversations"):
        if (several := element.get(key)) is not None:
            return tuple(map(str, several))
    typed = element.get("value")
    return () if typed is None else (str(typed),)


def _id(name: str) -> str:
    return f"{PREFIX}{name}"


def _option(value: str, label: str) -> Block:
    return {"text": _plain(label, _LABEL), "value": value}


def _plain(said: str, longest: int) -> Block:
    return {"type": "plain_text", "text": _cut(said, longest), "emoji": True}


def _marked(said: str, longest: int) -> Block:
    """Verbatim: what people typed is no channel's name, no mention and no link."""
    return {"type": "mrkdwn", "text": _cut(said, longest), "verbatim": True}


def _cut(said: str, longest: int) -> str:
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


def _with(block: Block, **filled: Any) -> Block:
    """Slack takes no empty lists or texts for what is chosen already."""
    return {**block, **{name: value for name, value in filled.items() if value}}
