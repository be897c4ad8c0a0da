from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import load_model, named_model
from bot.settings import SettingsError, load_settings
from emojifier.artifact import folder_digest
from emojifier.errors import HubError
from emojifier.hub.reference import Reference
from tests.bot.processes import running_bot
from tests.loopback.hub import COMMIT, State, known_to_the_library, serve

MODEL = f"ada/emojis@{COMMIT}"


@pytest.fixture
def state(tiny_model: Path) -> State:
    state = State(tokens={"hf_reader": "read"})
    state.add_folder("ada/emojis", tiny_model, COMMIT)
    return state


@pytest.fixture
def address(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with serve(state) as address, known_to_the_library(address, tmp_path / "home", monkeypatch):
        yield address


@pytest.mark.usefixtures("address")
def test_a_model_is_fetched_once_and_then_answers_without_the_hub(
    state: State, tiny_model: Path
) -> None:
    settings = load_settings({"MODEL": MODEL, "DEVICE": "cpu"})
    assert load_model(settings).suggest(["pizza tonight"])[0].emojis
    state.repositories.clear()
    folder = named_model(settings)
    assert folder is not None
    assert folder_digest(folder) == folder_digest(tiny_model)


@pytest.mark.usefixtures("address")
def test_a_private_model_needs_the_token_of_the_settings(state: State) -> None:
    state.repositories["ada/emojis"].private = True
    with pytest.raises(HubError, match="HF_TOKEN"):
        named_model(load_settings({"MODEL": MODEL}))
    folder = named_model(load_settings({"MODEL": MODEL, "HF_TOKEN": "hf_reader"}))
    assert folder is not None
    assert folder.is_dir()


def test_a_model_that_is_not_there_ends_the_bot_with_one_sentence(
    address: str, tmp_path: Path
) -> None:
    missing = f"ada/nothing@{COMMIT}"
    with running_bot(tmp_path, MODEL=missing, HF_ENDPOINT=address, HF_HOME=str(tmp_path)) as bot:
        code, _, err = bot.end()
    assert code == 1
    assert err.splitlines()[-1].startswith("mojibot: There is no ada/nothing on the Hub")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "wrong", ["ada/emojis@main", "ada/emojis@", "ada@v1", f"a/b/c@{COMMIT}", f"a/b@{COMMIT[:12]}"]
)
def test_what_is_neither_a_folder_nor_a_pinned_model_is_one_sentence(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"^MODEL has a wrong value: .* owner/name@commit"):
        load_settings({"MODEL": wrong})


@pytest.mark.parametrize("folder", ["models/mine", "./a/b@c", "/srv/a@b/model", "~/a@b"])
def test_a_folder_stays_a_folder(folder: str) -> None:
    assert load_settings({"MODEL": folder}).model == Path(folder)


def test_a_pinned_model_is_told_from_a_folder() -> None:
    assert load_settings({"MODEL": MODEL}).model == Reference("ada/emojis", COMMIT)
