"""The model folder: what is in it, how it is written, and how it is opened without trusting it.

A model folder is an ordinary Hugging Face folder (``config.json``, ``model.safetensors``,
``tokenizer.json``, ...) plus ``emojifier.json``, the manifest described here. Weights are read as
safetensors only; nothing in a folder can execute anything.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emojifier.catalogue import Catalogue
from emojifier.errors import ModelFolderError
from emojifier.folders import is_folder

FORMAT = 1
MANIFEST = "emojifier.json"
# What the tokens with a meaning of their own are called in the tokenizer; see ``Tokens``.
CONTROL_TOKENS = {
    "react": "<|react|>",
    "tell": "<|tell|>",
    "quiet": "<|quiet|>",
    "end": "<|endoftext|>",
    "pad": "<|pad|>",
}
REQUIRED_FILES = ("config.json", "model.safetensors", "tokenizer.json")

# Bounds on what a stranger's folder may make us read into memory, in bytes.
MAX_JSON = 64 * 2**20
MAX_WEIGHTS = 16 * 2**30

# No line breaks and no escape codes: these are printed as they are.
Line = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
Name = Annotated[Line, Field(min_length=1, max_length=100)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
TokenId = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tokens(_Frozen):
    """Ids of the tokens with a meaning of their own."""

    react: TokenId
    tell: TokenId
    quiet: TokenId
    end: TokenId
    pad: TokenId


class Curve(_Frozen):
    """``sigmoid(slope * logit(p) + intercept)`` (Platt, 1999); the default leaves p as it is."""

    slope: Annotated[float, Field(ge=0, le=100)] = 1.0
    intercept: Annotated[float, Field(ge=-100, le=100)] = 0.0


class Calibration(_Frozen):
    """How the softmax's shares become honest probabilities, fitted on validation rows.

    ``emoji`` gives the chance that people accept an emoji, from its share among the emojis: several
    fit a message, so these chances need not sum to 1. ``quiet`` gives the chance that no reaction
    is wanted, from the quiet token's share among all answers.
    """

    emoji: Curve = Curve()
    quiet: Curve = Curve()


class Base(_Frozen):
    """The model that training started from."""

    name: Name
    revision: Line | None = None


class DataSource(_Frozen):
    """One data set that the model was trained on; ``digest`` is the SHA-256 of its rows.

    ``rows`` were learned from, ``refused`` ones could not be used, and ``repeated`` ones were left
    out; they are None where nobody counted them.
    """

    name: Line
    rows: Annotated[int, Field(ge=0)] | None = None
    refused: Annotated[int, Field(ge=0)] | None = None
    repeated: Annotated[int, Field(ge=0)] | None = None
    digest: Sha256 | None = None

    def __str__(self) -> str:
        return self.name if self.rows is None else f"{self.name} ({self.rows:,} rows)"


class CatalogueVersion(_Frozen):
    """The catalogue that the model was made with."""

    unicode: Line
    digest: Sha256


class Manifest(_Frozen):
    """Everything in ``emojifier.json``.

    ``emojis`` maps each emoji that can come out to its token id; ``prior`` holds, in the same
    order, the model's mean probability of each (empty: unknown). ``history`` has one object of
    figures an epoch; ``files`` the SHA-256 of every other file that is needed to load the model.
    """

    format: int = FORMAT
    name: Name
    version: Name
    description: Line = ""
    languages: tuple[Name, ...] = ()
    tasks: tuple[Name, ...] = ("react",)
    catalogue: CatalogueVersion
    tokens: Tokens
    emojis: Annotated[dict[str, TokenId], Field(min_length=1)]
    prior: tuple[Share, ...] = ()
    calibration: Calibration = Calibration()
    base: Base
    data: tuple[DataSource, ...] = ()
    hyperparameters: dict[str, Any] = {}
    metrics: dict[Name, Finite] = {}
    history: tuple[dict[Name, Finite], ...] = ()
    versions: dict[Name, Line] = {}
    created: Line
    files: dict[str, Sha256] = {}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``emojifier.json`` into ``folder``, with the checksums of the files beside it."""
    files = {p.name: _sha256(p) for p in sorted(folder.iterdir()) if _is_model_file(p)}
    content = manifest.model_copy(update={"files": files}).model_dump(mode="json")
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def open_folder(folder: Path, catalogue: Catalogue) -> Manifest:
    """Check a model folder through and return its manifest.

    Raises ``ModelFolderError`` with one sentence that says what is wrong: not there, not a model
    folder, of a newer format, incomplete, damaged, or with emojis that the catalogue lacks.
    """
    if not is_folder(folder):
        raise ModelFolderError(f"There is no model folder at {folder}.")
    manifest = _read_manifest(folder)
    for name in REQUIRED_FILES:
        if name not in manifest.files:
            raise ModelFolderError(f"{folder} is incomplete: its {MANIFEST} lists no {name}.")
    for name, expected in manifest.files.items():
        _check_file(folder, name, expected)
    unknown = [emoji for emoji in manifest.emojis if emoji not in catalogue]
    if unknown:
        raise ModelFolderError(
            f"{folder} has {len(unknown)} emojis that the Unicode {catalogue.unicode_version} "
            f"catalogue lacks, such as {unknown[0][:20]!r}: it was not made by mojibot's trainer."
        )
    if manifest.prior and len(manifest.prior) != len(manifest.emojis):
        raise ModelFolderError(
            f"{folder}/{MANIFEST} is damaged: prior and emojis differ in length."
        )
    return manifest


def folder_digest(folder: Path) -> str:
    """SHA-256 of the manifest, which holds the checksums of all else: a name for this model."""
    return _sha256(folder / MANIFEST)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        hint = (
            " (a plain GPT-2 folder; train it with: python -m trainer fine-tune --base DIR)"
            if (folder / "config.json").is_file()
            else ""
        )
        raise ModelFolderError(f"{folder} is not a mojibot model folder: no {MANIFEST}{hint}.")
    if path.stat().st_size > MAX_JSON:
        raise ModelFolderError(f"{path} is damaged: it is larger than {MAX_JSON >> 20} MiB.")
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise ModelFolderError(f"{path} is damaged: it is not readable JSON.") from None
    found = content.get("format") if isinstance(content, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise ModelFolderError(f"{path} is not a mojibot manifest: it names no format.")
    if found != FORMAT:
        relation, advice = ("newer", "upgrade mojibot") if found > FORMAT else ("older", "retrain")
        raise ModelFolderError(
            f"{folder} is of the {relation} format {found}, and this mojibot reads {FORMAT}: "
            f"{advice}."
        )
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"][:3])
        raise ModelFolderError(f"{path} is damaged: {where} is missing or wrong.") from None


def _check_file(folder: Path, name: str, expected: str) -> None:
    path = folder / name
    if Path(name).name != name or (
        path.is_symlink() and folder.resolve() not in path.resolve().parents
    ):
        raise ModelFolderError(f"{folder}/{MANIFEST} names a file outside the folder.")
    if not path.is_file():
        raise ModelFolderError(f"{folder} is incomplete: {name} is missing.")
    if path.stat().st_size > (MAX_WEIGHTS if path.suffix == ".safetensors" else MAX_JSON):
        raise ModelFolderError(f"{name} in {folder} is larger than any model that mojibot makes.")
    if _sha256(path) != expected:
        raise ModelFolderError(
            f"{name} in {folder} is damaged or was changed: its checksum does not match."
        )


def _is_model_file(path: Path) -> bool:
    return (
        path.is_file()
        and path.name != MANIFEST
        and path.suffix in {".json", ".safetensors", ".txt"}
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
