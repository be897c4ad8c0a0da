"""``python -m trainer COMMAND``: train a model, look at data and model folders.

python -m trainer fine-tune --dataset react --base models/default --output models/mine
python -m trainer evaluate --model models/mine --dataset react
python -m trainer data inspect --dataset my.tsv
python -m trainer info models/mine
python -m trainer publish models/mine --to owner/name
python -m trainer distill all --work build/model
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from emojifier import console
from emojifier.errors import EmojifierError
from trainer.distill.cli import add_distill, add_grow
from trainer.errors import Interrupted, TrainerError
from trainer.evaluate.cli import add_evaluate
from trainer.finetune_cli import add_fine_tune
from trainer.hub.cli import add_publish, add_pull
from trainer.options import add_data_options

_FIRST_STEPS = """first steps:
  python -m trainer data inspect --dataset my.tsv            what is in it, and what is refused
  python -m trainer fine-tune --dataset my.tsv --base models/default --output models/mine
  python -m trainer evaluate --model models/mine --model models/default --dataset my.tsv
  emojify --model models/mine 'we got the house!'

COMMAND --help says more of each."""
_INSPECT = """DATA is a shipped name (see: data list), a file, a folder or an id on the Hub.

example:
  python -m trainer data inspect --dataset my.csv --text-column body --emoji-column reaction"""
_CONVERT = """The JSON of --about has name, version, description, languages (a list), data (a list
of {"name", "rows", "digest"}), hyperparameters, limits and licence.

example:
  python -m trainer convert my-gpt2 --about about.json --dataset react --output models/mine"""

# What the extra "train" brings, and the bare package lacks.
_EXTRA = {
    *("accelerate", "charset_normalizer", "datasets", "matplotlib", "pandas", "pyarrow", "rich"),
    *("scipy", "sklearn"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code (0 done, 1 failed, 2 wrong arguments, 130 Ctrl-C)."""
    arguments = _parser().parse_args(argv)
    try:
        console.open_output()
        code = int(arguments.run(arguments))
        sys.stdout.flush()  # here, where a failure is still told in a sentence
        return code
    except (TrainerError, EmojifierError) as error:
        print(f"mojibot-train: {error}", file=sys.stderr)
        return 130 if isinstance(error, Interrupted) else 1
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        print(
            f"mojibot-train: the package {error.name} is missing; install the extra: "
            "pip install 'mojibot[train]'",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        return console.give_up("mojibot-train", error)
    except KeyboardInterrupt:
        print("mojibot-train: interrupted; nothing was written.", file=sys.stderr)
        return 130


def _data_list(arguments: argparse.Namespace) -> int:
    from trainer.shipped import SHIPPED

    del arguments
    for name, shipped in SHIPPED.items():
        print(f"{name:12} {shipped.kind:6} {shipped.description}")
    return 0


def _data_inspect(arguments: argparse.Namespace) -> int:
    from trainer.datasets import Columns, load
    from trainer.inspecting import inspection, show
    from trainer.spool import Spool

    columns = Columns(arguments.text_column, arguments.emoji_column)
    for dataset in arguments.dataset:
        with tempfile.TemporaryDirectory() as folder:
            spool = Spool(Path(folder))
            found = inspection(load(dataset, arguments.kind, columns, spool.keep))
        print(found.to_json() if arguments.json else show(found))
    return 0


def _data_build(arguments: argparse.Namespace) -> int:
    from trainer.building import build

    for line in build(check=arguments.check):
        print(line)
    return 0


def _info(arguments: argparse.Namespace) -> int:
    from emojifier.artifact import folder_digest, open_folder
    from emojifier.catalogue import catalogue
    from trainer.inspecting import show_manifest

    folder = Path(arguments.folder)
    manifest = open_folder(folder, catalogue())
    if arguments.json:
        print(manifest.model_dump_json(indent=1))
    else:
        print(show_manifest(manifest, folder_digest(folder), len(catalogue())))
    return 0


def _convert(arguments: argparse.Namespace) -> int:
    from trainer.convert import convert, read_about

    output = Path(arguments.output)
    convert(Path(arguments.source), output, arguments.dataset, read_about(Path(arguments.about)))
    print(f"Done: the model folder is {output}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m trainer",
        description="Train a GPT-2 to answer messages with emojis, on this machine.",
        epilog=_FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    add_fine_tune(commands)
    add_evaluate(commands)
    _add_data(commands)
    add_distill(commands)
    add_grow(commands)

    info = commands.add_parser(
        "info",
        help="what a model folder is, and whether it is intact",
        description="Check a model folder's files against their checksums and describe it.",
    )
    info.add_argument("folder", metavar="DIR", help="a model folder")
    info.add_argument("--json", action="store_true", help="the whole manifest as JSON")
    info.set_defaults(run=_info)

    add_publish(commands)
    add_pull(commands)

    convert = commands.add_parser(
        "convert",
        help="make a model folder of a GPT-2 whose tokens already are emojis",
        description="Make a model folder of a GPT-2 that was taught emojis elsewhere: each is one "
        "of its tokens, and it ranks them after <|react|>.",
        epilog=_CONVERT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    convert.add_argument("source", metavar="DIR", help="a GPT-2 folder with a tokenizer.json")
    convert.add_argument("--about", required=True, metavar="FILE", help="JSON: what the card says")
    convert.add_argument("--output", required=True, metavar="DIR", help="where the folder goes")
    convert.add_argument(
        "--dataset",
        action="append",
        required=True,
        metavar="DATA",
        help="validation rows for the calibration; repeatable",
    )
    convert.set_defaults(run=_convert)
    return parser


def _add_data(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    data = commands.add_parser("data", help="the data sets: list, inspect, build")
    actions = data.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the data sets that ship")
    listing.set_defaults(run=_data_list)

    inspect = actions.add_parser(
        "inspect",
        help="what is in a data set, and which rows are refused",
        description="Show what is in a data set, how it was read, and which rows are refused.",
        epilog=_INSPECT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inspect.add_argument(
        "--dataset", action="append", required=True, metavar="DATA", help="a set; repeatable"
    )
    add_data_options(inspect)
    inspect.add_argument("--json", action="store_true", help="one JSON object a data set")
    inspect.set_defaults(run=_data_inspect)

    build = actions.add_parser("build", help="make the shipped tables anew from their sources")
    build.add_argument(
        "--check", action="store_true", help="change nothing, fail where they would differ"
    )
    build.set_defaults(run=_data_build)
