"""Several processes that train one model, as ``torchrun`` and ``accelerate launch`` start them.

They agree on every decision here, and a process that fails ends them all with one sentence.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch.distributed.rendezvous import rendezvous

from trainer.errors import ArgumentError, TrainingFailed

_T = TypeVar("_T")
# Nobody waits in vain: a process that ends closes its connections, which the others hear at once.
_PATIENCE = timedelta(days=7)
_FAILED = "mojibot/failed"


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among ``count`` that train together; the one of rank 0 writes and speaks.

    Agreements go over a gloo ``group``, on CPUs: no device waits for them.
    """

    rank: int = 0
    count: int = 1
    group: Any = None

    @property
    def main(self) -> bool:
        """Whether this process writes and speaks."""
        return self.rank == 0

    def of_main(self, make: Callable[[], _T]) -> _T:
        """What ``make`` returns in the main process, in all of them; it is called there alone."""
        if self.count == 1:
            return make()
        made: list[Any] = [make() if self.main else None]
        dist.broadcast_object_list(made, group=self.group)
        found: _T = made[0]
        return found

    def anywhere(self, *flags: bool) -> tuple[bool, ...]:
        """For each of ``flags``, whether it is set in any process."""
        if self.count == 1:
            return flags
        found = torch.tensor(flags, dtype=torch.uint8)
        dist.all_reduce(found, dist.ReduceOp.MAX, group=self.group)
        return tuple(map(bool, found.tolist()))

    def mean(self, values: Sequence[float]) -> list[float]:
        """The mean over the processes of each of ``values``, of which all have the same number."""
        if self.count == 1 or not values:
            return list(values)
        found = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(found, group=self.group)
        means: list[float] = (found / self.count).tolist()
        return means

    def wait(self) -> None:
        """Return when all processes have come here."""
        if self.count > 1:
            dist.barrier(group=self.group)


ALONE = Processes()


@contextmanager
def together(device: torch.device) -> Iterator[Processes]:
    """Join the processes that the environment names (``WORLD_SIZE`` and its like), or stay alone.

    On a failure the first process that hears of it raises it; the others leave in silence
    (``SystemExit``). One that was killed cannot speak: then a survivor raises ``TrainingFailed``.
    """
    if "MASTER_ADDR" in os.environ and "WORLD_SIZE" not in os.environ:
        # What accelerate does by --cpu, where it means MPI's processes or none.
        raise ArgumentError(
            "The launcher wanted several processes and did not number them: on CPUs, start "
            "torchrun --nproc-per-node 2 -m trainer fine-tune ... --device cpu."
        )
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield ALONE
        return
    try:
        store, rank, count = next(rendezvous("env://", timeout=_PATIENCE))
        if device.type == "cuda":
            torch.cuda.set_device(device)
        dist.init_process_group(
            "nccl" if device.type == "cuda" else "gloo",
            store=store,
            rank=rank,
            world_size=count,
            timeout=_PATIENCE,
        )
        group = dist.new_group(backend="gloo", timeout=_PATIENCE)
    except (RuntimeError, ValueError) as error:
        raise ArgumentError(
            f"The processes could not find each other ({str(error).splitlines()[0]}): start them "
            "with torchrun or accelerate launch."
        ) from error
    try:
        yield Processes(rank, count, group)
        dist.barrier(group=group)
    except (Exception, KeyboardInterrupt) as error:
        if not _speaks(store):
            raise SystemExit(1) from None
        if is_loss(error):
            raise TrainingFailed(
                "One of the processes that train together has ended before its time: look into "
                "what the system says of it, then give the same command with --resume."
            ) from error
        raise
    finally:
        dist.destroy_process_group()


@contextmanager
def said_once() -> Iterator[None]:
    """What fails here fails in all processes of a machine, before they have met: one says so."""
    try:
        yield
    except Exception:
        if os.environ.get("LOCAL_RANK", "0") != "0":
            raise SystemExit(1) from None
        raise


def own_device(device: torch.device) -> torch.device:
    """The one of several GPUs that this process has to itself, or ``device`` as it is."""
    if device.type == "cuda" and "LOCAL_RANK" in os.environ:
        return torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    return device


def is_loss(error: BaseException) -> bool:
    """Whether ``error`` says that another process has gone."""
    return isinstance(error, dist.DistError) or (
        isinstance(error, RuntimeError) and "gloo" in str(error)
    )


def _speaks(store: Any) -> bool:
    """Whether this process is the first to fail, which says why; also where nobody can know."""
    try:
        return int(store.add(_FAILED, 1)) == 1
    except RuntimeError:
        return True
