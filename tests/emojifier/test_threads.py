import os
import subprocess
import sys

ASK = "from emojifier.threads import limit_threads; print(limit_threads(spare={}))"


CORES = len(os.sched_getaffinity(0))


def _threads(environ: dict[str, str], *, spare: bool = False) -> int:
    rest = {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}
    run = subprocess.run(  # noqa: S603 - this interpreter, with a fixed line
        [sys.executable, "-c", ASK.format(spare)],
        env=rest | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(run.stdout)


def test_the_cores_are_taken_up_to_four() -> None:
    assert _threads({}) == min(4, CORES)


def test_one_is_spared_for_a_training() -> None:
    assert _threads({}, spare=True) == max(1, min(4, CORES - 1))


def test_an_operator_may_choose_otherwise() -> None:
    assert _threads({"OMP_NUM_THREADS": "1"}) == 1
