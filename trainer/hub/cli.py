"""``python -m trainer publish`` and ``pull``: their options, and what they print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PUBLISH = """The token comes from HF_TOKEN, or from an earlier 'hf auth login', and is never shown.
Checkpoints and other files beside the model stay here.

example:
  HF_TOKEN=hf_... python -m trainer publish models/mine --to me/our-emojis"""

_PULL = """Only safetensors, JSON, texts and pictures are fetched, and their checksums are verified.
An interrupted pull goes on where it stopped when it is given again. A private repository needs
HF_TOKEN, or an earlier 'hf auth login'.

example:
  python -m trainer pull me/our-emojis --output models/ours"""


def add_publish(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``publish`` to ``trainer``'s parser."""
    parser = commands.add_parser(
        "publish",
        help="upload a model folder to the Hugging Face Hub, privately",
        description="Upload a model folder to the Hugging Face Hub, in one commit.",
        epilog=_PUBLISH,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="a model folder")
    parser.add_argument(
        "--to", required=True, metavar="OWNER/NAME", help="the repository, made if it is not there"
    )
    parser.add_argument(
        "--public", action="store_true", help="for everybody to see (default: private)"
    )
    parser.set_defaults(run=_publish)


def add_pull(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``pull`` to ``trainer``'s parser."""
    parser = commands.add_parser(
        "pull",
        help="fetch a model folder from the Hugging Face Hub, by its commit",
        description="Fetch a model folder from the Hugging Face Hub and verify it.",
        epilog=_PULL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("repository", metavar="OWNER/NAME", help="a repository on the Hub")
    parser.add_argument(
        "--revision",
        default="main",
        metavar="COMMIT",
        help="a commit, or a branch or tag, whose commit is then printed (default: main)",
    )
    parser.add_argument(
        "--output",
        required=True,
        metavar="DIR",
        type=Path,
        help="the model folder to write, which must not exist yet",
    )
    parser.set_defaults(run=_pull)


def _publish(arguments: argparse.Namespace) -> int:
    from huggingface_hub.utils import disable_progress_bars

    from trainer.hub.publishing import publish

    if not sys.stderr.isatty():
        disable_progress_bars()
    try:
        done = publish(arguments.folder, arguments.to, public=arguments.public)
    except KeyboardInterrupt:
        return _interrupted("nothing was published")
    print(f"Published, {'private' if done.private else 'public'}: {done.url}")
    print(f"Its commit: {done.reference.revision}")
    print(f"In the bot: MODEL={done.reference}")
    return 0


def _pull(arguments: argparse.Namespace) -> int:
    from emojifier.hub.pulling import pull
    from emojifier.hub.reference import Reference
    from trainer.errors import ArgumentError

    try:
        wanted = Reference(arguments.repository, arguments.revision)
    except ValueError as error:
        raise ArgumentError(f"{error}: write OWNER/NAME, and --revision COMMIT.") from error
    try:
        with _bar(str(wanted)) as progress:
            done = pull(wanted, arguments.output, progress=progress)
    except KeyboardInterrupt:
        return _interrupted("give the same command again, and it goes on where it stopped")
    print(f"Done: the model folder is {done.folder}")
    print(f"Its commit: {done.reference.revision}")
    if done.left_out:
        # Quoted, for a stranger's names may hold what moves a terminal's cursor.
        shown = ", ".join(repr(name[:60]) for name in done.left_out[:5])
        print(f"Not fetched, since no model needs it: {shown} ({len(done.left_out)} in all)")
    return 0


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _interrupted(what: str) -> int:
    print(f"mojibot-train: interrupted; {what}.", file=sys.stderr)
    return 130
