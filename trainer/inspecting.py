"""What a data set or a model folder holds, in words and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice

import numpy as np

from emojifier.artifact import Manifest
from trainer.near_copies import families
from trainer.rows import Messages, Refusal, Row, RowSet

_COMMONEST = 10
_PREVIEWED = 5
_LONGEST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Preview:
    """A row as it is understood; the message is cut short, "-" stands for quiet."""

    message: str
    emojis: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What there is to know of a data set before a training. Its fields are the keys of the JSON.

    ``name``, ``kind`` (react or tell), ``understood`` (form and columns, a sentence); ``rows`` that
    can be used, how many of them are ``quiet``, ``repeated`` ones left out, ``near_copies`` (rows
    that nearly say what an earlier row does; they are used), and rows ``refused``, with
    ``refusals``: for each reason its number of rows, their first lines and an example. ``emojis``
    counts different ones, ``commonest`` lists up to ten, each with its rows; the
    ``median_characters`` of a message and the ``p99_characters`` that one in a hundred exceeds;
    ``preview`` shows the first five rows.
    """

    name: str
    kind: str
    understood: str
    rows: int
    quiet: int
    repeated: int
    near_copies: int
    refused: int
    refusals: tuple[Refusal, ...]
    emojis: int
    commonest: tuple[tuple[str, int], ...]
    median_characters: float
    p99_characters: float
    preview: tuple[Preview, ...]

    def to_json(self) -> str:
        """One JSON object on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def inspection(data: RowSet) -> Inspection:
    """Count what is in a data set; a few more passes over its rows."""
    counts = Counter(emoji for row in data.rows for emoji in row.emojis)
    lengths = np.fromiter((len(row.message) for row in data.rows), np.int64, len(data.rows))
    median, p99 = np.percentile(lengths, (50, 99))
    return Inspection(
        name=data.name,
        kind=data.kind,
        understood=data.understood,
        rows=len(data.rows),
        quiet=sum(not row.emojis for row in data.rows),
        repeated=data.repeated,
        near_copies=_near_copies(Messages(data.rows)),
        refused=data.refused,
        refusals=data.refusals,
        emojis=len(counts),
        commonest=tuple(counts.most_common(_COMMONEST)),
        median_characters=float(median),
        p99_characters=float(p99),
        preview=tuple(_preview(row) for row in islice(data.rows, _PREVIEWED)),
    )


def _near_copies(messages: Sequence[str]) -> int:
    return len(messages) - len(np.unique(families(messages)))


def _preview(row: Row) -> Preview:
    message = " ".join(row.message.split())
    short = message if len(message) <= _LONGEST_SHOWN else f"{message[:_LONGEST_SHOWN]}…"
    return Preview("".join(filter(str.isprintable, short)), " ".join(row.emojis) or "-")


def show(found: Inspection) -> str:
    """An inspection as lines of text."""
    lines = [
        f"{found.name} ({found.kind})",
        f"  {found.understood}",
        f"  {found.rows:,} rows, {found.quiet:,} of them quiet; "
        f"{found.near_copies:,} nearly repeat another; left out: "
        f"{found.repeated:,} repeated, {found.refused:,} refused",
        *(f"    {one.rows:,} refused: {one}" for one in found.refusals),
        f"  {found.emojis:,} different emojis; the commonest: "
        + "  ".join(f"{emoji} {count:,}" for emoji, count in found.commonest),
        f"  a middling message has {found.median_characters:.0f} characters, "
        f"one in a hundred more than {found.p99_characters:.0f}",
        *(f"    {one.message}  {one.emojis}" for one in found.preview),
    ]
    return "\n".join(lines)


def show_manifest(manifest: Manifest, digest: str, catalogue: int) -> str:
    """A model folder's manifest as lines of text."""
    fields = {
        "model": f"{manifest.name} {manifest.version}",
        "digest": digest,
        "about": manifest.description,
        "base": manifest.base.name,
        "data": ", ".join(str(source) for source in manifest.data) or "not said",
        "languages": ", ".join(manifest.languages) or "not said",
        "tasks": ", ".join(manifest.tasks),
        "emojis": f"{len(manifest.emojis):,} of {catalogue:,}",
        "metrics": ", ".join(f"{name} {value:.3f}" for name, value in manifest.metrics.items()),
        "made": manifest.created,
        "files": f"{len(manifest.files)}, all intact",
    }
    return "\n".join(f"{key:10} {value}" for key, value in fields.items() if value)
