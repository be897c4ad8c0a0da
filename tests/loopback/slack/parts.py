"""Blocks as people read them: their words, and the elements by what is written on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from tests.loopback.slack.kit import elements
from tests.loopback.slack.objects import Json


class Part(NamedTuple):
    """An element and the block that it stands in."""

    block: Json
    element: Json

    @property
    def names(self) -> list[str]:
        """What a person could call it: its label or placeholder, its block's words, its id."""
        element, block = self.element, self.block
        texts = [element.get("text"), element.get("placeholder"), block.get("label")]
        if "accessory" in block:
            texts.append(block.get("text"))
        return [text["text"] for text in texts if text] + [element["action_id"]]

    def state(self, values: Json) -> Json:
        """The element's own of a view's ``state.values``."""
        state: Json = values[self.block["block_id"]][self.element["action_id"]]
        return state


def parts(blocks: Iterable[Json]) -> list[Part]:
    """Every element that people can use."""
    return [Part(block, element) for block in blocks for element in elements(block)]


def find(blocks: Iterable[Json], wanted: str, fits: Callable[[Json], bool]) -> Part | None:
    """The first element of a kind that is called so, or begins so; None where there is none."""
    usable = [part for part in parts(blocks) if fits(part.element)]
    exact = [part for part in usable if wanted in part.names]
    begun = [part for part in usable if any(name.startswith(wanted) for name in part.names)]
    return next(iter(exact + begun), None)


def is_button(element: Json) -> bool:
    return bool(element["type"] == "button")


def is_choice(element: Json) -> bool:
    return not is_button(element)


def labels(blocks: Iterable[Json]) -> list[str]:
    """The words on the buttons, in order."""
    return [part.element["text"]["text"] for part in parts(blocks) if is_button(part.element)]


def words(blocks: Sequence[Json]) -> str:
    """All that can be read in blocks, a line for each, without buttons and placeholders."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind == "rich_text":
        yield "".join(_rich(block["elements"]))
    elif kind == "markdown":
        yield block["text"]
    elif kind == "context":
        yield " ".join(_read(e) if "text" in e else e["alt_text"] for e in block["elements"])
    else:
        texts = [block.get(key) for key in ("title", "label", "text", "hint")]
        yield from (_read(text) for text in [*texts, *(block.get("fields") or ())] if text)
        yield block.get("alt_text", "")


def _read(text: Json) -> str:
    """A text object as it looks; markup stays, but for the three signs that Slack escapes."""
    return unescape(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _rich(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _rich(item)
    elif isinstance(value, dict):
        if "elements" in value:
            yield from _rich(value["elements"])
        elif value.get("type") == "emoji":
            yield f":{value['name']}:"
        else:
            yield str(value.get("text", ""))
