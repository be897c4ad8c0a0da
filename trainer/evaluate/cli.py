"""``python -m trainer evaluate``: its options, and what it prints."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from emojifier.arguments import add_device, share
from trainer.options import add_data_options, seed

_EXAMPLES = """examples:
  python -m trainer evaluate --dataset react --dataset life
  python -m trainer evaluate --model models/mine --model models/default --dataset my.tsv \\
      --split all --picture scores.png
  python -m trainer evaluate --samples sentences.txt

Baselines (a constant answer, a keyword lookup, TF-IDF with linear SVMs) learn from the training
rows of the same data sets, the ones that fine-tune learns from. A table of your own with fewer than
400 rows has no test rows of its own: use --split all."""


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to ``trainer``'s parser."""
    parser = commands.add_parser(
        "evaluate",
        help="how good models are, beside baselines and with confidence intervals",
        description="Measure models on messages that were held back, beside simple baselines.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        metavar="DIR",
        help="a model folder (default: the model that ships); repeatable, and the first one is "
        "compared with the others on the same messages",
    )
    parser.add_argument(
        "--dataset",
        action="append",
        default=[],
        metavar="DATA",
        help="a shipped set (see: data list) or a file, as fine-tune takes it; repeatable",
    )
    parser.add_argument(
        "--split",
        choices=("test", "validation", "all"),
        default="test",
        help="the rows to ask about (default: test, which no training uses)",
    )
    add_data_options(parser)
    parser.add_argument(
        "--specific",
        type=share,
        default=0.0,
        metavar="0..1",
        help="how the models choose: 0 the likeliest emojis (default), 1 the most telling ones",
    )
    parser.add_argument(
        "--no-baselines", action="store_true", help="ask the models alone, which is quicker"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--picture", type=Path, metavar="FILE.png", help="draw a bar chart as well")
    parser.add_argument(
        "--samples",
        type=Path,
        metavar="FILE",
        help="sentences, one a line: print the models' emojis for looking by eye",
    )
    parser.add_argument(
        "--seed",
        type=seed,
        default=0,
        help="of the confidence intervals and the SVMs (default: 0)",
    )
    add_device(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from trainer.datasets import Columns
    from trainer.errors import ArgumentError
    from trainer.evaluate.parts import gather
    from trainer.evaluate.picture import check_picture, draw
    from trainer.evaluate.samples import read_samples, samples_to_json, show_samples
    from trainer.evaluate.scoreboard import evaluate
    from trainer.evaluate.systems import open_models
    from trainer.evaluate.table import show
    from trainer.evaluate.waiting import bar

    if not arguments.dataset and (arguments.picture or not arguments.samples):
        raise ArgumentError("Say what to evaluate on: --dataset DATA, or --samples FILE.")
    # Whatever can be refused is refused before the long work.
    if arguments.picture:
        check_picture(arguments.picture)
    sentences = read_samples(arguments.samples) if arguments.samples else []
    columns = Columns(arguments.text_column, arguments.emoji_column)
    questions = (
        gather(arguments.dataset, arguments.split, arguments.kind, columns)
        if arguments.dataset
        else None
    )
    models = open_models(arguments.model, device=arguments.device, specific=arguments.specific)
    board = None
    found: dict[str, object] = {}
    shown: list[str] = []
    if questions:
        with bar() as watch:
            board = evaluate(
                models,
                questions,
                arguments.split,
                seed=arguments.seed,
                watch=watch,
                baselines=not arguments.no_baselines,
            )
        found |= board.to_json()
        shown.append(show(board))
    if sentences:
        found["samples"] = samples_to_json(sentences, models)
        shown.append(show_samples(sentences, models))
    print(json.dumps(found, ensure_ascii=False) if arguments.json else "\n\n".join(shown))
    if board and arguments.picture:
        draw(board, arguments.picture)
    return 0
