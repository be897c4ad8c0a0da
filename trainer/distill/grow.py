"""A model folder that reads one language -> one that reads fifteen, and answers grief gently.

The vocabulary grows by word pieces that start where their nearest known words lie (``tongues``).
Then it learns from what people answered in the new languages and to people in trouble, and to
retell sentences, while its own earlier answers to other messages keep it from forgetting.
"""

from __future__ import annotations

import copy
import csv
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from torch import nn
from transformers import GPT2Config, GPT2LMHeadModel

from emojifier.artifact import Tokens
from emojifier.catalogue import catalogue
from trainer import exporting
from trainer.bases import Start, prepare
from trainer.convert import read_about
from trainer.datasets import load
from trainer.distill import texts
from trainer.distill.following import Say
from trainer.distill.glossary import Entry, dictionaries, glossary, meanings
from trainer.distill.hard_words import hard_words
from trainer.distill.labels import Labels, likeliest
from trainer.distill.lessons import KEYWORD_DRAWS, Lesson, Named, keywords, labelled, names, parts
from trainer.distill.packed import Packed, read
from trainer.distill.student import Course, Plan, Reader, learn
from trainer.distill.tact import is_grave
from trainer.distill.tellings import Tellings
from trainer.distill.tongues import Spoken, grown_rows, grown_tokenizer, new_pieces
from trainer.folder import write_model
from trainer.rows import Row, Split, split
from trainer.scoring import score
from trainer.sequences import thinned
from trainer.shipped import open_shipped

PIECES = 9_000
_OWN = "en"
# Of these sets every row is taught again and again; of the others some, so as not to forget.
_TRANSLATED = "translated"
_NEW = ("languages", "serious", _TRANSLATED)
# Held-back translations that the model is calibrated on, about as many as messages of languages.
_CALIBRATED = 200
_REVIEWED = 20_000
_MIXED = 30_000
_WORDS = 18_000
_VARIANTS = 1
# How many times a word of a message, and of the glossary, counts against one of a keyword when
# pieces are counted.
_MESSAGE = 6
_GLOSSARY = 3
# How far of the way to what was learned the old weights go. In the middle lies what both know: the
# old messages are read almost as before, the new ones almost as well as at the end.
_WAY = 0.5
# How much of a target is what people answered, not the base's own answer to the same in English.
_REVIEW, _MIX, _TRANSLATION = 0.4, 0.4, 0.6


PLAN = Plan("growing", lessons=2, others=0, rate=3e-4, words=3.0, lost=0.05, told=8)
_NO_ROWS = Split((), (), ())
_ABOUT = Path(__file__).parent.parent / "data" / "default-model.json"


@dataclass(frozen=True, slots=True)
class Material:
    """Shipped sets by name, what fifteen languages call the emojis, and their other words.

    ``english`` maps a translated message to what was translated; ``told`` are sentences retold.
    """

    sets: Mapping[str, Split]
    named: Sequence[Named]
    glossary: Sequence[Entry] = ()
    english: Mapping[str, str] = field(default_factory=dict)
    told: Split = _NO_ROWS

    def all(self) -> Split:
        """The rows of all sets, those to retell last.

        Of the translations only some are held back: calibration is for what people write, and most
        of that is English.
        """
        several = [*self.sets.values(), self.told]
        held = {name: one.validation for name, one in self.sets.items()}
        if _TRANSLATED in held:
            held[_TRANSLATED] = thinned(held[_TRANSLATED], _CALIBRATED)
        held_back = (*held.values(), self.told.validation)
        return Split(
            train=tuple(row for one in several for row in one.train),
            validation=tuple(row for rows in held_back for row in rows),
            test=tuple(row for one in several for row in one.test),
        )


def grow(
    base: Path, output: Path, encoder: Path, plan: Plan, device: torch.device, say: Say
) -> None:
    """Write the model folder ``output``; ``encoder`` is the packed file of ``packed.read``.

    Raises ``OutputError`` where ``output`` is taken, ``BaseModelError`` where ``base`` or
    ``encoder`` cannot be used.
    """
    exporting.check_output(output)
    material = shipped_material()
    start, new = enlarge(base, material, read(encoder), say)
    nn.Module.to(start.network, device)  # PreTrainedModel.to is typed wrongly
    teach(start, new, material, plan, say)
    start.network.cpu()
    write_model(output, start, material.all(), read_about(_ABOUT), log=())


def shipped_material() -> Material:
    """Everything that ships."""
    told = split(load("tell").rows)
    return Material(parts(), names(), glossary(), _translations(), told)


def enlarge(base: Path, material: Material, packed: Packed, say: Say) -> tuple[Start, range]:
    """Open ``base`` and give it the new emojis and word pieces; nothing is learned yet.

    Also returns the ids of the new pieces.
    """
    start = prepare(str(base), material.all().train, catalogue(), seed=0)
    known = meanings(material.glossary)
    pieces = new_pieces(start.tokenizer, _spoken(material), PIECES, hard_words(), known)
    say(f"{len(pieces):,} new pieces, {sum(p.surface is not None for p in pieces):,} of them words")
    old = start.network
    words = grown_rows(start.tokenizer, old.transformer.wte.weight.detach(), pieces, packed, say)
    tokenizer = grown_tokenizer(start.tokenizer, pieces)
    config = GPT2Config(**old.config.to_dict() | {"vocab_size": len(words)})
    network = GPT2LMHeadModel(config)
    weights = old.state_dict() | {"transformer.wte.weight": words, "lm_head.weight": words}
    network.load_state_dict(weights)

    first = start.tokenizer.get_vocab_size(with_added_tokens=False)
    new = range(first, first + len(pieces))

    def moved(token: int) -> int:
        """Pieces stay where they are; tokens behind them make room for the new pieces."""
        return token if token < first else token + len(new)

    ids = {name: moved(token) for name, token in start.tokens.model_dump().items()}
    network.config.pad_token_id, network.config.eos_token_id = ids["pad"], ids["end"]
    enlarged = replace(
        start,
        network=network,
        tokenizer=tokenizer,
        tokens=Tokens(**ids),
        emojis={emoji: moved(token) for emoji, token in start.emojis.items()},
        languages=tuple(dict.fromkeys([_OWN, *(one.language for one in material.named)])),
    )
    return enlarged, new


def teach(start: Start, new: range, material: Material, plan: Plan, say: Say) -> None:
    """Train the enlarged network in place, where it lies, then take back a part of what changed."""
    before = copy.deepcopy(start.network)
    lessons, people = _lessons(material, start.emojis)
    encoder = start.encoder(catalogue())
    sequences = encoder.encode([lesson.row.message for lesson in lessons])
    own = _own_answers(start, lessons, people)
    tellings = Tellings(material.told.train, start) if material.told.train else None
    course = Course(lessons, people, sequences, own, start.places, tellings)
    reader = Reader(start.network, start.answer_ids).to(start.network.device)
    learn(reader, course, plan, say)
    untaught = () if "tell" in start.tasks else (start.tokens.tell, start.tokens.end)
    blend(start.network, before, _WAY, [*new, *untaught])


def blend(
    network: GPT2LMHeadModel, before: GPT2LMHeadModel, way: float, new: Sequence[int]
) -> None:
    """Put every weight ``way`` (0..1) between before and now, but for the ``new`` tokens' rows.

    Wortsman et al. (2022), "Robust fine-tuning of zero-shot models".
    """
    old = dict(before.named_parameters())
    with torch.no_grad():
        learned = network.transformer.wte.weight[new].clone()
        for name, weight in network.named_parameters():
            weight.lerp_(old[name], 1 - way)
        network.transformer.wte.weight[new] = learned


def _spoken(material: Material) -> list[Spoken]:
    language = _column("languages", "lang") | _column("translated", "lang")
    found = [
        Spoken(language[row.message], row.message)
        for name in ("languages", "translated")
        if name in material.sets
        for row in material.sets[name].train
        for _ in range(_MESSAGE)
    ]
    found += [
        Spoken(entry.language, entry.word) for entry in material.glossary for _ in range(_GLOSSARY)
    ]
    for one in material.named:
        if one.language != _OWN:
            found += [Spoken(one.language, word) for word in (one.name, *one.keywords)]
    return found


def _translations() -> dict[str, str]:
    return _column("translated", "english")


def _column(name: str, column: str) -> dict[str, str]:
    """Message -> another column of a shipped set."""
    with open_shipped(name) as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {line["message"].strip(): line[column].strip() for line in lines}


def _lessons(material: Material, emojis: Collection[str]) -> tuple[list[Lesson], torch.Tensor]:
    """What is taught, and how much of each one's target is what people answered."""
    chance = random.Random(0)  # noqa: S311 - nothing is kept secret here
    taught: list[tuple[Lesson, float]] = []
    new = [
        replace(lesson, english=material.english.get(lesson.row.message))
        for lesson in labelled({n: material.sets[n] for n in _NEW if n in material.sets})
    ]
    for lesson in new:
        people = _TRANSLATION if lesson.english else 1.0
        taught.append((lesson, people))
        variants = _variants(lesson.row, chance)
        taught += [(replace(lesson, row=row, draws=1), people) for row in variants]
    others = labelled({n: one for n, one in material.sets.items() if n not in _NEW})
    taught += [(lesson, _MIX) for lesson in _mixed(material, others, chance)]
    foreign = [one for one in material.named if one.language != _OWN and one.emoji in emojis]
    taught += [(lesson, 1.0) for lesson in keywords(foreign, _WORDS)]
    taught += [
        (Lesson(Row(one.word, ()), KEYWORD_DRAWS, one.english), 0.0) for one in material.glossary
    ]
    review = chance.sample(others, min(_REVIEWED, len(others)))
    taught += [(lesson, _REVIEW) for lesson in review]
    # What the base says to grave messages is not to be kept.
    shares = [1.0 if is_grave(lesson.row.emojis) else people for lesson, people in taught]
    return [lesson for lesson, _ in taught], torch.tensor(shares)


def _mixed(material: Material, others: Sequence[Lesson], chance: random.Random) -> Iterator[Lesson]:
    """English messages word by word in another language, where a glossary knows the words."""
    rows = {lesson.row.message: lesson.row for lesson in others}
    words = dictionaries(material.glossary)
    if words and rows:
        for said, message in texts.foreign(list(rows), words, _MIXED, chance):
            yield Lesson(replace(rows[message], message=said), 1, message)


def _variants(row: Row, chance: random.Random) -> list[Row]:
    changes = chance.sample([texts.lose_word, texts.swap_letters, texts.stretch], _VARIANTS)
    return [replace(row, message=change(row.message, chance)) for change in changes]


def _own_answers(start: Start, lessons: Sequence[Lesson], people: torch.Tensor) -> Labels:
    """What the base answers to the same in English, for the lessons where that counts."""
    asked = [i for i, share in enumerate(people.tolist()) if share < 1]
    messages = [lessons[i].english or lessons[i].row.message for i in asked]
    once = {message: at for at, message in enumerate(dict.fromkeys(messages))}
    rows = [Row(message, ()) for message in once]
    logits = score(start.reader(), start.encoder(catalogue()), rows)
    answers = torch.cat([logits.emojis, logits.quiet[:, None]], dim=1)
    best, likely = likeliest(torch.softmax(answers, dim=-1))
    places = torch.zeros(len(lessons), best.shape[1], dtype=torch.short)
    shares = torch.zeros(len(lessons), best.shape[1], dtype=torch.half)
    of = [once[message] for message in messages]
    places[asked], shares[asked] = best[of], likely[of]
    return Labels(places, shares, None)
