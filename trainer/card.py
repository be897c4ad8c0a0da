"""The model card: ``README.md`` in a model folder, with the metadata that the Hub reads."""

from __future__ import annotations

from emojifier.artifact import Manifest

_LABELS = {
    "hit@1": "hit@1: the first emoji is one that a person accepted",
    "hit@3": "hit@3: one of the first three is",
    "specific@3": "specific@3: hit@3 without counting the 20 commonest emojis",
    "quiet_auc": "quiet AUC: messages that want no reaction are told from the others",
    "calibration_error": "calibration error of the first emoji's probability",
    "set_f1": "retelling F1: its emojis against those of a person's retelling, as sets",
    "validation_loss": "validation loss (nats a message)",
}


def render(manifest: Manifest, *, licence: str, limits: str) -> str:
    """The card's text. ``limits`` says in prose what the model cannot do."""
    languages = "".join(f"- {language}\n" for language in manifest.languages)
    spoken = f"language:\n{languages}" if languages else ""
    figures = "".join(
        f"| {label} | {manifest.metrics[name]:.3f} |\n"
        for name, label in _LABELS.items()
        if name in manifest.metrics
    )
    data = "".join(f"- {source}\n" for source in manifest.data)
    validation = (
        f"\n## Figures on the validation rows\n\n| | |\n|---|---|\n{figures}" if figures else ""
    )
    return f"""---
license: {licence}
{spoken}library_name: transformers
pipeline_tag: text-classification
tags:
- emoji
- gpt2
- mojibot
---

# {manifest.name} {manifest.version}

{manifest.description}

A GPT-2 with one token for each of {len(manifest.emojis):,} emojis and one for *quiet*
(no reaction is wanted). One forward pass over `message <|react|>` gives a probability for each.

```python
from emojifier import Emojifier

print(Emojifier.load("this/folder").suggest(["we got the house!"])[0].output)
```

## Data

Started from {manifest.base.name}.

{data}{validation}
## Limits

{limits}
"""
