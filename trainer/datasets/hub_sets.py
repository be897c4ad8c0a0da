"""Data sets of the Hugging Face Hub, streamed: ``owner/name@revision:config/split``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from emojifier.hub.reference import Reference
from trainer.datasets.frames import read_dataset
from trainer.datasets.table import Line, Refused, Table
from trainer.errors import DatasetError

_SPEC: Final = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?"
    r"(?::(?P<config>[\w.-]*)(?:/(?P<split>\w+))?)?",
    re.ASCII,
)
# A path that is not there is no reason to ask the Hub for it.
_FILES: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".parquet")


@dataclass(frozen=True, slots=True)
class HubSet:
    """A data set on the Hub: its repository and revision, configuration (None: its own default)
    and split."""

    at: Reference
    config: str | None
    split: str

    def __str__(self) -> str:
        return f"{self.at}, {self.config or 'default'}/{self.split}"


def parse(name: str) -> HubSet | None:
    """Read ``owner/name``, with ``@revision`` and ``:config`` or ``:config/split`` behind it.

    The revision is ``main`` where none is given, the split ``train``. None where it is no such id,
    but for example the path of a table.
    """
    found = _SPEC.fullmatch(name)
    if found is None or name.endswith(_FILES):
        return None
    try:
        at = Reference(found["repository"], found["revision"] or "main")
    except ValueError:
        return None
    return HubSet(at, found["config"] or None, found["split"] or "train")


def read_hub(wanted: HubSet) -> Table:
    """Stream a data set: only what is read is downloaded, and nothing is kept.

    Code in a repository never runs. Raises ``DatasetError``, also on the way, where it is not there
    or the connection breaks.
    """
    import datasets as hub

    try:
        rows = hub.load_dataset(
            wanted.at.repository,
            wanted.config,
            split=wanted.split,
            revision=wanted.at.revision,
            streaming=True,
        )
        table = read_dataset(rows, f"Hub data set {wanted}")
    except Exception as error:  # the library's and its servers' many kinds
        raise _unusable(wanted) from error
    return Table(table.form, table.names, _guarded(wanted, table.lines))


def _guarded(wanted: HubSet, lines: Iterator[Line | Refused]) -> Iterator[Line | Refused]:
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except Exception as error:  # as above, in the middle of the reading
            raise _unusable(wanted) from error
        yield line


def _unusable(wanted: HubSet) -> DatasetError:
    return DatasetError(
        f"{wanted.at.repository} is no file here, and could not be loaded from the Hugging Face "
        f"Hub ({wanted}): check the name and the network, or give a file or a shipped set "
        "(python -m trainer data list)."
    )
