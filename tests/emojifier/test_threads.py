import os
import subprocess
import sys

ASK = "from emojifier.threads import share_the_cores; print(share_the_cores())"


CORES = len(os.sched_getaffinity(0))


def _threads(environ: dict[str, str]) -> int:
    rest = {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}
    run = subprocess.run(  # noqa: S603 - this interpreter, with a fixed line
        [sys.executable, "-c", ASK], env=rest | environ, capture_output=True, text=True, check=True
    )
    return int(run.stdout)


def test_half_of_the_cores_are_left_to_everything_else() -> None:
    assert _threads({}) == max(1, min(4, CORES // 2))


def test_an_operator_may_take_all_of_them() -> None:
    assert _threads({"OMP_NUM_THREADS": str(CORES)}) == CORES
