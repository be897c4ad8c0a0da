"""``python -m bot models``: the registered versions, and which of them answers."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bot.registry import Active, Registry, Version

# Who is noted as having changed something.
BY: Final = "the shell"
_HEAD: Final = (
    "",
    "id",
    "model",
    "added",
    "by",
    "hit@1",
    "specific@3",
    "quiet",
    "size",
    "parent",
    "",
)
_FIGURES: Final = ("hit@1", "specific@3", "quiet_auc")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The subcommands of ``models`` and their arguments."""
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", dest="action", required=True
    )
    listing = commands.add_parser(
        "list", help="show all versions, after registering folders that were put into MODELS_DIR"
    )
    listing.add_argument("--json", action="store_true", help="one JSON object")
    commands.add_parser("rollback", help="let the version answer that did before the active one")
    for name, description in (
        ("activate", "let a version answer, in all processes within 10 seconds"),
        ("remove", "remove a version and its files"),
        ("pin", "keep a version when old ones are removed"),
        ("unpin", "let a version go when it is old"),
    ):
        sub = commands.add_parser(name, help=description)
        sub.add_argument(
            "version", metavar="ID", help="the beginning of its id or digest, or shipped"
        )


def run(registry: Registry, action: str, **options: Any) -> list[str]:
    """Do it; returns the lines to print.

    Raises ``RegistryError``, and ``OSError`` where the disk does not do as it should.
    """
    match action:
        case "list":
            return (_as_json if options["json"] else _as_table)(registry)
        case "activate":
            return _active(registry, registry.activate(options["version"], BY))
        case "rollback":
            return _active(registry, registry.rollback(BY))
        case "remove":
            gone = registry.remove(options["version"])
            return [f"{gone.id} is removed; {_megabytes(gone.size)} are free again."]
        case "pin":
            return [f"{registry.pin(options['version'], True).id} is pinned."]
        case "unpin":
            return [f"{registry.pin(options['version'], False).id} is pinned no more."]
    raise AssertionError(action)


def _active(registry: Registry, active: Active) -> list[str]:
    title = registry.find(active.id).title
    return [f"{active.id} is active: {title}. Running bots follow within 10 seconds."]


def _as_json(registry: Registry) -> list[str]:
    strangers = registry.discover()
    active = registry.active()
    content = {
        "folder": str(registry.path),
        "active": active.model_dump(mode="json") if active else None,
        "versions": [version.model_dump(mode="json") for version in _all(registry)],
        "refused": [{"name": s.name, "reason": s.reason} for s in strangers],
    }
    return [json.dumps(content, ensure_ascii=False)]


def _as_table(registry: Registry) -> list[str]:
    strangers = registry.discover()
    active = registry.active()
    answering = active.id if active else "shipped"
    versions = _all(registry)
    rows = [_HEAD, *(_row(version, active=version.id == answering) for version in versions)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    notes = [f"{v.id} is kept back: {v.reason}" for v in versions if v.reason]
    notes += [f"{s.name} is no version: {s.reason}" for s in strangers]
    return [*lines, *([""] if notes else []), *notes]


def _row(version: Version, *, active: bool) -> tuple[str, ...]:
    figures = (version.metrics.get(name) for name in _FIGURES)
    return (
        "*" if active else "",
        version.id,
        version.title,
        f"{version.added.astimezone():%Y-%m-%d %H:%M}",
        version.by,
        *("-" if figure is None else f"{figure:.1%}" for figure in figures),
        _megabytes(version.size),
        version.parent or "-",
        ", ".join(note for note, holds in _notes(version) if holds),
    )


def _notes(version: Version) -> list[tuple[str, bool]]:
    return [("pinned", version.pinned), ("kept back", version.reason is not None)]


def _all(registry: Registry) -> list[Version]:
    from bot.registry.describing import shipped  # with pydantic and the catalogue

    return [*registry.versions(), shipped()]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
