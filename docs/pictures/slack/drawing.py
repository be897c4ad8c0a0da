"""Messages, modals and homes as the loopback Slack holds them -> HTML like Slack's light client."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from docs.pictures.slack.mrkdwn import Name, plain, rendered, with_emojis

Json = Mapping[str, Any]

_AVATAR: Final = Path(__file__).parents[3] / "bot" / "web" / "static" / "favicon.svg"
_COLOURS: Final = ("#4a154b", "#2f7d4f", "#c07a1e", "#1264a3", "#b0413e", "#3a8a99")
# What of a menu's choices stands in it from the beginning.
_INITIAL: Final = ("initial_option", "initial_options", "initial_users", "initial_conversations")


class Drawing:
    """``name`` finds what an id is called, ``bot`` is the bot's own."""

    def __init__(self, name: Name, bot: str) -> None:
        self._name = name
        self._bot = bot

    def message(self, json: Json, *, private: bool = False, in_thread: bool = False) -> str:
        """A message; a ``private`` one is seen by one person alone."""
        author = self._name(json["user"])
        is_bot = json["user"] == self._bot
        typed = not json.get("blocks") or json["blocks"][0]["type"] == "rich_text"
        body = rendered(json["text"], self._name) if typed else self._blocks(json["blocks"])
        app = ' <span class="app">APP</span>' if is_bot else ""
        only = '<div class="only">👁 Only visible to you</div>' if private else ""
        time = datetime.fromtimestamp(float(json["ts"]), UTC)
        drawn = (
            f'{only}<div class="message">{_avatar(author, is_bot=is_bot)}<div class="body">'
            f'<span class="name">{html.escape(_called(author, is_bot=is_bot))}</span>{app} '
            f'<span class="time">{time:%H:%M}</span>{body}'
            f"{self._reactions(json.get('reactions') or ())}</div></div>"
        )
        return f'<div class="thread">{drawn}</div>' if in_thread else drawn

    def modal(self, view: Json) -> str:
        """A modal in its window."""
        buttons = f'<span class="button">{plain(view["close"]["text"])}</span>'
        if view.get("submit"):
            label = plain(view["submit"]["text"])
            buttons += f'<span class="button primary">{label}</span>'
        return (
            f'<div class="window"><div class="bar">{_avatar("", is_bot=True)}'
            f'{plain(view["title"]["text"])}<span class="close">✕</span></div>'
            f'<div class="inside">{self._blocks(view["blocks"])}</div>'
            f'<div class="foot">{buttons}</div></div>'
        )

    def home(self, blocks: Sequence[Json]) -> str:
        """Blocks of the App Home."""
        return (
            f'<div class="home"><div class="top">{_avatar("", is_bot=True)}mojibot</div>'
            '<div class="tabs"><span class="open">Home</span><span>Messages</span>'
            f'<span>About</span></div><div class="inside">{self._blocks(blocks)}</div></div>'
        )

    def _blocks(self, blocks: Sequence[Json]) -> str:
        return "".join(map(self._block, blocks))

    def _block(self, block: Json) -> str:
        match block["type"]:
            case "section":
                accessory = block.get("accessory")
                beside = f'<div class="accessory">{self._element(accessory)}' if accessory else ""
                closed = "</div>" if accessory else ""
                words = self._text(block["text"])
                return f'<div class="section"><div>{words}</div>{beside}{closed}</div>'
            case "header":
                return f'<div class="header">{plain(block["text"]["text"])}</div>'
            case "context":
                return f'<div class="context">{"".join(map(self._text, block["elements"]))}</div>'
            case "actions":
                return f'<div class="row">{"".join(map(self._element, block["elements"]))}</div>'
            case "divider":
                return "<hr>"
            case "input":
                return self._input(block)
            case _:
                raise ValueError(block["type"])

    def _input(self, block: Json) -> str:
        label, hint = plain(block["label"]["text"]), block.get("hint")
        if block.get("optional"):
            label += ' <span class="optional">(optional)</span>'
        below = f'<div class="hint">{plain(hint["text"])}</div>' if hint else ""
        return f'<div class="label">{label}</div>{self._element(block["element"])}{below}'

    def _text(self, text: Json) -> str:
        if text["type"] == "mrkdwn":
            return rendered(text["text"], self._name)
        return plain(text["text"])

    def _element(self, element: Json) -> str:
        match element["type"]:
            case "button":
                style = element.get("style", "")
                return f'<span class="button {style}">{plain(element["text"]["text"])}</span>'
            case "plain_text_input":
                typed = plain(element.get("initial_value") or "") or "&nbsp;"
                many = " many" if element.get("multiline") else ""
                chosen = " chosen" if element.get("initial_value") else ""
                return f'<div class="input{many}{chosen}">{typed}</div>'
            case "radio_buttons":
                on = (element.get("initial_option") or {}).get("value")
                return "".join(
                    f'<div class="radio{" on" if option["value"] == on else ""}">'
                    f"{self._text(option['text'])}</div>"
                    for option in element["options"]
                )
            case "file_input":
                return '<span class="button">⬆ Upload file</span>'
            case _:
                return self._select(element)

    def _select(self, element: Json) -> str:
        found: Any = next((element[key] for key in _INITIAL if element.get(key)), [])
        several = found if isinstance(found, list) else [found]
        labels = [
            plain(one["text"]["text"]) if isinstance(one, dict) else self._named(one)
            for one in several
        ]
        if element["type"].startswith("multi_"):
            labels = [f'<span class="chip">{label}</span>' for label in labels]
        if element.get("default_to_current_conversation"):
            labels = ["# general"]
        placeholder = (element.get("placeholder") or {}).get("text") or "Select an option"
        shown = "".join(labels) or plain(placeholder)
        return f'<div class="select{" chosen" if labels else ""}">{shown}</div>'

    def _named(self, identifier: str) -> str:
        sign = "@" if identifier.startswith("U") else "#"
        return html.escape(f"{sign}{self._name(identifier)}")

    def _reactions(self, reactions: Sequence[Json]) -> str:
        chips = []
        for reaction in reactions:
            own = " own" if self._bot in reaction["users"] else ""
            drawn = with_emojis(f":{reaction['name']}:")
            chips.append(f'<span class="reaction{own}">{drawn} {reaction["count"]}</span>')
        return f'<div class="reactions">{"".join(chips)}</div>' if chips else ""


def _called(author: str, *, is_bot: bool) -> str:
    return author if is_bot else author.title()


def _avatar(author: str, *, is_bot: bool) -> str:
    if is_bot:
        return f'<div class="avatar">{_AVATAR.read_text("utf-8")}</div>'
    colour = _COLOURS[sum(map(ord, author)) % len(_COLOURS)]
    return f'<div class="avatar" style="background:{colour}">{author[0].upper()}</div>'
