"""The stages of distillation, in order: each reads the work folder, and leaves one thing in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import BertModel, GPT2LMHeadModel

from emojifier.artifact import Base
from emojifier.catalogue import catalogue
from emojifier.model import Logits, ReactionModel
from emojifier.opening import without_progress_bars
from trainer.bases import Start
from trainer.convert import read_about
from trainer.distill import pieces, texts
from trainer.distill.encoder import Teacher, open_teacher, shrunk
from trainer.distill.grow import Material
from trainer.distill.judging import verdict
from trainer.distill.labels import Labels, label
from trainer.distill.pour import pour
from trainer.distill.student import Course, Plan, Reader, learn
from trainer.distill.teacher import TeacherSettings, fine_tune, freeze
from trainer.distill.work import Work
from trainer.errors import ArgumentError
from trainer.folder import write_model
from trainer.rows import Row
from trainer.scoring import score
from trainer.vocabulary import add_tokens

VOCABULARY = 21_000
# Of the teacher's twelve layers, those that the student starts from.
LAYERS = (1, 3, 5, 7, 9, 11)
TEACHER = TeacherSettings()
DISTIL = Plan("student", lessons=2, others=0.8, rate=5e-4)
TUNE = Plan("tuning", lessons=1, others=0.0, rate=1.5e-4, seed=1)
# How much of a target is what people answered, in each of the two.
PEOPLE = {"student": 0.3, "tuning": 0.6}
_ABOUT = Path(__file__).parent.parent / "data" / "default-model.json"
_POURED_ON = 500


def vocabulary(work: Work) -> None:
    """Count the pieces that the texts need, and write the student's tokenizer."""
    needed = {one: 0.3 for named in work.named for one in (named.name, *named.keywords) if one}
    needed |= dict.fromkeys(
        (line for path in work.others for line in texts.first_column(path)), 0.4
    )
    needed |= {lesson.row.message: 2 * lesson.draws for lesson in work.lessons}
    counts = pieces.count(pieces.full_tokenizer(work.packed.pieces), needed)
    kept = pieces.prune(work.packed.pieces, counts, catalogue(), VOCABULARY)
    pieces.student_tokenizer(kept, work.emojis).save(str(work.folder / "tokenizer.json"))


def unlabelled(work: Work) -> None:
    """Collect the texts that only the teacher will label."""
    messages = [lesson for lesson in work.lessons if lesson.draws >= 1]
    found = texts.unlabelled(messages, work.named, work.others)
    content = "".join(f"{text}\n" for text in found)
    (work.folder / "texts.txt").write_text(content, encoding="utf-8")


def frozen(work: Work) -> None:
    """Run the layers that stay as they are over the whole corpus."""
    teacher = Teacher(_encoder(work), len(work.answers.places)).eval()
    hidden = freeze(teacher, work.sequences(work.corpus), work.say)
    starts = torch.tensor(hidden.starts)
    save_file({"states": hidden.states, "starts": starts}, work.folder / "frozen.safetensors")


def teacher(work: Work) -> None:
    """Fine-tune the upper layers with a head, and judge them after each epoch."""
    teacher = Teacher(_encoder(work), len(work.answers.places)).eval()

    def after(epoch: int) -> None:
        teacher.save(work.folder / f"teacher-{epoch}.safetensors")
        _judge(work, f"teacher, epoch {epoch}", lambda rows: _teachers_answer(work, teacher, rows))

    fine_tune(teacher, work.lessons, work.frozen, work.places, TEACHER, work.say, after)
    teacher.save(work.folder / "teacher.safetensors")


def labels(work: Work) -> None:
    """Let the teacher answer the whole corpus."""
    found = label(_teacher(work), work.frozen, work.lessons, work.places, work.say)
    found.save(work.folder / "labels.safetensors")


def poured(work: Work) -> None:
    """Pour the teacher's layers into a GPT-2."""
    some = [lesson.row.message for lesson in work.lessons if lesson.draws >= 1]
    some = some[:: max(1, len(some) // _POURED_ON)]
    student, fits = pour(_teacher(work), LAYERS, work.sequences(some), work.answers)
    work.say("R squared of the layer norms: " + " ".join(f"{fit:.2f}" for fit in fits))
    _judge(work, "poured", lambda rows: _students_answer(work, student, rows))
    with without_progress_bars():
        student.save_pretrained(work.folder / "poured")


def student(work: Work) -> None:
    """Distil: the teacher's answers and vectors, and what people answered."""
    _learn(work, DISTIL, None)


def tuning(work: Work) -> None:
    """Tune on the labelled messages alone, without forgetting the teacher."""
    _learn(work, TUNE, "student")


def model(work: Work) -> None:
    """Calibrate, and write the model folder."""
    reader = _reader(work, "tuning")
    start = _start(work, reader.student)
    every = Material(work.sets, work.named).all()
    manifest = write_model(work.folder / "model", start, every, read_about(_ABOUT), log=())
    figures = verdict(
        lambda rows: _students_answer(work, reader.student, rows),
        {name: one.test for name, one in work.sets.items()},
        work.places,
        manifest.calibration,
    )
    content = json.dumps(figures, ensure_ascii=False, indent=1)
    (work.folder / "test-figures.json").write_text(content + "\n", encoding="utf-8")
    work.say(f"on the test rows: {content}")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, the file or folder whose presence says that it is done, and what it does."""

    run: Callable[[Work], None]
    leaves: str
    about: str


STAGES = {
    "vocabulary": Stage(vocabulary, "tokenizer.json", "the student's tokenizer"),
    "texts": Stage(unlabelled, "texts.txt", "messages without labels"),
    "frozen": Stage(frozen, "frozen.safetensors", "the encoder's lower layers, run once"),
    "teacher": Stage(teacher, "teacher.safetensors", "the encoder, fine-tuned"),
    "labels": Stage(labels, "labels.safetensors", "the teacher's answers to everything"),
    "poured": Stage(poured, "poured", "a GPT-2 made of the teacher's layers"),
    "student": Stage(student, "student.safetensors", "that GPT-2, distilled"),
    "tuning": Stage(tuning, "tuning.safetensors", "that GPT-2, tuned on labelled messages"),
    "model": Stage(model, "model", "the model folder, calibrated and measured"),
}


def run(stage: str, work: Work) -> None:
    """Run one stage anew, or with ``all`` every one that is not done yet, in order.

    Raises ``ArgumentError`` where what a stage needs is not there.
    """
    work.folder.mkdir(parents=True, exist_ok=True)
    names = list(STAGES)
    before = names if stage == "all" else names[: names.index(stage)]
    missing = [name for name in before if not (work.folder / STAGES[name].leaves).exists()]
    if stage != "all":
        if missing:
            raise ArgumentError(f"{stage} needs {', '.join(missing)} before it.")
        missing = [stage]
    for name in missing:
        work.say(f"== {name}: {STAGES[name].about}")
        if (work.folder / STAGES[name].leaves).is_dir():
            shutil.rmtree(work.folder / STAGES[name].leaves)
        STAGES[name].run(work)


def _encoder(work: Work) -> BertModel:
    return shrunk(work.packed, work.tokenizer, catalogue())


def _teacher(work: Work) -> Teacher:
    return open_teacher(work.folder / "teacher.safetensors", work.packed.network.config)


def _reader(work: Work, stage: str | None) -> Reader:
    with without_progress_bars():
        network = GPT2LMHeadModel.from_pretrained(work.folder / "poured", dtype=torch.float32)
    reader = Reader(network, work.answers.places)
    if stage is not None:
        reader.load_state_dict(load_file(work.folder / f"{stage}.safetensors"), strict=False)
    return reader.eval()


def _learn(work: Work, plan: Plan, after: str | None) -> None:
    reader = _reader(work, after)
    course = Course(
        lessons=work.lessons,
        people=torch.full((len(work.lessons),), PEOPLE[plan.name]),
        sequences=work.reading.encode(work.corpus),
        labels=Labels.read(work.folder / "labels.safetensors"),
        places=work.places,
    )

    learn(reader, course, plan, work.say)
    _judge(work, plan.name, lambda rows: _students_answer(work, reader.student, rows))
    weights = {k: v for k, v in reader.state_dict().items() if k != "student.lm_head.weight"}
    save_file(weights, work.folder / f"{plan.name}.safetensors")


def _start(work: Work, network: GPT2LMHeadModel) -> Start:
    ids = dict(zip(work.emojis, work.answers.places, strict=False))
    tokens = add_tokens(network, work.tokenizer, (), {}, {})
    network.config.pad_token_id = tokens.pad
    network.config.eos_token_id = tokens.end
    network.config.bos_token_id = None
    about = read_about(_ABOUT)
    base = Base(name=about.base or "multilingual-e5-small")
    return Start(network, work.tokenizer, tokens, ids, base)


def _students_answer(work: Work, network: GPT2LMHeadModel, rows: Sequence[Row]) -> Logits:
    *ids, quiet = work.answers.places
    return score(ReactionModel(network, ids, quiet), work.reading, rows)


@torch.inference_mode()
def _teachers_answer(work: Work, teacher: Teacher, rows: Sequence[Row]) -> Logits:
    sequences = work.sequences([row.message for row in rows])
    order = sorted(range(len(rows)), key=lambda i: len(sequences[i]))
    logits = torch.empty(len(rows), teacher.head.out_features)
    for at in range(0, len(order), 64):
        chosen = order[at : at + 64]
        ids, mask = teacher.read([sequences[i] for i in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            logits[chosen] = teacher.upper(teacher.lower(ids, mask).float(), mask)[1]
    return Logits(emojis=logits[:, :-1], quiet=logits[:, -1])


def _judge(work: Work, what: str, answer: Callable[[Sequence[Row]], Logits]) -> None:
    validation = {name: one.validation for name, one in work.sets.items()}
    for name, figures in verdict(answer, validation, work.places).items():
        shown = "  ".join(f"{figure} {value:.3f}" for figure, value in figures.items())
        work.say(f"{what}: {name}: {shown}")
