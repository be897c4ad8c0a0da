"""Two real bots on one folder of models, and a third process that activates."""

from __future__ import annotations

import json
import shutil
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from emojifier.folders import default_model
from tests.bot.processes import BotProcess, bot_process, running_bot
from tests.bot.registry.folders import damage, renamed

# Seconds within which every process follows.
WITHIN = 10.0


def _post(url: str, text: str) -> Any:
    body = json.dumps({"text": text}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url + "api/suggest", body, headers)  # noqa: S310 - http
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return json.load(response)


def _get(url: str) -> Any:
    with urllib.request.urlopen(url) as response:  # noqa: S310
        return json.load(response)


def _models(folder: Path, *arguments: str) -> None:
    with bot_process(folder, arguments=("-m", "bot", "models", *arguments)) as process:
        code, _, err = process.end()
        assert code == 0, err


def _until_it_answers_as(name: str, url: str) -> float:
    """Ask without a pause until another model answers; returns the seconds. No request may fail."""
    began = time.monotonic()
    while not _post(url, "we got the house!")["model"].startswith(f"{name} "):
        assert time.monotonic() < began + 60, "it never follows"
    return time.monotonic() - began


def test_two_bots_follow_an_activation_and_lose_no_request(tmp_path: Path) -> None:
    renamed(default_model(), tmp_path / "models" / "registry" / "other", "other")
    with (
        running_bot(tmp_path) as first,
        running_bot(tmp_path) as second,
        ThreadPoolExecutor() as threads,
    ):
        urls = [first.url, second.url]
        for url in urls:
            assert _post(url, "hello")["model"].startswith("mojibot ")
        _models(tmp_path, "activate", "other")
        seconds = list(threads.map(lambda url: _until_it_answers_as("other", url), urls))
        assert max(seconds) < WITHIN
        _models(tmp_path, "rollback")
        seconds = list(threads.map(lambda url: _until_it_answers_as("mojibot", url), urls))
        assert max(seconds) < WITHIN
        for bot in (first, second):
            code, _, err = bot.end(signal.SIGTERM)
            assert code == 0
            assert "Traceback" not in err


def test_a_damaged_active_version_is_refused_and_said(tmp_path: Path) -> None:
    other = renamed(default_model(), tmp_path / "models" / "registry" / "other", "other")
    _models(tmp_path, "list")
    _models(tmp_path, "activate", "other")
    damage(other)
    with running_bot(tmp_path) as bot:
        assert _post(bot.url, "hello")["model"].startswith("mojibot ")
        _until_it_warns(bot)
        code, _, err = bot.end(signal.SIGTERM)
    assert code == 0
    assert "model.safetensors" in err
    assert "Traceback" not in err
    with bot_process(tmp_path, arguments=("-m", "bot", "check")) as check:
        code, out, _ = check.end()
    assert code == 1
    assert "failed  models: other is active but not served: " in out


def _until_it_warns(bot: BotProcess) -> None:
    began = time.monotonic()
    while "another one answers" not in (_get(bot.url + "readyz").get("warning") or ""):
        assert time.monotonic() < began + WITHIN, "nothing is said"


def test_model_is_registered_and_a_later_activation_outlives_a_restart(tmp_path: Path) -> None:
    mine = renamed(default_model(), tmp_path / "mine", "mine")
    with running_bot(tmp_path, MODEL="mine") as bot:
        assert _post(bot.url, "hello")["model"].startswith("mine ")
    _models(tmp_path, "activate", "shipped")
    with running_bot(tmp_path, MODEL="mine") as bot:
        assert _post(bot.url, "hello")["model"].startswith("mojibot ")
    shutil.rmtree(mine)
    _models(tmp_path, "activate", "mine")
