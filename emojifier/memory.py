"""How much memory can still be had on this machine."""

from __future__ import annotations

from pathlib import Path


def available_memory(root: Path = Path("/")) -> int | None:
    """Bytes of memory that can still be had here, or None where the system does not say.

    A container's limit counts too (cgroup v2). ``root`` is where ``proc`` and ``sys`` lie.
    """
    try:
        lines = (root / "proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return None
    kibibytes = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    if not kibibytes:
        return None
    free = kibibytes[0] * 1024
    group = root / "sys/fs/cgroup"
    try:
        limit = int((group / "memory.max").read_text("ascii"))
        used = int((group / "memory.current").read_text("ascii"))
        counts = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return free
    cache = int(counts.get("inactive_file", 0))
    return max(0, min(free, limit - used + cache))
