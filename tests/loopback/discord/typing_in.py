"""What a client sends of a command or a form: it lets nobody type what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.loopback.discord.components import SELECTS, Kind, walk
from tests.loopback.discord.files import Attached
from tests.loopback.discord.objects import Json
from tests.loopback.discord.resolving import resolve_choice, resolve_option
from tests.loopback.discord.world import Room, World

_SUBCOMMANDS: Final = (1, 2)
_STRING, _INTEGER, _BOOLEAN, _NUMBER, _ATTACHMENT = 3, 4, 5, 10, 11
_PYTHON: Final[dict[int, tuple[type, ...]]] = {
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _NUMBER: (int, float),
    _ATTACHMENT: (Attached,),
}


def command_data(
    world: World, room: Room, command: Json, path: list[str], values: Mapping[str, Any]
) -> Json:
    """The ``data`` of a slash command; ``path`` leads to a subcommand. Raises ``LookupError``."""
    resolved: Json = {}
    options = _options(world, room, command, path, values, resolved)
    data: Json = {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "options": options,
    }
    return data | ({"resolved": resolved} if resolved else {})


def form_data(world: World, room: Room, form: Json, values: Mapping[str, Any]) -> Json:
    """The ``data`` of a form sent off. Raises ``LookupError`` for what the form does not take."""
    resolved: Json = {}
    left = dict(values)

    def fill(component: Json, label: str | None = None) -> Json:
        filled: Json = {"type": component["type"], "id": component["id"]}
        if "components" in component:
            filled["components"] = [fill(child) for child in component["components"]]
        if component["type"] == Kind.LABEL:
            filled["component"] = fill(component["component"], component["label"])
        if "custom_id" not in component:
            return filled
        names = (component["custom_id"], label, component.get("label"))
        named = [name for name in names if name in left]
        value = left.pop(named[0]) if named else None
        filled["custom_id"] = component["custom_id"]
        if component["type"] in SELECTS:
            chosen = value if value is not None else _already_chosen(component)
            filled["values"], found = resolve_choice(world, room, component, chosen)
            for kind, objects in found.items():
                resolved.setdefault(kind, {}).update(objects)
        else:
            text = component.get("value") or "" if value is None else str(value)
            filled["value"] = _typed(component, text)
        return filled

    filled = [fill(component) for component in form["components"]]
    if left:
        known = [c["custom_id"] for c in walk(form["components"]) if "custom_id" in c]
        raise LookupError(f"{sorted(left)} are not fields; there are {known}")
    return {"custom_id": form["custom_id"], "components": filled, "resolved": resolved}


def _options(
    world: World,
    room: Room,
    command: Json,
    path: list[str],
    values: Mapping[str, Any],
    resolved: Json,
) -> list[Json]:
    options = {option["name"]: option for option in command.get("options") or ()}
    if path:
        sub = options.get(path[0])
        if sub is None or sub["type"] not in _SUBCOMMANDS:
            raise LookupError(f"{command['name']} has no subcommand {path[0]}")
        inner = _options(world, room, sub, path[1:], values, resolved)
        return [{"name": sub["name"], "type": sub["type"], "options": inner}]
    if any(option["type"] in _SUBCOMMANDS for option in options.values()):
        raise LookupError(f"{command['name']} wants one of {sorted(options)}")
    if missing := {n for n, o in options.items() if o.get("required")} - values.keys():
        raise LookupError(f"/{command['name']} needs {sorted(missing)}")
    typed = []
    for name, value in values.items():
        if name not in options:
            raise LookupError(f"/{command['name']} has no option {name}")
        _check_option(options[name], value)
        sent, found = resolve_option(world, room, options[name]["type"], value)
        for kind, objects in found.items():
            resolved.setdefault(kind, {}).update(objects)
        typed.append({"name": name, "type": options[name]["type"], "value": sent})
    return typed


def _check_option(option: Json, value: Any) -> None:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _PYTHON.get(kind, (str,))):
        raise LookupError(f"{name} does not take {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise LookupError(f"{name} takes one of {choices}, not {value!r}")
    if kind == _STRING:
        length = len(str(value))
        low, high = option.get("min_length", 0), option.get("max_length", 6000)
        if not low <= length <= high:
            raise LookupError(f"{name} takes {low} to {high} characters, not {length}")
    elif kind in {_INTEGER, _NUMBER}:
        low, high = option.get("min_value", -(2**53)), option.get("max_value", 2**53)
        if not low <= value <= high:
            raise LookupError(f"{name} takes {low} to {high}, not {value}")


def _typed(field: Json, text: str) -> str:
    low, high = field.get("min_length", 0), field.get("max_length", 4_000)
    # An input that nobody has to fill in may be left empty, however long its text must be.
    if text == "" and field.get("required") is False:
        return text
    if not max(low, 1) <= len(text) <= high:
        raise LookupError(f"{field['custom_id']} takes {low} to {high} characters: {len(text)}")
    return text


def _already_chosen(select: Json) -> list[str]:
    if select["type"] == Kind.STRING_SELECT:
        return [option["value"] for option in select["options"] if option.get("default")]
    return [value["id"] for value in select.get("default_values") or ()]
