"""The model card: ``README.md`` in a model folder, with the metadata that the Hub reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from huggingface_hub import EvalResult, ModelCardData

from emojifier.artifact import Manifest
from trainer.progress import EPOCH_COLUMNS

_LABELS = {
    "hit@1": "hit@1: the first emoji is one that a person accepted",
    "hit@3": "hit@3: one of the first three is",
    "specific@3": "specific@3: hit@3 without counting the 20 commonest emojis",
    "quiet_auc": "quiet AUC: messages that want no reaction are told from the others",
    "calibration_error": "calibration error of the first emoji's probability",
    "set_f1": "retelling F1: its emojis against those of a person's retelling, as sets",
    "validation_loss": "validation loss (nats a message)",
}
_PICTURES = {
    "loss.png": "Training and validation loss by epoch",
    "calibration.png": "How often the first emoji was accepted, by its probability",
}
# A commit of the Hub: the base model's page is linked where this is known of it.
_COMMIT = re.compile("[0-9a-f]{40}")


def render(manifest: Manifest, *, licence: str, limits: str, report: Collection[str]) -> str:
    """The card's text.

    ``limits`` says in prose what the model cannot do; ``report`` names the files in ``report/``.
    """
    parts = [
        f"---\n{_metadata(manifest, licence)}\n---\n\n# {manifest.name} {manifest.version}",
        manifest.description,
        _WHAT.format(emojis=len(manifest.emojis)),
        f"## Intended use\n\n{_USE}{_TELLS if 'tell' in manifest.tasks else ''}",
        f"## Data\n\nStarted from {manifest.base.name}.",
        "\n".join(f"- {source}" for source in manifest.data),
        _figures(manifest),
        _training(manifest),
        _pictures(report),
        f"## Limits\n\n{limits}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


_WHAT = """A GPT-2 with one token for each of {emojis:,} emojis and one for *quiet*
(no reaction is wanted). One forward pass over `message <|react|>` gives a probability for each.

```python
from emojifier import Emojifier

print(Emojifier.load("this/folder").suggest(["we got the house!"])[0].output)
```"""

_USE = """Suggesting emojis for short chat messages: as reactions in a Discord server or a Slack
workspace, where mojibot serves this folder (`MODEL=this/folder`), or in a program of your own. An
emoji is a suggestion to whoever reads it, not a judgement of the writer's mood or character: do not
use it for one."""
_TELLS = " It was also trained to retell a sentence in emojis, in order."


def _metadata(manifest: Manifest, licence: str) -> str:
    known = {name: manifest.metrics[name] for name in _LABELS if name in manifest.metrics}
    base = manifest.base
    more: dict[str, Any] = {}
    if known:
        more["model_name"] = f"{manifest.name} {manifest.version}"
        more["eval_results"] = [
            EvalResult(
                task_type="text-classification",
                task_name="Emoji suggestion",
                dataset_type="held-back-rows",
                dataset_name="Validation rows of the training data",
                metric_type=name,
                metric_value=value,
                metric_name=_LABELS[name],
            )
            for name, value in known.items()
        ]
    return ModelCardData(
        language=list(manifest.languages) or None,
        license=licence,
        license_name="unspecified" if licence == "other" else None,
        library_name="transformers",
        pipeline_tag="text-classification",
        base_model=base.name if _COMMIT.fullmatch(base.revision or "") else None,
        tags=["emoji", "gpt2", "mojibot"],
        **more,
    ).to_yaml()


def _figures(manifest: Manifest) -> str:
    rows = [
        (label, f"{manifest.metrics[name]:.3f}")
        for name, label in _LABELS.items()
        if name in manifest.metrics
    ]
    return f"## Figures on the validation rows\n\n{_table(('', ''), rows)}" if rows else ""


def _training(manifest: Manifest) -> str:
    given = {name: value for name, value in manifest.hyperparameters.items() if value is not None}
    made_with = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    parts = [
        _table(("setting", ""), [(name, str(value)) for name, value in given.items()]),
        _epochs(manifest.history),
        f"Made with {made_with}." if made_with else "",
    ]
    text = "\n\n".join(part for part in parts if part)
    return f"## Training\n\n{text}" if text else ""


def _epochs(history: Sequence[Mapping[str, float]]) -> str:
    columns = [name for name in EPOCH_COLUMNS if any(name in epoch for epoch in history)]
    rows = [
        [f"{epoch[name]:.3f}" if name in epoch else "" for name in columns] for epoch in history
    ]
    return _table([EPOCH_COLUMNS[name] for name in columns], rows)


def _pictures(report: Collection[str]) -> str:
    return "\n\n".join(
        f"![{caption}](report/{name})" for name, caption in _PICTURES.items() if name in report
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)
