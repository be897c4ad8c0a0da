import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from emojifier.emojifier import Emojifier
from emojifier.errors import HubError
from emojifier.hub.client import Hub
from emojifier.hub.pulling import cached, pull
from emojifier.hub.reference import Reference
from tests.loopback.hub import Fault, State
from tests.trainer.hub.conftest import MODEL, WRITER

WEIGHTS = r"GET /cdn/.*"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "models" / "pulled"


def _same(one: Path, other: Path) -> bool:
    names = [{p.relative_to(f) for p in f.rglob("*") if p.is_file()} for f in (one, other)]
    return names[0] == names[1] and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names[0]
    )


def test_a_branch_is_pinned_to_its_commit_and_nothing_else_is_asked_for(
    hub: Hub, state: State, shared: Reference, output: Path, tiny_model: Path
) -> None:
    done = pull(Reference(MODEL, "main"), output, hub=hub)

    assert done.reference == shared
    assert _same(done.folder, tiny_model)
    assert list(output.parent.iterdir()) == [output]
    first, *rest = state.requests(rf".*{MODEL}.*")
    assert first.request.endswith("/revision/main")
    assert all(f"/resolve/{shared.revision}/" in asked.request for asked in rest)


def test_an_older_commit_stays_what_it_was(
    hub: Hub, state: State, shared: Reference, output: Path, tiny_model: Path
) -> None:
    repository = state.repositories[MODEL]
    repository.commit({**repository.head, "model.safetensors": b"newer"})
    assert _same(pull(shared, output, hub=hub).folder, tiny_model)


@pytest.mark.usefixtures("shared")
def test_the_token_is_not_carried_to_the_host_that_stores_large_files(
    hub: Hub, state: State, output: Path
) -> None:
    pull(Reference(MODEL, "main"), output, hub=hub)
    assert {asked.token for asked in state.requests(rf".*{MODEL}.*")} == {WRITER}
    assert {asked.token for asked in state.requests(WEIGHTS)} == {None}


def test_a_cut_download_goes_on_where_it_was_cut(
    hub: Hub, state: State, shared: Reference, output: Path, waits: list[float], tiny_model: Path
) -> None:
    state.faults.append(Fault(WEIGHTS, cut=1_000_000))
    assert _same(pull(shared, output, hub=hub).folder, tiny_model)
    first, second = [asked.range for asked in state.requests(WEIGHTS)][:2]
    assert (first, waits) == ("bytes=0-", [1.0])
    assert second is not None
    assert 500_000 < int(second.removeprefix("bytes=").rstrip("-")) <= 1_000_000


def test_an_interrupted_pull_goes_on_when_it_is_given_again(
    hub: Hub, state: State, shared: Reference, output: Path, tiny_model: Path
) -> None:
    seen = []

    def press_ctrl_c(done: int, total: int) -> None:
        seen.append(done)
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(shared, output, hub=hub, progress=press_ctrl_c)
    assert not output.exists()
    state.asked.clear()

    counts: list[tuple[int, int]] = []
    pull(shared, output, hub=hub, progress=lambda *count: counts.append(count))

    assert _same(output, tiny_model)
    assert not state.requests(r".*/resolve/.*/emojifier\.json")
    assert state.requests(WEIGHTS)[0].range not in (None, "bytes=0-")
    total = sum(p.stat().st_size for p in tiny_model.rglob("*") if p.is_file())
    assert counts[-1] == (total, total)


def test_who_ignores_the_range_is_read_from_the_start(
    hub: Hub, state: State, shared: Reference, output: Path, tiny_model: Path
) -> None:
    state.faults.append(Fault(WEIGHTS, cut=1_000_000))
    state.faults.append(Fault(WEIGHTS, whole=True))
    assert _same(pull(shared, output, hub=hub).folder, tiny_model)


def test_a_wrong_checksum_is_refused_and_nothing_of_it_stays(
    hub: Hub, state: State, shared: Reference, output: Path
) -> None:
    state.faults.append(Fault(WEIGHTS, swap=True))
    with pytest.raises(HubError) as caught:
        pull(shared, output, hub=hub)
    assert str(caught.value) == (
        f"model.safetensors in {shared} is damaged or was changed: its checksum does not match."
    )
    assert not list(output.parent.iterdir())


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    "name", ["pytorch_model.bin", "old/optimizer.pt", "modeling.py", "x.pkl.gz", "A.PTH"]
)
def test_pickles_and_code_are_refused_before_anything_is_fetched(
    hub: Hub, state: State, output: Path, name: str
) -> None:
    repository = state.repositories[MODEL]
    repository.commit({**repository.head, name: b"cos\nsystem\n"})
    with pytest.raises(HubError, match="can run code") as caught:
        pull(Reference(MODEL, "main"), output, hub=hub)
    assert name in str(caught.value)
    assert not state.requests(r".*/resolve/.*")
    assert not output.parent.exists()


@pytest.mark.usefixtures("shared")
def test_what_no_model_needs_is_left_out_and_named(hub: Hub, state: State, output: Path) -> None:
    repository = state.repositories[MODEL]
    repository.commit({**repository.head, "video.mp4": b"x", "a/b.json": b"x", "-.json": b"{}"})
    done = pull(Reference(MODEL, "main"), output, hub=hub)
    assert done.left_out == ("a/b.json", "video.mp4")
    assert not (output / "video.mp4").exists()


class _Lie(NamedTuple):
    size: int
    sentence: str


@pytest.mark.parametrize(
    "lie",
    [
        _Lie(2**50, "larger than the 16,384 MiB"),
        _Lie(-1, "larger than"),
        _Lie(1_000, "larger than the Hub lists"),
    ],
)
def test_a_file_of_another_size_than_a_model_needs_or_the_hub_lists_is_refused(
    hub: Hub, state: State, shared: Reference, output: Path, lie: _Lie
) -> None:
    state.repositories[MODEL].sizes["model.safetensors"] = lie.size
    with pytest.raises(HubError, match=lie.sentence):
        pull(shared, output, hub=hub)
    stored = [path.stat().st_size for path in output.parent.rglob("model.safetensors")]
    assert sum(stored) <= 1_000


def test_a_disk_without_room_is_noticed_first(
    hub: Hub, state: State, shared: Reference, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage("/")._replace(free=2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(HubError, match=r"needs \d+ MiB .* 1 MiB are free"):
        pull(shared, output, hub=hub)
    assert not state.requests(r".*/resolve/.*")


def test_a_plain_gpt2_is_no_model_but_a_base(hub: Hub, state: State, output: Path) -> None:
    state.create("openai/gpt2", private=False).commit({"config.json": b"{}"})
    with pytest.raises(HubError, match=r"no emojifier.json .*fine-tune --base"):
        pull(Reference("openai/gpt2", "main"), output, hub=hub)


@pytest.mark.usefixtures("shared")
def test_an_incomplete_repository_is_refused(hub: Hub, state: State, output: Path) -> None:
    repository = state.repositories[MODEL]
    files = {name: content for name, content in repository.head.items() if "tok" not in name}
    repository.commit(files)
    with pytest.raises(HubError, match=r"incomplete: tokenizer.json is missing"):
        pull(Reference(MODEL, "main"), output, hub=hub)


def test_a_folder_that_is_taken_stays_as_it_is(
    hub: Hub, state: State, shared: Reference, output: Path
) -> None:
    output.mkdir(parents=True)
    (output / "mine.txt").write_text("mine")
    with pytest.raises(HubError, match="exists already"):
        pull(shared, output, hub=hub)
    assert not state.asked


def test_an_empty_folder_is_filled(
    hub: Hub, shared: Reference, output: Path, tiny_model: Path
) -> None:
    output.mkdir(parents=True)
    assert _same(pull(shared, output, hub=hub).folder, tiny_model)


def test_where_nothing_can_be_written_it_is_said(
    hub: Hub, shared: Reference, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HubError, match=r"file/out could not be written"):
        pull(shared, tmp_path / "file" / "out", hub=hub)


def test_once_pulled_the_hub_is_not_needed_any_more(
    hub: Hub, state: State, shared: Reference
) -> None:
    folder = cached(shared, hub=hub)
    state.asked.clear()
    assert cached(shared, hub=hub) == folder
    assert not state.asked
    assert Emojifier.load(folder, device="cpu").suggest(["pizza tonight"])[0].emojis


def test_two_processes_that_start_together_fetch_a_model_once(
    hub: Hub, state: State, shared: Reference, tiny_model: Path
) -> None:
    together = threading.Barrier(2)

    def start() -> Path:
        together.wait()
        return cached(shared, hub=hub)

    with ThreadPoolExecutor(2) as pool:
        one, other = [each.result() for each in [pool.submit(start), pool.submit(start)]]
    assert one == other
    assert _same(one, tiny_model)
    assert len(state.requests(r".*/resolve/.*/emojifier\.json")) == 1


@pytest.mark.parametrize("revision", ["main", "0123456"])
def test_only_a_whole_commit_is_kept(hub: Hub, state: State, revision: str) -> None:
    with pytest.raises(HubError, match="names no commit"):
        cached(Reference(MODEL, revision), hub=hub)
    assert not state.asked


@pytest.mark.parametrize(
    "text",
    ["a/b", "a/b@", "@main", "gpt2@main", "a/b/c@main", "../b@main", "a/b@../x", "a/b@x..y",
     "a/b@" + "x" * 101, "a/b.git@main", "a//b@main", "a/b@x y", "a/b@x\n"],
)  # fmt: skip
def test_what_names_no_model_on_the_hub_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        Reference.parse(text)


@pytest.mark.parametrize(
    "text", ["a/b@main", "Ada-1/e.mo_jis@v1.0", "a/b@refs/pr/1", "a/b@" + "0" * 40]
)
def test_what_names_one_is_kept_as_it_is(text: str) -> None:
    assert str(Reference.parse(text)) == text
    assert Reference.parse(text).pinned == bool(re.search(r"@0{40}$", text))
