"""``Emojifier``: a model folder in, emojis out; the one face of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from emojifier.artifact import Manifest, folder_digest
from emojifier.catalogue import Catalogue, catalogue
from emojifier.choosing import Probabilities, calibrate, rank
from emojifier.decorating import MOST_CLAUSES, clauses, insert
from emojifier.encoding import Encoder
from emojifier.errors import NotTrainedToTell
from emojifier.folders import default_model
from emojifier.licence import licence_of
from emojifier.model import ReactionModel
from emojifier.opening import open_model
from emojifier.suggestion import ModelInfo, ScoredEmoji, Suggestion
from emojifier.tact import SERIOUS, gentle_weights, is_hurtful, serious_score
from emojifier.telling import MOST_TOLD, Teller

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
        self._teller = _teller(model, manifest)
        self._tell = manifest.tokens.tell
        self._calibration = manifest.calibration
        self._info = info
        self._emojis = [emojis[emoji] for emoji in manifest.emojis]
        self._versions = torch.tensor([entry.version for entry in self._emojis])
        prior = torch.tensor(manifest.prior or [1 / len(self._emojis)] * len(self._emojis))
        # An emoji that the model hardly ever gives must not win by its rarity alone.
        self._log_prior = prior.clamp_min(0.1 / len(self._emojis)).log()
        self._gentle = torch.tensor(gentle_weights(manifest.emojis))
        self._hurtful = torch.tensor([is_hurtful(emoji) for emoji in manifest.emojis])

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
        info = _describe(manifest, folder, network, emojis)
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
        the newest Unicode emoji version that may come out. Where a text reads serious, what would
        hurt comes behind everything else (see ``tact``). A text with nothing to read (empty, or
        only a link) gets no emojis and quiet 1.
        """
        if k < 1:
            raise ValueError("k must be at least 1")
        answers = [Suggestion(emojis=(), quiet=1.0, model=self._info.title)] * len(texts)
        sequences = self._encoder.encode(texts)
        legible = [i for i, ids in enumerate(sequences) if len(ids) > 1]
        if not legible:
            return answers
        logits = self._model.logits([sequences[i] for i in legible])
        probabilities = calibrate(logits, self._calibration)
        chosen = rank(
            probabilities.shares,
            k,
            log_prior=self._log_prior,
            specific=specific,
            allowed=self._allowed(newest),
            unfit=self._serious(probabilities)[:, None] * self._hurtful,
        )
        for row, suggestion in zip(legible, self._read(probabilities, chosen), strict=True):
            answers[row] = suggestion
        return answers

    def retell(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """Tell each text again with emojis in its order, see ``telling``; one text at a time.

        The probabilities are the shares of each step, not calibrated. Raises ``NotTrainedToTell``.
        """
        teller = self._can_tell()
        allowed = self._allowed(newest)
        sequences = self._encoder.encode(texts, control=self._tell, reserve=MOST_TOLD)
        answers = self.suggest(texts, 1, newest=newest)  # for the chance that quiet is wanted
        for row, sequence in enumerate(sequences):
            if len(sequence) > 1:
                serious = answers[row].serious >= SERIOUS
                told = teller.tell(sequence, allowed & ~self._hurtful if serious else allowed)
                answers[row] = replace(
                    answers[row], emojis=tuple(self._scored(*step) for step in told)
                )
        return answers

    def decorate(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """Put emojis behind the clauses of each text that want one, and one at least; no twice.

        All other characters stay as they are. Raises ``NotTrainedToTell``.
        """
        self._can_tell()
        whole = self.suggest(texts, 1, newest=newest)
        return [
            self._decorate(text, answer, newest) for text, answer in zip(texts, whole, strict=True)
        ]

    def info(self) -> ModelInfo:
        """What the model is, and the device it runs on."""
        return self._info

    def _decorate(self, text: str, whole: Suggestion, newest: float | None) -> Suggestion:
        spans = clauses(text)
        parts = self.suggest([text[start:end] for start, end in spans], MOST_CLAUSES, newest=newest)
        liveliest = min((part.quiet for part in parts), default=1.0)
        placed: list[tuple[int, ScoredEmoji]] = []
        for (_, end), part in zip(spans, parts, strict=True):
            used = {scored.emoji for _, scored in placed}
            fresh = [scored for scored in part.emojis if scored.emoji not in used]
            if fresh and part.quiet <= max(0.5, liveliest):
                placed.append((end, fresh[0]))
        decorated = insert(text, [(place, scored.emoji) for place, scored in placed])
        emojis = tuple(scored for _, scored in placed)
        return replace(whole, emojis=emojis, decorated=decorated)

    def _can_tell(self) -> Teller:
        if self._teller is None:
            raise NotTrainedToTell(self._info.title)
        return self._teller

    def _allowed(self, newest: float | None) -> torch.Tensor:
        if newest is None:
            return torch.ones(len(self._emojis), dtype=torch.bool)
        return self._versions <= newest + 1e-6

    def _serious(self, probabilities: Probabilities) -> torch.Tensor:
        """Which messages read serious: boolean, [batch]."""
        return serious_score(probabilities.shares, self._gentle) >= SERIOUS

    def _scored(self, place: int, probability: float) -> ScoredEmoji:
        return ScoredEmoji(self._emojis[place].emoji, self._emojis[place].name, probability)

    def _read(self, probabilities: Probabilities, chosen: torch.Tensor) -> list[Suggestion]:
        values = probabilities.accepted.gather(-1, chosen).tolist()
        return [
            Suggestion(
                emojis=tuple(map(self._scored, indices, row_values)),
                quiet=quiet,
                model=self._info.title,
                serious=serious,
            )
            for indices, row_values, quiet, serious in zip(
                chosen.tolist(),
                values,
                probabilities.quiet.tolist(),
                serious_score(probabilities.shares, self._gentle).tolist(),
                strict=True,
            )
        ]


def _teller(model: ReactionModel, manifest: Manifest) -> Teller | None:
    if "tell" not in manifest.tasks:
        return None
    return Teller(model.network, list(manifest.emojis.values()), manifest.tokens.end)


def _describe(
    manifest: Manifest, folder: Path, network: torch.nn.Module, emojis: Catalogue
) -> ModelInfo:
    parameters = list(network.parameters())
    return ModelInfo(
        name=manifest.name,
        version=manifest.version,
        digest=folder_digest(folder),
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
        licence=licence_of(folder),
    )
