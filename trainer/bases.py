"""Where training starts: GPT-2 from the Hub, a folder of either kind, or one made from nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from emojifier.artifact import (
    MANIFEST,
    Base,
    Calibration,
    Tokens,
    folder_digest,
)
from emojifier.catalogue import Catalogue
from emojifier.encoding import Encoder
from emojifier.errors import ModelFolderError
from emojifier.folders import is_folder
from emojifier.model import ReactionModel
from emojifier.opening import open_model
from emojifier.telling import Teller
from trainer import pretrained, scratch
from trainer.errors import BaseModelError, DatasetError
from trainer.rows import Row
from trainer.vocabulary import add_tokens, token_id


@dataclass(frozen=True, slots=True)
class Start:
    """A network and tokenizer with all tokens in place; ``emojis`` maps each to its id.

    ``tasks`` are those that the base model was trained for, and ``known`` the emojis that it
    answers with already; ``calibration`` and ``prior`` (by emoji) are what it has of them.
    """

    network: GPT2LMHeadModel
    tokenizer: Tokenizer
    tokens: Tokens
    emojis: dict[str, int]
    base: Base
    languages: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    calibration: Calibration = field(default_factory=Calibration)
    prior: Mapping[str, float] = field(default_factory=dict)

    def encoder(self, catalogue: Catalogue) -> Encoder:
        """The encoder that training and later use share."""
        return Encoder(
            self.tokenizer,
            catalogue,
            known=self.emojis,
            react=self.tokens.react,
            max_length=self.network.config.n_positions,
        )

    @property
    def places(self) -> dict[str, int]:
        """Each emoji's index in an answer vector; quiet comes last."""
        return {emoji: place for place, emoji in enumerate(self.emojis)}

    def reader(self) -> ReactionModel:
        """The network as it is now, ready to answer; puts it into evaluation mode."""
        return ReactionModel(self.network, list(self.emojis.values()), self.tokens.quiet)

    def step_reader(self) -> ReactionModel:
        """The same for one step of a telling: the end stands where a reaction has quiet."""
        return ReactionModel(self.network, list(self.emojis.values()), self.tokens.end)

    def teller(self) -> Teller:
        """The network as it is now, ready to retell; puts it into evaluation mode."""
        self.network.eval()
        return Teller(self.network, list(self.emojis.values()), self.tokens.end)

    @property
    def answer_ids(self) -> list[int]:
        """Token ids of all answers: the emojis in order, then quiet."""
        return [*self.emojis.values(), self.tokens.quiet]


def prepare(base: str, rows: Sequence[Row], catalogue: Catalogue, *, seed: int) -> Start:
    """Load or make the base model and add tokens for the emojis of ``rows``.

    ``base`` is ``scratch:mini``, ``scratch:small``, a model folder (training goes on from it), a
    plain GPT-2 folder, or a Hub id such as ``gpt2``. Raises ``BaseModelError``.
    """
    if base.startswith(scratch.PREFIX):
        made, vocabulary = scratch.make(base, rows, seed)
        return _finish(made, vocabulary, _emojis_of(rows), catalogue, Base(name=base))
    folder = Path(base)
    if is_folder(folder) and (folder / MANIFEST).is_file():
        return _from_model_folder(folder, rows, catalogue)
    network, tokenizer, origin = pretrained.load(base)
    return _finish(network, tokenizer, _emojis_of(rows), catalogue, origin)


def _from_model_folder(folder: Path, rows: Sequence[Row], catalogue: Catalogue) -> Start:
    try:
        opened = open_model(folder, catalogue, "cpu")
    except ModelFolderError as error:
        raise BaseModelError(str(error)) from error
    manifest = opened.manifest
    base = Base(name=f"{manifest.name} {manifest.version}", revision=folder_digest(folder))
    emojis = [*manifest.emojis, *(e for e in _emojis_of(rows) if e not in manifest.emojis)]
    start = _finish(opened.network, opened.tokenizer, emojis, catalogue, base)
    if "tell" not in manifest.tasks:
        _tell_as_it_reacts(start)
    return replace(
        start,
        languages=manifest.languages,
        tasks=manifest.tasks,
        known=frozenset(manifest.emojis),
        calibration=manifest.calibration,
        prior=dict(zip(manifest.emojis, manifest.prior, strict=False)),
    )


def _tell_as_it_reacts(start: Start) -> None:
    """Begin retelling with what the network can do: its first emoji is the reaction's.

    Reactions ask for neither token, so they stay as they are.
    """
    weights, tokens = start.network.transformer.wte.weight, start.tokens
    with torch.no_grad():
        weights[tokens.tell] = weights[tokens.react]
        weights[tokens.end] = weights[tokens.quiet]


def _finish(
    network: GPT2LMHeadModel,
    tokenizer: Tokenizer,
    emojis: Sequence[str],
    catalogue: Catalogue,
    base: Base,
) -> Start:
    if not emojis:
        raise DatasetError("The data holds no emojis: quiet alone cannot be learned.")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    names = {emoji: catalogue[emoji].name for emoji in emojis}
    relatives = _relatives(tokenizer, emojis, catalogue)
    tokens = add_tokens(network, tokenizer, emojis, names, relatives)
    ids = {emoji: token_id(tokenizer, emoji) for emoji in emojis}
    network.config.pad_token_id = tokens.pad
    network.config.eos_token_id = tokens.end
    network.config.bos_token_id = None
    return Start(network, tokenizer, tokens, ids, base)


def _relatives(
    tokenizer: Tokenizer, emojis: Sequence[str], catalogue: Catalogue
) -> dict[str, list[str]]:
    """For each emoji that is new to the tokenizer, the known ones of its subgroup, or else all."""
    known = [emoji for emoji in emojis if tokenizer.token_to_id(emoji) is not None]
    by_subgroup: dict[str, list[str]] = defaultdict(list)
    for emoji in known:
        by_subgroup[catalogue[emoji].subgroup].append(emoji)
    return {e: by_subgroup.get(catalogue[e].subgroup, known) for e in emojis if e not in known}


def _emojis_of(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(emoji for row in rows for emoji in row.emojis))
