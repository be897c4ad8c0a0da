"""The work folder, and what every stage needs that can be made anew from sources in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from safetensors.torch import load_file
from tokenizers import Tokenizer

from emojifier.artifact import CONTROL_TOKENS
from emojifier.catalogue import catalogue
from emojifier.encoding import Encoder
from trainer.distill.following import Say
from trainer.distill.lessons import Lesson, Named, keywords, labelled, names, parts
from trainer.distill.packed import Packed, read
from trainer.distill.pour import POSITIONS, Answers
from trainer.distill.teacher import Hidden
from trainer.rows import Split
from trainer.vocabulary import token_id

_KEYWORDS = 18_000


@dataclass(frozen=True)
class Work:
    """``encoder`` is the packed file, ``others`` files of text without labels."""

    folder: Path
    encoder: Path
    others: tuple[Path, ...]
    say: Say

    @cached_property
    def packed(self) -> Packed:
        """The encoder as it is bundled."""
        return read(self.encoder)

    @cached_property
    def sets(self) -> dict[str, Split]:
        """The shipped sets of reactions."""
        return parts()

    @cached_property
    def named(self) -> list[Named]:
        """Names of emojis in 15 languages."""
        return names()

    @cached_property
    def lessons(self) -> list[Lesson]:
        """Labelled messages, then keywords."""
        return [*labelled(self.sets), *keywords(self.named, _KEYWORDS)]

    @cached_property
    def texts(self) -> list[str]:
        """The unlabelled texts that the stage of that name wrote."""
        return (self.folder / "texts.txt").read_text(encoding="utf-8").splitlines()

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The student's."""
        return Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    @cached_property
    def emojis(self) -> list[str]:
        """All that can come out, in the catalogue's order."""
        return [entry.emoji for entry in catalogue()]

    @property
    def places(self) -> dict[str, int]:
        """Each emoji's place in an answer vector; quiet comes last."""
        return {emoji: place for place, emoji in enumerate(self.emojis)}

    @property
    def answers(self) -> Answers:
        """Token ids of the react token and of all answers."""
        tokens = [*self.emojis, CONTROL_TOKENS["quiet"]]
        places = [token_id(self.tokenizer, token) for token in tokens]
        return Answers(token_id(self.tokenizer, CONTROL_TOKENS["react"]), places)

    @property
    def reading(self) -> Encoder:
        """How messages become token ids, in training as in use."""
        return Encoder(
            self.tokenizer,
            catalogue(),
            known=self.emojis,
            react=self.answers.react,
            max_length=POSITIONS,
        )

    def sequences(self, messages: Sequence[str]) -> list[list[int]]:
        """Token ids without the control token, as the teacher reads them."""
        return [ids[:-1] for ids in self.reading.encode(messages)]

    @cached_property
    def corpus(self) -> list[str]:
        """Every message that is taught: the lessons', then the unlabelled texts."""
        return [*(lesson.row.message for lesson in self.lessons), *self.texts]

    @cached_property
    def frozen(self) -> Hidden:
        """What the frozen layers gave for the corpus."""
        stored = load_file(self.folder / "frozen.safetensors")
        return Hidden(stored["states"], stored["starts"].tolist())
