import shutil
from pathlib import Path

import pytest
from huggingface_hub import constants

from emojifier.artifact import MANIFEST
from emojifier.errors import HubError, ModelFolderError
from emojifier.hub.client import Hub
from emojifier.hub.pulling import pull
from tests.loopback.hub import Fault, State
from tests.trainer.hub.conftest import MODEL, READER
from trainer.errors import ArgumentError, OutputError
from trainer.hub.publishing import publish

# The library hands httpx files in a way that httpx would rather not see.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    """The tiny model, to be changed."""
    return Path(shutil.copytree(tiny_model, tmp_path / "mine"))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_repository_is_private_and_holds_the_model_its_card_and_its_report(
    hub: Hub, state: State, tiny_model: Path
) -> None:
    done = publish(tiny_model, MODEL, hub=hub)

    repository = state.repositories[MODEL]
    head = dict(repository.head)
    del head[".gitattributes"]
    assert repository.private
    assert done.private
    assert head == _files(tiny_model)
    assert {"README.md", "report/samples.txt", "report/loss.png"} <= set(head)
    assert (done.reference.revision, done.url) == (
        repository.names["main"],
        f"{hub.address}/{MODEL}",
    )


def test_checkpoints_and_whatever_else_lies_there_stay_here(
    hub: Hub, state: State, folder: Path
) -> None:
    published = set(_files(folder))
    for stray in ("checkpoint-10/optimizer.pt", "report/rows.tsv", ".env", "messages.csv"):
        (folder / stray).parent.mkdir(exist_ok=True)
        (folder / stray).write_text("private")
    publish(folder, MODEL, hub=hub)
    assert set(state.repositories[MODEL].head) == published | {".gitattributes"}


def test_a_second_model_replaces_the_first_and_leaves_what_is_not_of_a_model(
    hub: Hub, state: State, folder: Path
) -> None:
    first = publish(folder, MODEL, hub=hub).reference
    repository = state.repositories[MODEL]
    repository.commit({**repository.head, "LICENSE": b"mine"})
    (folder / "report/loss.png").unlink()
    (folder / "README.md").write_text("---\nlicense: mit\n---\nBetter.\n")

    second = publish(folder, MODEL, hub=hub).reference

    assert repository.head["README.md"].endswith(b"Better.\n")
    assert repository.head["LICENSE"] == b"mine"
    assert "report/loss.png" not in repository.head
    assert "report/loss.png" in repository.commits[first.revision]
    assert first != second


def test_a_repository_is_public_only_when_that_is_said(
    hub: Hub, state: State, tiny_model: Path
) -> None:
    assert not publish(tiny_model, MODEL, public=True, hub=hub).private
    before = len(state.repositories[MODEL].commits)
    with pytest.raises(OutputError, match=r"is public: add --public"):
        publish(tiny_model, MODEL, hub=hub)
    assert len(state.repositories[MODEL].commits) == before


def test_a_repository_of_something_else_is_left_alone(
    hub: Hub, state: State, tiny_model: Path
) -> None:
    repository = state.create(MODEL, private=True)
    repository.commit({"config.json": b"{}", "model.safetensors": b"another's"})
    with pytest.raises(OutputError, match="no mojibot model"):
        publish(tiny_model, MODEL, hub=hub)
    assert repository.head["model.safetensors"] == b"another's"


def test_a_damaged_folder_goes_nowhere(hub: Hub, state: State, folder: Path) -> None:
    with (folder / "model.safetensors").open("ab") as weights:
        weights.write(b"!")
    with pytest.raises(ModelFolderError, match="checksum"):
        publish(folder, MODEL, hub=hub)
    assert not state.asked


def test_a_folder_that_nobody_could_pull_is_not_published(
    hub: Hub, state: State, folder: Path
) -> None:
    (folder / "train.bin").write_bytes(b"")
    manifest = (folder / MANIFEST).read_text()
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    listed = manifest.replace('"files": {', f'"files": {{"train.bin": "{empty}",', 1)
    (folder / MANIFEST).write_text(listed)
    with pytest.raises(HubError, match=r"'train.bin', which can run code"):
        publish(folder, MODEL, hub=hub)
    assert not state.asked


@pytest.mark.usefixtures("address")
def test_without_a_token_it_is_said_where_to_get_one(state: State, tiny_model: Path) -> None:
    with pytest.raises(ArgumentError, match="HF_TOKEN"):
        publish(tiny_model, MODEL)
    assert not state.asked


@pytest.mark.parametrize("name", ["emojis", "a/b/c", "ada/../x", "ada/", "ada/e.git", "a b/c"])
def test_what_is_no_owner_and_name_is_refused(hub: Hub, tiny_model: Path, name: str) -> None:
    with pytest.raises(ArgumentError, match="owner/name"):
        publish(tiny_model, name, hub=hub)


def test_a_token_that_may_only_read_is_said_so(hub: Hub, state: State, tiny_model: Path) -> None:
    reader = Hub(token=READER, endpoint=hub.address)
    with pytest.raises(HubError, match="set HF_TOKEN to one that may"):
        publish(tiny_model, MODEL, hub=reader)
    assert not state.repositories


def test_a_hub_that_asks_for_an_hour_while_uploading_is_not_waited_for(
    hub: Hub, state: State, tiny_model: Path
) -> None:
    state.faults.append(
        Fault(rf"POST /api/models/{MODEL}/preupload/main", 429, {"Retry-After": "3600"})
    )
    with pytest.raises(HubError, match=r"try again in 3,600 s"):
        publish(tiny_model, MODEL, hub=hub)


def test_a_broken_upload_publishes_nothing_and_can_be_repeated(
    hub: Hub, state: State, tiny_model: Path, tmp_path: Path
) -> None:
    state.faults.append(Fault(r"PUT /lfs/.*", 400, times=9))
    with pytest.raises(HubError, match=r"HTTP 400"):
        publish(tiny_model, MODEL, hub=hub)
    assert MANIFEST not in state.repositories[MODEL].head

    state.faults.clear()
    done = publish(tiny_model, MODEL, hub=hub)
    assert _files(pull(done.reference, tmp_path / "back", hub=hub).folder) == _files(tiny_model)


def test_a_storage_that_cannot_be_reached_is_one_sentence(
    hub: Hub, state: State, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hf_xet")
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", False)  # and the loopback has no Xet
    with pytest.raises(HubError, match=r"nothing was published: .*HF_HUB_DISABLE_XET=1"):
        publish(tiny_model, MODEL, hub=hub)
    assert state.requests(r"GET .*/xet-write-token/main")
    assert MANIFEST not in state.repositories[MODEL].head
