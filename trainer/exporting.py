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

from emojifier.artifact import CONTROL_TOKENS, MANIFEST, CatalogueVersion
from emojifier.catalogue import Catalogue
from emojifier.opening import without_progress_bars
from trainer.bases import Start
from trainer.errors import OutputError


def check_output(output: Path) -> None:
    """Raise ``OutputError`` where a model folder could not be put, before hours are spent."""
    try:
        taken = output.is_symlink() and not output.exists()
        taken = taken or (output.exists() and (not output.is_dir() or any(output.iterdir())))
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror}.") from error
    if taken:
        raise OutputError(f"{output} exists already: choose another --output, or remove it first.")
    with staged(output):
        pass


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """A working folder beside ``output``, removed at the end whatever happens.

    Raises ``OutputError`` where it cannot be made, or what is written in it does not fit the disk.
    """
    parent = output.resolve().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=parent))
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror}.") from error
    try:
        yield folder
    except OSError as error:
        raise OutputError(f"{output} could not be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(stage: Path, output: Path) -> None:
    """Make the finished ``stage`` appear as ``output``, in one step.

    An ``output`` that exists and is empty (a mounted volume, the folder one stands in) is filled
    file by file, the manifest last: without it, it is not yet a model folder.
    """
    for path in (stage, *stage.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    if not output.exists():
        stage.rename(output)
        return
    for path in sorted(stage.iterdir(), key=lambda path: path.name == MANIFEST):
        shutil.move(path, output / path.name)


def write_weights(folder: Path, start: Start) -> None:
    """Write network and tokenizer as Hugging Face files, the weights in half precision."""
    network = copy.deepcopy(start.network).cpu().half()
    with without_progress_bars():
        network.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=start.tokenizer,
        pad_token=CONTROL_TOKENS["pad"],
        eos_token=CONTROL_TOKENS["end"],
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
