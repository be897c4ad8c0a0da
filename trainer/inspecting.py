"""What a data set or a model folder holds, in words and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from statistics import median

from emojifier.artifact import Manifest
from trainer.rows import RowSet

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Inspection:
    """Counts of one data set; ``commonest`` and ``refused`` hold the first few."""

    name: str
    kind: str
    rows: int
    quiet: int
    emojis: int
    repeated: int
    refused: int
    median_characters: float
    commonest: tuple[tuple[str, int], ...]
    refused_rows: tuple[tuple[int, str], ...]

    def to_json(self) -> str:
        """One JSON object on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def inspection(data: RowSet) -> Inspection:
    """Count what is in a data set."""
    counts = Counter(emoji for row in data.rows for emoji in row.emojis)
    return Inspection(
        name=data.name,
        kind=data.kind,
        rows=len(data.rows),
        quiet=sum(not row.emojis for row in data.rows),
        emojis=len(counts),
        repeated=data.repeated,
        refused=len(data.refused),
        median_characters=median(len(row.message) for row in data.rows),
        commonest=tuple(counts.most_common(_SHOWN)),
        refused_rows=tuple((r.line, r.reason) for r in data.refused[:_SHOWN]),
    )


def show(found: Inspection) -> str:
    """An inspection as lines of text."""
    lines = [
        f"{found.name} ({found.kind})",
        f"  {found.rows:,} rows, {found.quiet:,} of them quiet; "
        f"{found.repeated:,} repeated, {found.refused:,} refused",
        f"  {found.emojis:,} different emojis; the commonest: "
        + "  ".join(f"{emoji} {count:,}" for emoji, count in found.commonest),
        f"  {found.median_characters:.0f} characters in a middling message",
        *(f"  line {line}: {reason}" for line, reason in found.refused_rows),
    ]
    if found.refused > len(found.refused_rows):
        lines.append(f"  ... and {found.refused - len(found.refused_rows):,} more")
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
