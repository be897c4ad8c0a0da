"""``Emojifier``: a model folder in, emojis out; the one face of this package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from emojifier.artifact import Manifest, folder_digest
from emojifier.batching import batches
from emojifier.catalogue import Catalogue, catalogue
from emojifier.choosing import Probabilities, calibrate, rank
from emojifier.encoding import Encoder
from emojifier.folders import default_model
from emojifier.model import ReactionModel
from emojifier.opening import open_model
from emojifier.suggestion import ModelInfo, ScoredEmoji, Suggestion

# Rows of one forward pass, and its tokens with padding. On the CPU a small pass already uses the
# whole width of a core, and a larger one only adds padding and leaves the cache: 192 was the
# fastest of 96 to 384 on the shipped messages (``benchmarks/README.md``).
MAX_ROWS = 64
CPU_TOKENS = 192
CUDA_TOKENS = 8_192
DEFAULT_SPECIFIC = 0.0


class Emojifier:
    """Suggests emojis for messages with one model; not thread-safe, use it from one thread."""

    def __init__(
        self,
        model: ReactionModel,
        encoder: Encoder,
        manifest: Manifest,
        info: ModelInfo,
        emojis: Catalogue,
    ) -> None:
        """Put the parts together; ``load`` is the usual way."""
        self._model = model
        self._encoder = encoder
        self._calibration = manifest.calibration
        self._info = info
        self._emojis = [emojis[emoji] for emoji in manifest.emojis]
        self._versions = torch.tensor([entry.version for entry in self._emojis])
        prior = torch.tensor(manifest.prior or [1 / len(self._emojis)] * len(self._emojis))
        # An emoji that the model hardly ever gives must not win by its rarity alone.
        self._log_prior = prior.clamp_min(0.1 / len(self._emojis)).log()

    @classmethod
    def load(cls, path: str | Path | None = None, *, device: str = "auto") -> Emojifier:
        """Open a model folder (None: the model that ships) on ``auto``, ``cpu`` or ``cuda``.

        Raises ``ModelFolderError`` with one sentence where the folder cannot be used, or
        ``DeviceUnavailable``.
        """
        folder = default_model() if path is None else Path(path)
        emojis = catalogue()
        opened = open_model(folder, emojis, device)
        manifest, network = opened.manifest, opened.network
        encoder = Encoder(
            opened.tokenizer,
            emojis,
            known=manifest.emojis,
            react=manifest.tokens.react,
            max_length=network.config.n_positions,
        )
        model = ReactionModel(network, list(manifest.emojis.values()), manifest.tokens.quiet)
        info = _describe(manifest, folder_digest(folder), network, emojis)
        return cls(model, encoder, manifest, info, emojis)

    def suggest(
        self,
        texts: Sequence[str],
        k: int = 3,
        *,
        specific: float = DEFAULT_SPECIFIC,
        newest: float | None = None,
    ) -> list[Suggestion]:
        """Answer each text with its ``k`` best emojis, in the order of the texts.

        ``specific`` (0..1) moves from the likeliest emojis to the most telling ones; ``newest`` is
        the newest Unicode emoji version that may come out. A text with nothing to read (empty, or
        only a link) gets no emojis and quiet 1.
        """
        if k < 1:
            raise ValueError("k must be at least 1")
        answers = [Suggestion(emojis=(), quiet=1.0, model=self._info.title)] * len(texts)
        sequences = self._encoder.encode(texts)
        legible = [i for i, ids in enumerate(sequences) if len(ids) > 1]
        allowed = torch.ones(len(self._emojis), dtype=torch.bool)
        if newest is not None:
            allowed = self._versions <= newest + 1e-6
        groups = batches(
            [len(sequences[i]) for i in legible],
            max_tokens=CPU_TOKENS if self._model.device.type == "cpu" else CUDA_TOKENS,
            max_rows=MAX_ROWS,
        )
        for group in groups:
            rows = [legible[j] for j in group]
            logits = self._model.logits([sequences[i] for i in rows])
            probabilities = calibrate(logits, self._calibration)
            chosen = rank(
                probabilities.shares,
                k,
                log_prior=self._log_prior,
                specific=specific,
                allowed=allowed,
            )
            for row, suggestion in zip(rows, self._read(probabilities, chosen), strict=True):
                answers[row] = suggestion
        return answers

    def info(self) -> ModelInfo:
        """What the model is, and the device it runs on."""
        return self._info

    def _read(self, probabilities: Probabilities, chosen: torch.Tensor) -> list[Suggestion]:
        values = probabilities.accepted.gather(-1, chosen).tolist()
        return [
            Suggestion(
                emojis=tuple(
                    ScoredEmoji(self._emojis[i].emoji, self._emojis[i].name, value)
                    for i, value in zip(indices, row_values, strict=True)
                ),
                quiet=quiet,
                model=self._info.title,
            )
            for indices, row_values, quiet in zip(
                chosen.tolist(), values, probabilities.quiet.tolist(), strict=True
            )
        ]


def _describe(
    manifest: Manifest, digest: str, network: torch.nn.Module, emojis: Catalogue
) -> ModelInfo:
    parameters = list(network.parameters())
    return ModelInfo(
        name=manifest.name,
        version=manifest.version,
        digest=digest,
        description=manifest.description,
        base=manifest.base.name,
        data=tuple(str(source) for source in manifest.data),
        languages=manifest.languages,
        tasks=manifest.tasks,
        emojis=len(manifest.emojis),
        catalogue=len(emojis),
        parameters=sum(p.numel() for p in parameters),
        metrics=manifest.metrics,
        created=manifest.created,
        device=str(parameters[0].device),
    )
