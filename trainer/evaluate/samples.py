"""Answers to sentences of one's own, for looking by eye."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trainer.errors import DatasetError
from trainer.evaluate.systems import System

_SHOWN = 3
_MOST_BYTES = 2**20


def read_samples(path: Path) -> list[str]:
    """The sentences of a UTF-8 file of at most 1 MiB, one a line; empty lines are left out.

    Raises ``DatasetError``.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not UTF-8 text: save it as UTF-8 and try again.") from None
    if len(content) > _MOST_BYTES:
        raise DatasetError(f"{path} is larger than 1 MiB, too much for looking by eye.")
    sentences = [line.strip() for line in text.splitlines() if line.strip()]
    if not sentences:
        raise DatasetError(f"{path} holds no sentence.")
    return sentences


def show_samples(sentences: Sequence[str], systems: Sequence[System]) -> str:
    """Each sentence with every system's emojis below it, and how likely quiet is."""
    width = max(len(system.name) for system in systems)
    answers = [(system.name.ljust(width), system.answer(sentences)) for system in systems]
    blocks = [
        "\n".join(
            [
                sentence,
                *(
                    f"    {name}   {' '.join(found.emojis[i][:_SHOWN])}   "
                    f"(quiet {found.quiet[i]:.0%})"
                    for name, found in answers
                ),
            ]
        )
        for i, sentence in enumerate(sentences)
    ]
    return "\n\n".join(blocks)


def samples_to_json(sentences: Sequence[str], systems: Sequence[System]) -> list[dict[str, object]]:
    """One object a sentence: ``text``, and ``answers`` by system."""
    answers = {system.name: system.answer(sentences) for system in systems}
    return [
        {
            "text": sentence,
            "answers": {
                name: {
                    "emojis": list(found.emojis[i][:_SHOWN]),
                    "quiet": round(float(found.quiet[i]), 4),
                }
                for name, found in answers.items()
            },
        }
        for i, sentence in enumerate(sentences)
    ]
