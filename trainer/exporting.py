"""A trained network -> a model folder that is either not there or complete."""

from __future__ import annotations

import copy
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from emojifier.artifact import CatalogueVersion
from emojifier.catalogue import Catalogue
from emojifier.model import without_progress_bars
from trainer.bases import Start
from trainer.errors import OutputError
from trainer.vocabulary import END, PAD


def check_output(output: Path) -> None:
    """Raise ``OutputError`` where a model folder could not be put, before hours are spent."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise OutputError(f"{output} exists already: choose another --output, or remove it first.")
    try:
        with staged(output):
            pass
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror}.") from error


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A working folder beside ``output``, removed at the end whatever happens."""
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(stage: Path, output: Path) -> None:
    """Make the finished ``stage`` appear as ``output``, in one step."""
    if output.is_dir():
        output.rmdir()
    stage.chmod(0o755)
    for path in stage.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    stage.rename(output)


def write_weights(folder: Path, start: Start) -> None:
    """Write network and tokenizer as Hugging Face files, the weights in half precision."""
    network = copy.deepcopy(start.network).cpu().half()
    with without_progress_bars():
        network.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=start.tokenizer,
        pad_token=PAD,
        eos_token=END,
        model_max_length=start.network.config.n_positions,
    ).save_pretrained(folder)


def catalogue_version(catalogue: Catalogue) -> CatalogueVersion:
    """The catalogue's identity as a manifest holds it."""
    return CatalogueVersion(unicode=catalogue.unicode_version, digest=catalogue.digest)


def library_versions() -> dict[str, str]:
    """Versions of what made the model."""
    names = ("mojibot", "torch", "transformers", "tokenizers")
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def now() -> str:
    """The time in ISO 8601, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
