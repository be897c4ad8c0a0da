"""A small language for what Slack takes in a JSON object: fields, lengths, kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# A value and where it stands -> what is wrong with it.
Rule = Callable[[Any, str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: the fields that it must have, and those that it may have besides."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)

    def __call__(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{where}]"
            return
        for name in self.required.keys() - value.keys():
            yield f"missing required field: {name} [json-pointer:{where}]"
        for name, inner in value.items():
            rule = self.required.get(name) or self.optional.get(name)
            if rule is None:
                yield f"invalid additional property: {name} [json-pointer:{where}]"
            else:
                yield from rule(inner, f"{where}/{name}")


def one_of(shapes: Mapping[str, Rule]) -> Rule:
    """An object of one of several types; each knows its other fields, not ``type`` itself."""

    def check(value: Any, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes:
            yield f"unsupported type: {kind} [json-pointer:{where}]"
            return
        rest = {name: inner for name, inner in value.items() if name != "type"}
        yield from shapes[kind](rest, where)

    return check


def string(most: int, least: int = 1) -> Rule:
    """Text of so many characters."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{where}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{where}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{where}]"

    return check


def many(rule: Rule, most: int, least: int = 1) -> Rule:
    """A list of so many."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{where}]"
            return
        if not least <= len(value) <= most:
            yield f"must have {least} to {most} items, not {len(value)} [json-pointer:{where}]"
        for index, item in enumerate(value):
            yield from rule(item, f"{where}/{index}")

    return check


def whole(least: int, most: int) -> Rule:
    """A whole number, both ends included."""

    def check(value: Any, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"must be a number from {least} to {most} [json-pointer:{where}]"

    return check


def among(*values: str) -> Rule:
    """One of several words."""

    def check(value: Any, where: str) -> Iterator[str]:
        if value not in values:
            yield f"must be one of {', '.join(values)} [json-pointer:{where}]"

    return check


def boolean(value: Any, where: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"must be true or false [json-pointer:{where}]"


def anything(_: Any, __: str) -> Iterator[str]:
    """Not looked into."""
    return iter(())
