"""``python -m bot``: run the bot, or one of the small commands around it.

python -m bot
python -m bot check
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bot import models_cli
from bot.observability.logging import set_up_logging
from bot.settings import Settings, SettingsError, load_settings

log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code (0 done, 1 failed, 2 wrong arguments or settings)."""
    arguments = _parser().parse_args(argv)
    options = vars(arguments)
    command: Callable[..., int] = options.pop("command")
    try:
        settings = load_settings(os.environ, Path(".env"))
        set_up_logging(
            level=settings.log_level, style=settings.log_format, secrets=settings.secrets
        )
        return command(settings, **options)
    except SettingsError as error:
        return _fail(error, code=2)
    except KeyboardInterrupt:
        return 130


def _run(settings: Settings) -> int:
    return asyncio.run(_run_bot(settings))


async def _run_bot(settings: Settings) -> int:
    from bot.app import Bot
    from bot.errors import CannotRun

    bot = Bot(settings, announce=_say)
    code = 0
    try:
        await bot.run()
    except CannotRun as error:
        code = _fail(error, code=error.exit_code)
    except Exception:
        log.exception("the bot ended")
        code = 1
    if not await bot.aclose():
        log.info("leaving the model's thread in the middle of its work")
        logging.shutdown()
        os._exit(code)
    return code


def _check(settings: Settings) -> int:
    from bot.checks import check

    passed = True
    for result in check(settings):
        passed = passed and result.passed
        _say(f"{'ok' if result.passed else 'failed':<7} {result.name}: {result.sentence}")
    return 0 if passed else 1


def _invite(settings: Settings) -> int:
    if settings.discord_application_id is None:
        raise SettingsError(
            "DISCORD_APPLICATION_ID is not set: copy the application's number from Discord's "
            "developer portal."
        )
    from bot.platforms.discord.invite import invite_links

    links = invite_links(settings.discord_application_id)
    _say(f"to a server, with reactions     {links.reacting}")
    _say(f"to a server, its commands only  {links.commands}")
    _say(f"to yourself                     {links.user}")
    return 0


def _sync_commands(settings: Settings) -> int:
    if settings.discord_token is None:
        _say("DISCORD_TOKEN is not set, so there are no commands to synchronise.")
        return 0
    from bot.platforms.discord.errors import DiscordError
    from bot.platforms.discord.sync import sync_commands

    try:
        result = asyncio.run(sync_commands(settings))
    except DiscordError as error:
        return _fail(error)
    names = ", ".join(f"/{name}" for name in result.names)
    _say(f"{names}: {'registered' if result.changed else 'already registered'} with Discord.")
    return 0


def _migrate(settings: Settings) -> int:
    from bot.store.errors import StoreError
    from bot.store.maintenance import migrate

    try:
        needed = asyncio.run(migrate(settings.database))
    except StoreError as error:
        return _fail(error)
    _say(f"The database {'was brought' if needed else 'is'} up to date.")
    return 0


def _forget(settings: Settings, *, user: str, platform: str) -> int:
    from bot.store.errors import StoreError
    from bot.store.maintenance import forget
    from bot.store.records import PersonKey

    try:
        rows = asyncio.run(forget(settings.database, PersonKey(platform, user)))
    except StoreError as error:
        return _fail(error)
    _say(f"Removed {rows} {'entry' if rows == 1 else 'entries'} about {user} on {platform}.")
    return 0


def _models(settings: Settings, *, action: str, **options: Any) -> int:
    from bot.registry import Registry
    from emojifier.errors import EmojifierError

    try:
        lines = models_cli.run(Registry(settings.models_dir), action, **options)
    except EmojifierError as error:
        return _fail(error)
    except OSError as error:
        return _fail(
            f"{settings.models_dir} cannot be used ({error.strerror or error}): set MODELS_DIR to "
            "a folder that can be written, on a disk with room."
        )
    for line in lines:
        _say(line)
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _fail(error: Exception | str, *, code: int = 1) -> int:
    print(f"mojibot: {error}", file=sys.stderr, flush=True)
    return code


_COMMANDS: Final[dict[str, tuple[Callable[..., int], str]]] = {
    "check": (
        _check,
        "check settings, model, store, Discord and Slack: one line each, exit code 1 if one fails",
    ),
    "invite": (_invite, "print the links that add the bot to a Discord server, or to yourself"),
    "sync-commands": (_sync_commands, "make the slash commands known to Discord"),
    "models": (_models, "list, activate, roll back, remove and pin versions of the model"),
    "migrate": (_migrate, "bring the database's tables up to date, as starting the bot does too"),
    "forget": (_forget, "remove everything that is kept about a person, their opt-out included"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mojibot",
        description="Answer messages with emojis: a playground in the browser, and Discord "
        "and Slack where their tokens are set. Without a command, run the bot.",
        epilog="Settings come from the environment and from ./.env; .env.example lists them all.",
    )
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (command, description) in _COMMANDS.items():
        sub = commands.add_parser(
            name, help=description, description=f"{description.capitalize()}."
        )
        sub.set_defaults(command=command)
    models_cli.add_arguments(commands.choices["models"])
    forget = commands.choices["forget"]
    forget.add_argument("--user", required=True, metavar="ID", help="the person's id there")
    forget.add_argument(
        "--platform", choices=["discord", "slack"], default="discord", help="default: discord"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
