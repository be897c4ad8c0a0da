"""Fluent files and Python sources, read for the identifiers of messages in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
from bot.localisation import Locale

PACKAGE = Path(bot.__file__).parent
FILES = PACKAGE / "localisation"


def topics(locale: Locale) -> list[str]:
    return sorted(file.stem for file in (FILES / locale).glob("*.ftl"))


@cache
def entries(locale: Locale, topic: str) -> list[fluent.EntryType]:
    file = FILES / locale / f"{topic}.ftl"
    return FluentParser().parse(file.read_text(encoding="utf-8")).body


def messages(locale: Locale) -> Iterator[tuple[str, fluent.Message]]:
    """Every message with its identifier."""
    for topic in topics(locale):
        for entry in entries(locale, topic):
            if isinstance(entry, fluent.Message):
                yield entry.id.name, entry


class _Arguments(Visitor):
    def __init__(self, *, choices: bool) -> None:
        self._choices = choices
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802
        if self._choices:
            self.generic_visit(node)


def arguments(message: fluent.Message, *, choices: bool = True) -> frozenset[str]:
    """The arguments of a message; without ``choices`` those that it says whatever they are."""
    visitor = _Arguments(choices=choices)
    visitor.visit(message)
    return frozenset(visitor.names)


class _Ids(ast.NodeVisitor):
    """Strings that may name messages, as regular expressions; ``{}`` of an f-string is a blank."""

    def __init__(self, prefixes: tuple[str, ...]) -> None:
        self._prefixes = prefixes
        self.patterns: set[str] = set()

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._add(node.value, re.escape(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        first = node.values[0]
        if isinstance(first, ast.Constant):
            parts = (_part(value) for value in node.values)
            self._add(str(first.value), "".join(parts))
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value.value)

    def _add(self, beginning: str, pattern: str) -> None:
        if beginning.startswith(self._prefixes) and re.fullmatch("[a-z0-9-]+", beginning):
            self.patterns.add(pattern)


def _part(value: Any) -> str:
    return re.escape(str(value.value)) if isinstance(value, ast.Constant) else "[a-z0-9-]+"


def used() -> set[str]:
    """A pattern for each string that begins as messages do, in what speaks to people."""
    visitor = _Ids(tuple(f"{topic}-" for topic in topics("en")))
    for room in ("features", "platforms"):
        for file in sorted((PACKAGE / room).rglob("*.py")):
            visitor.visit(ast.parse(file.read_text(encoding="utf-8")))
    return visitor.patterns
