"""``/metrics``: what Prometheus reads there, and who may."""

from __future__ import annotations

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.bot.fakes import INFO, FakeLoader, FakeModel, Gate
from tests.bot.web.conftest import Serve

TOKEN = "a secret of the operator"


async def _samples(client: aiohttp.ClientSession) -> dict[str, float]:
    async with client.get("/metrics") as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        page = await response.text()
    return {
        sample.name + "".join(f"|{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


async def test_answers_are_counted_as_prometheus_counts_them(serve: Serve) -> None:
    async with serve() as client:
        for _ in range(3):
            await client.post("/api/suggest", json={"texts": ["one", "two"]})
        samples = await _samples(client)
    assert samples["mojibot_requests_total|answered"] == 6
    assert samples["mojibot_batch_messages_sum"] == 6
    assert samples["mojibot_queued_seconds_bucket|+Inf"] == 6
    assert samples["mojibot_queued_seconds_count"] == 6
    assert samples["mojibot_queue_requests"] == 0
    assert samples["mojibot_model_ready"] == 1
    assert samples[f"mojibot_model_info|{INFO.base}|cpu|{INFO.title}"] == 1
    assert samples["process_resident_memory_bytes"] > 2**20


async def test_it_answers_while_the_model_loads(serve: Serve) -> None:
    loader = FakeLoader(FakeModel(), gate=Gate(is_open=False))
    async with serve(loader) as client:
        assert (await _samples(client))["mojibot_model_ready"] == 0
        loader.gate.open()


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, "Bearer something else", 401),
        (TOKEN, TOKEN, 401),
        (TOKEN, None, 401),
        (None, "Bearer None", 403),
        (None, None, 403),
    ],
)
async def test_off_loopback_only_the_operator_sees_it(
    serve: Serve, token: str | None, given: str | None, status: int
) -> None:
    headers = {} if given is None else {"Authorization": given}
    async with (
        serve(loopback=False, admin_token=token) as client,
        client.get("/metrics", headers=headers) as response,
    ):
        assert response.status == status
        if status != 200:
            assert "operator" in (await response.json())["error"]
