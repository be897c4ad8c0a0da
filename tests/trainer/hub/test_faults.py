import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from huggingface_hub import constants

from emojifier.errors import HubError
from emojifier.hub.client import Hub
from emojifier.hub.pulling import pull
from emojifier.hub.reference import Reference
from tests.loopback.hub import Fault, State
from tests.trainer.hub.conftest import MODEL, READER

ANYTHING = r".*"
LIMIT = {"RateLimit": '"api";r=0;t=17', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}


def _refusal(hub: Hub, folder: Path, revision: str = "main", name: str = MODEL) -> str:
    with pytest.raises(HubError) as caught:
        pull(Reference(name, revision), folder / "out", hub=hub)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "hf_" not in sentence
    assert not (folder / "out").exists()
    return sentence


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("status", "headers", "advice"),
    [
        (401, {"X-Error-Message": "Invalid credentials in Authorization header"}, "HF_TOKEN"),
        (403, {}, "HF_TOKEN"),
        (403, {"X-Error-Code": "GatedRepo"}, f"ask its owner for access, at http.*/{MODEL}"),
        (404, {}, "check the name"),
        (404, {"X-Error-Code": "RevisionNotFound"}, "commit, branch or tag"),
        (413, {}, "HTTP 413"),
        (429, {}, "try again later"),
        (500, {}, r"HTTP 500\): try again later"),
        (503, {}, r"HTTP 503\): try again later"),
    ],
)
@pytest.mark.parametrize("where", [r"GET /api/models/.*", r"GET .*/resolve/.*/config.json"])
def test_each_refusal_is_one_sentence_that_says_what_to_do(
    hub: Hub,
    state: State,
    tmp_path: Path,
    where: str,
    status: int,
    headers: Mapping[str, str],
    advice: str,
) -> None:
    state.faults.append(Fault(where, status, headers, times=99))
    with pytest.raises(HubError, match=advice):
        pull(Reference(MODEL, "main"), tmp_path / "out", hub=hub)


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        (Fault(ANYTHING, 429, {"Retry-After": "2"}), [2.0]),
        (Fault(ANYTHING, 429, LIMIT), [17.0]),
        (Fault(ANYTHING, 503, {"Retry-After": "5"}, times=2), [5.0, 5.0]),
        (Fault(ANYTHING, 500, times=3), [1.0, 3.0, 10.0]),
    ],
)
def test_a_hub_that_asks_for_a_moment_gets_it(
    hub: Hub,
    state: State,
    shared: Reference,
    tmp_path: Path,
    waits: list[float],
    fault: Fault,
    waited: list[float],
) -> None:
    state.faults.append(fault)
    pull(shared, tmp_path / "out", hub=hub)
    assert waits == waited


@pytest.mark.usefixtures("shared")
def test_a_hub_that_asks_for_an_hour_is_not_waited_for(
    hub: Hub, state: State, tmp_path: Path, waits: list[float]
) -> None:
    state.faults.append(Fault(ANYTHING, 429, {"Retry-After": "3600"}))
    assert "try again in 3,600 s" in _refusal(hub, tmp_path)
    assert waits == []


@pytest.mark.usefixtures("shared")
def test_a_hub_that_stays_in_trouble_is_given_up(
    hub: Hub, state: State, tmp_path: Path, waits: list[float]
) -> None:
    state.faults.append(Fault(ANYTHING, 502, times=99))
    assert "HTTP 502" in _refusal(hub, tmp_path)
    assert waits == [1.0, 3.0, 10.0, 30.0]


@pytest.mark.usefixtures("shared")
def test_a_refusal_for_good_is_not_asked_again(
    hub: Hub, state: State, tmp_path: Path, waits: list[float]
) -> None:
    assert "There is no ada/nothing on the Hub" in _refusal(hub, tmp_path, name="ada/nothing")
    assert f"{MODEL} has no revision v9" in _refusal(hub, tmp_path, "v9")
    assert (waits, len(state.asked)) == ([], 2)


def test_a_private_model_is_there_only_for_who_may_see_it(
    hub: Hub, state: State, shared: Reference, tmp_path: Path
) -> None:
    state.repositories[MODEL].private = True
    assert "set HF_TOKEN" in _refusal(Hub(endpoint=hub.address), tmp_path)
    wrong = Hub(token="hf_stolen", endpoint=hub.address)
    assert "does not accept the token" in _refusal(wrong, tmp_path)
    assert pull(shared, tmp_path / "out", hub=Hub(READER, hub.address)).reference == shared


@pytest.mark.usefixtures("address")
def test_without_a_network_it_is_said_so(tmp_path: Path, waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = f"http://127.0.0.1:{gone.getsockname()[1]}"
    nowhere = Hub(endpoint=address, wait=waits.append)
    assert f"{address} cannot be reached" in _refusal(nowhere, tmp_path)
    assert len(waits) == 4


@pytest.mark.usefixtures("shared")
def test_offline_mode_is_obeyed(
    hub: Hub, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE" in _refusal(hub, tmp_path)
    assert not state.asked


def test_a_token_is_never_shown() -> None:
    assert "hf_secret" not in repr(Hub(token="hf_secret"))
