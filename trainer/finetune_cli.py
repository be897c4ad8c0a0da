"""``python -m trainer fine-tune``: its options, and how they reach ``fine_tune_gpt2``."""

from __future__ import annotations

import argparse
import logging

from emojifier.arguments import add_device, share
from emojifier.errors import EmojifierError
from trainer.errors import TrainerError
from trainer.options import add_data_options, positive, seed, whole

_EXAMPLES = """examples:
  python -m trainer fine-tune --dataset emoji_df.csv --base scratch:mini --output models/mine
  python -m trainer fine-tune --dataset team.tsv --base models/default --replay 0.5 --hold 0.5 \\
      --output models/ours
  accelerate launch --num_processes 2 -m trainer fine-tune --dataset react --output models/two
  emojify --model models/mine 'we got the house!'

Ctrl-C saves the step that is running. The same command with --resume goes on from there, as it does
after a crash, and ends with the same weights."""


def add_fine_tune(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to ``trainer``'s parser."""
    tune = commands.add_parser(
        "fine-tune",
        help="fine-tune a GPT-2 on emoji data",
        description="Fine-tune a GPT-2 on emoji data and write a model folder, with a report/ in "
        "it: loss curve,\ncalibration, log, and twenty sentences answered before and after.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tune.add_argument(
        "--dataset",
        action="append",
        required=True,
        metavar="DATA",
        help="a shipped set (see: data list), emoji_df.csv, emoji-test.txt, a folder with one of "
        "these, a table of messages and emojis (CSV, TSV, JSON Lines, Parquet), or a data set on "
        "the Hugging Face Hub (owner/name, with @revision and :config/split if need be); add "
        ":weight to count its rows more or less; repeatable",
    )
    tune.add_argument(
        "--base",
        default="gpt2",
        metavar="MODEL",
        help="gpt2 or another id on the Hugging Face Hub (default: gpt2), a folder, or "
        "scratch:mini, scratch:small to start from nothing",
    )
    tune.add_argument(
        "--epochs", type=positive, default=2, metavar="N", help="passes over the data (default: 2)"
    )
    tune.add_argument(
        "--learning-rate",
        type=positive,
        default=5e-5,
        metavar="RATE",
        help="its highest value, after the warm-up; from nothing, try 1e-3 (default: 5e-5)",
    )
    tune.add_argument(
        "--batch-size", type=whole, default=32, metavar="ROWS", help="rows a step (default: 32)"
    )
    tune.add_argument(
        "--accumulate",
        type=whole,
        default=1,
        metavar="N",
        help="forward passes a step: more need less memory (default: 1)",
    )
    tune.add_argument(
        "--warmup",
        type=share,
        default=0.06,
        metavar="SHARE",
        help="share of the steps in which the learning rate rises (default: 0.06)",
    )
    tune.add_argument(
        "--patience",
        type=whole,
        metavar="EPOCHS",
        help="stop after so many epochs without a better validation loss, and keep the best",
    )
    tune.add_argument(
        "--replay",
        type=share,
        default=0.0,
        metavar="SHARE",
        help="going on from a model: share of shipped rows among all that is trained, so that it "
        "does not forget, for example 0.5 (default: 0)",
    )
    tune.add_argument(
        "--hold",
        type=share,
        default=0.0,
        metavar="WEIGHT",
        help="on replayed rows: how much the model's old answers count against the labels, 0 to 1 "
        "(default: 0)",
    )
    tune.add_argument(
        "--max-minutes",
        type=positive,
        metavar="MINUTES",
        help="plan as many steps as fit into so many minutes",
    )
    tune.add_argument(
        "--resume",
        action="store_true",
        help="go on with an interrupted training of the same arguments; begins where there is none",
    )
    tune.add_argument(
        "--save-minutes",
        type=positive,
        default=5,
        metavar="MINUTES",
        help="time between two checkpoints, kept in OUTPUT.training until the end (default: 5)",
    )
    tune.add_argument(
        "--seed",
        type=seed,
        default=0,
        help="the same seed, data and versions give the same weights on a CPU (default: 0)",
    )
    tune.add_argument(
        "--output",
        default="models/trained",
        metavar="DIR",
        help="the model folder to write, which must not exist yet (default: models/trained)",
    )
    tune.add_argument("--name", default="mojibot", help="the model's name (default: mojibot)")
    tune.add_argument(
        "--model-version", default="trained", metavar="TEXT", help="its version (default: trained)"
    )
    add_data_options(tune)
    add_device(tune)
    tune.add_argument(
        "--progress",
        choices=("bar", "plain", "json"),
        default="bar",
        help="a bar (plain lines where there is no terminal), plain lines, or JSON lines",
    )
    tune.add_argument(
        "--report-to",
        choices=("tensorboard", "trackio", "wandb"),
        help="pass the figures on to an experiment tracker too; TensorBoard's files go into "
        "OUTPUT.runs",
    )
    tune.set_defaults(run=_fine_tune)


def _fine_tune(arguments: argparse.Namespace) -> int:
    from trainer.finetune import fine_tune_gpt2
    from trainer.progress import reporter

    logging.getLogger("transformers").setLevel(logging.ERROR)
    with reporter(arguments.progress) as report:
        try:
            fine_tune_gpt2(
                arguments.dataset,
                base=arguments.base,
                epochs=arguments.epochs,
                learning_rate=arguments.learning_rate,
                output=arguments.output,
                batch_size=arguments.batch_size,
                accumulate=arguments.accumulate,
                warmup=arguments.warmup,
                patience=arguments.patience,
                replay=arguments.replay,
                hold=arguments.hold,
                resume=arguments.resume,
                save_minutes=arguments.save_minutes,
                max_minutes=arguments.max_minutes,
                seed=arguments.seed,
                device=arguments.device,
                kind=arguments.kind,
                text_column=arguments.text_column,
                emoji_column=arguments.emoji_column,
                name=arguments.name,
                version=arguments.model_version,
                report_to=arguments.report_to,
                reporter=report,
            )
        except BrokenPipeError as error:
            raise OSError("Whoever read the progress has gone") from error
        except (TrainerError, EmojifierError) as error:
            report({"event": "failed", "error": str(error)})
            raise
        except Exception as error:
            report({"event": "failed", "error": f"unexpected: {type(error).__name__}"})
            raise
    return 0
