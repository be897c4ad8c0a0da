"""Real bots on one folder of models, while another process activates."""

from __future__ import annotations

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import load_model, start_model
from bot.checks import check_versions
from bot.registry import Registry
from bot.settings import load_settings
from emojifier.folders import default_model
from tests.bot.processes import running_bot
from tests.bot.registry.folders import checked, damage, renamed

# Seconds within which every process follows.
WITHIN = 10.0


def _post(url: str, text: str) -> Any:
    body = json.dumps({"text": text}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url + "api/suggest", body, headers)  # noqa: S310 - http
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return json.load(response)


def _ready(url: str) -> Any:
    with urllib.request.urlopen(url + "readyz") as response:  # noqa: S310
        return json.load(response)


def _other(folder: Path) -> Registry:
    """A registry with the model that ships in it once more, as ``other``."""
    registry = Registry(folder / "models" / "registry", trial=checked)
    renamed(default_model(), registry.path / "other", "other")
    assert registry.discover() == []
    return registry


def _seconds_until(name: str, url: str) -> float:
    """Ask without a pause until the model of that name answers. No request may fail."""
    began = time.monotonic()
    while not _post(url, "we got the house!")["model"].startswith(f"{name} "):
        assert time.monotonic() < began + 60, "it never follows"
    return time.monotonic() - began


def test_two_bots_follow_an_activation_and_lose_no_request(tmp_path: Path) -> None:
    registry = _other(tmp_path)
    with running_bot(tmp_path) as first, running_bot(tmp_path) as second:
        urls = [first.url, second.url]
        for bot in (first, second):
            assert bot.line().startswith("mojibot model: mojibot ")
        with ThreadPoolExecutor() as threads:
            registry.activate("other", "ada")
            assert max(threads.map(partial(_seconds_until, "other"), urls)) < WITHIN
            registry.rollback("ada")
            assert max(threads.map(partial(_seconds_until, "mojibot"), urls)) < WITHIN


def test_a_damaged_active_version_is_refused_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    registry = _other(tmp_path)
    registry.activate("other", "ada")
    damage(registry.folder("other"))
    with running_bot(tmp_path) as bot:
        assert bot.line().startswith("mojibot model: mojibot ")
        began = time.monotonic()
        while "another one answers" not in _ready(bot.url).get("warning", ""):
            assert time.monotonic() < began + WITHIN, "nothing is said"
    settings = load_settings({"MODELS_DIR": str(registry.path), "DEVICE": "cpu"})
    assert load_model(settings).info().name == "mojibot"
    assert "the model other cannot be served: model.safetensors" in caplog.text
    result = check_versions(registry)
    assert not result.passed
    assert result.sentence.startswith("other is active but not served: model.safetensors")


def test_model_is_served_and_a_later_activation_outlives_a_restart(tmp_path: Path) -> None:
    mine = renamed(default_model(), tmp_path / "mine", "mine")
    folder = tmp_path / "models"
    settings = load_settings({"MODEL": str(mine), "MODELS_DIR": str(folder), "DEVICE": "cpu"})
    assert load_model(settings).info().name == "mine"
    assert not folder.exists()
    assert start_model(settings).info().name == "mine"
    Registry(folder).activate("shipped", "ada")
    assert start_model(settings).info().name == "mojibot"
