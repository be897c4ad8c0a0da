"""``python -m emojifier``: messages in, emojis out, one line each.

python -m emojifier "we got the house!"
python -m emojifier --jsonl < messages.txt
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from emojifier import console
from emojifier.arguments import add_device, share
from emojifier.errors import EmojifierError
from emojifier.lines import batches
from emojifier.suggestion import Mode

if TYPE_CHECKING:
    from emojifier.suggestion import Suggestion


_STDIN = 0
_MOST = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code (0 done, 1 failed, 2 wrong arguments, 130 Ctrl-C)."""
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except EmojifierError as error:
        print(f"emojify: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        return console.give_up("emojify", error)
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    console.open_output()
    from emojifier.emojifier import Emojifier  # torch: only once all else is right

    emojifier = Emojifier.load(arguments.model, device=arguments.device)
    answers: dict[Mode, Callable[[Sequence[str]], list[Suggestion]]] = {
        Mode.SUGGEST: partial(emojifier.suggest, k=arguments.k, specific=arguments.specific),
        Mode.RETELL: emojifier.retell,
        Mode.DECORATE: emojifier.decorate,
    }
    answer = answers[arguments.mode]
    messages: Iterable[list[str]] = [arguments.text] if arguments.text else batches(_STDIN)
    for batch in messages:
        for line in _lines(answer(batch), as_json=arguments.jsonl):
            print(line)
        sys.stdout.flush()
    return 0


def _lines(suggestions: Iterable[Suggestion], *, as_json: bool) -> Iterator[str]:
    for suggestion in suggestions:
        if as_json:
            yield json.dumps(suggestion.to_json(), ensure_ascii=False)
        else:
            yield suggestion.output


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emojify",
        description="Answer messages with emojis. Everything runs on this machine.",
        epilog='examples:\n  emojify "we got the house!"\n  emojify --jsonl -k 5 < messages.txt',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "text",
        nargs="*",
        metavar="TEXT",
        help="a message (quote it); without any, one message a line is read from standard input",
    )
    parser.add_argument("--model", metavar="DIR", help="model folder (default: the one that ships)")
    parser.add_argument(
        "-k", type=_count, default=3, metavar="N", help="emojis a message (default: 3)"
    )
    parser.add_argument(
        "--mode",
        type=Mode,
        choices=list(Mode),
        default=Mode.SUGGEST,
        help="suggest reactions (default), retell a message with emojis, or decorate it with some; "
        "the last two where the model was trained to tell",
    )
    parser.add_argument(
        "--specific",
        type=share,
        default=0.0,
        metavar="0..1",
        help="0: the likeliest emojis (default); 1: the most telling ones",
    )
    parser.add_argument(
        "--jsonl", action="store_true", help="one JSON object a message, with probabilities"
    )
    add_device(parser)
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {_MOST}")
    return int(text)
