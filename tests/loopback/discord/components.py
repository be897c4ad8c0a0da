"""Message components: Discord's rules, what it stores of them, and where something stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import count
from typing import Any, Final

Json = dict[str, Any]

IS_COMPONENTS_V2: Final = 1 << 15
MAX_COMPONENTS: Final = 40
MAX_ROWS: Final = 5
MAX_TEXT: Final = 4_000
_LINK, _PREMIUM = 5, 6


class Kind(IntEnum):
    """Component types that are known here; others are refused."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18


SELECTS: Final = frozenset(
    {
        Kind.STRING_SELECT,
        Kind.USER_SELECT,
        Kind.ROLE_SELECT,
        Kind.MENTIONABLE_SELECT,
        Kind.CHANNEL_SELECT,
    }
)
_DEFAULTS: Final[dict[int, Json]] = {
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
}


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, its children after itself."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        yield from walk(c for c in (component.get("accessory"), component.get("component")) if c)


def problems(components: Sequence[Json], *, v2: bool) -> Iterator[str]:
    """What Discord would not take of a message's or a modal's components."""
    every = list(walk(components))
    unknown = {c["type"] for c in every} - set(Kind)
    if unknown:
        yield f"components of type {sorted(unknown)} are not known here"
        return
    if len(every) > MAX_COMPONENTS:
        yield f"{len(every)} components"
    if not v2:
        if len(components) > MAX_ROWS:
            yield f"{len(components)} rows of components"
        if any(c["type"] != Kind.ACTION_ROW for c in components):
            yield "components outside of rows without the flag IS_COMPONENTS_V2"
    elif any(c["type"] in SELECTS | {Kind.BUTTON, Kind.TEXT_INPUT} for c in components):
        yield "a button, a select or an input outside of a row"
    length = sum(len(c["content"]) for c in every if c["type"] == Kind.TEXT_DISPLAY)
    if length > MAX_TEXT:
        yield f"{length} characters of text"
    ids = Counter(c["custom_id"] for c in every if c.get("custom_id"))
    yield from (f"custom_id {i!r} stands {n} times" for i, n in ids.items() if n > 1)
    for component in every:
        yield from _own_problems(component)


def stored(components: Sequence[Json]) -> list[Json]:
    """Components as Discord returns them: numbered, defaults filled in, nulls left out."""
    numbers = count(1)

    def store(component: Json) -> Json:
        kept = _without_nulls(component)
        filled: Json = _DEFAULTS.get(component["type"], {}) | kept | {"id": next(numbers)}
        if "default_values" in kept:
            filled["default_values"] = [v | {"id": str(v["id"])} for v in kept["default_values"]]
        if "components" in component:
            filled["components"] = [store(child) for child in component["components"]]
        for key in ("accessory", "component"):
            if component.get(key):
                filled[key] = store(component[key])
        return filled

    return [store(component) for component in components]


def _without_nulls(value: Json) -> Json:
    """Also in what stands inside, such as the emoji of an option."""
    kept: Json = {k: v for k, v in value.items() if v is not None}
    if "emoji" in kept:
        emoji = _without_nulls(kept["emoji"])
        # Clients may send ids as numbers; Discord returns them as text.
        kept["emoji"] = emoji | ({"id": str(emoji["id"])} if "id" in emoji else {})
    if "options" in kept:
        kept["options"] = [_without_nulls(option) for option in kept["options"]]
    return kept


def texts(components: Iterable[Json]) -> list[str]:
    """What stands in text displays, in order."""
    return [c["content"] for c in walk(components) if c["type"] == Kind.TEXT_DISPLAY]


def find(components: Sequence[Json], wanted: str, kinds: frozenset[Kind]) -> Json:
    """The one that a person means by its label, emoji, placeholder or custom_id, or their start.

    Raises ``LookupError`` for none, for several, and for one that is greyed out.
    """
    usable = [c for c in walk(components) if c["type"] in kinds and c.get("custom_id")]
    found = [c for c in usable if wanted in _names(c)] or [
        c for c in usable if any(name.startswith(wanted) for name in _names(c))
    ]
    if len(found) != 1:
        known = [_names(c)[0] for c in usable]
        raise LookupError(f"{len(found)} of {known} are called {wanted!r}")
    if found[0].get("disabled"):
        raise LookupError(f"{wanted!r} is disabled")
    return found[0]


def _names(component: Json) -> list[str]:
    emoji = component.get("emoji") or {}
    names = (component.get("label"), component.get("placeholder"), emoji.get("name"))
    return [name for name in names if name] + [component["custom_id"]]


def _own_problems(component: Json) -> Iterator[str]:
    kind = component["type"]
    if kind == Kind.ACTION_ROW:
        children = [child["type"] for child in component["components"]]
        if set(children) != {Kind.BUTTON} and len(children) != 1:
            yield f"a row of the types {children}"
    elif kind == Kind.BUTTON:
        yield from _button_problems(component)
    elif kind in SELECTS:
        yield from _select_problems(component)


def _button_problems(button: Json) -> Iterator[str]:
    link = button["style"] in {_LINK, _PREMIUM}
    if bool(button.get("custom_id")) == link:
        yield "a button has a custom_id, or leads somewhere"
    if button["style"] == _LINK and not button.get("url"):
        yield "a link without its address"
    if not button.get("label") and not button.get("emoji"):
        yield "a button without a label or an emoji"


def _select_problems(select: Json) -> Iterator[str]:
    least = 1 if select.get("min_values") is None else select["min_values"]
    most = select.get("max_values") or 1
    if least > most:
        yield f"a select of at least {least} and at most {most}"
    if len(select.get("default_values") or ()) > most:
        yield "more default values than may be chosen"
    if select["type"] != Kind.STRING_SELECT:
        return
    options = select["options"]
    if most > len(options):
        yield f"{most} of {len(options)} options may be chosen"
    if len({option["value"] for option in options}) < len(options):
        yield "options of the same value"
    if sum(bool(option.get("default")) for option in options) > most:
        yield "more options chosen beforehand than may be"
