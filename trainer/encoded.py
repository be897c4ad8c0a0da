"""Examples of rows: encoded in memory where they are few, and else on the disk, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from emojifier.encoding import Encoder
from trainer.bases import Start
from trainer.examples import Example, make_examples
from trainer.rows import Row
from trainer.sequences import View, in_parts
from trainer.spool import Stored, write

# Rows that are encoded at once.
_ENCODED: Final = 1_024
_EXAMPLES: Final = pa.schema(
    {
        "kind": pa.string(),
        "input_ids": pa.list_(pa.int32()),
        "places": pa.list_(pa.list_(pa.int32())),
        "shares": pa.list_(pa.list_(pa.float64())),
        "weight": pa.float64(),
    }
)


def encoded(
    rows: Sequence[Row], encoder: Encoder, start: Start, folder: Path
) -> tuple[Sequence[Example], NDArray[np.int32]]:
    """Examples of ``rows`` and their lengths in tokens; those of a view come to lie in ``folder``.

    Raises ``OutputError``.
    """
    if not isinstance(rows, View):
        examples = make_examples(rows, encoder, start)
        return examples, np.fromiter((len(e["input_ids"]) for e in examples), np.int32)
    lengths = np.zeros(len(rows), np.int32)

    def records() -> Iterator[dict[str, Any]]:
        made = (make_examples(some, encoder, start) for some in in_parts(rows, _ENCODED))
        for place, example in enumerate(chain.from_iterable(made)):
            lengths[place] = len(example["input_ids"])
            yield _example_record(example)

    path = folder / "examples.arrow"
    write(path, _EXAMPLES, records())
    return Stored(path, _example), lengths


def _example_record(example: Example) -> dict[str, Any]:
    targets = example["targets"]
    return {
        "kind": example["kind"],
        "input_ids": example["input_ids"],
        "places": [list(target) for target in targets],
        "shares": [list(target.values()) for target in targets],
        "weight": example["weight"],
    }


def _example(record: dict[str, Any]) -> Example:
    targets = [
        dict(zip(places, shares, strict=True))
        for places, shares in zip(record["places"], record["shares"], strict=True)
    ]
    return Example(
        kind=record["kind"],
        input_ids=record["input_ids"],
        targets=targets,
        weight=record["weight"],
    )
