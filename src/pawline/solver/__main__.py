"""One job: a `Job` in, a `Layout` out, both JSON."""

import os
import sys

import msgspec

from pawline.confine import Limits, confine
from pawline.solver.model import Job

# The search itself ends by the clock; on two processors it spends about twice its seconds.
LIMITS = Limits(cpu_s=60, memory_bytes=2048 * 1024 * 1024, file_bytes=0, open_files=128)


def main() -> int:
    """Reads, confines itself, searches, answers."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    confine(LIMITS)
    # What comes along with the solver would keep memory for a thread on each processor.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from pawline.solver.program import solve

    sys.stdout.buffer.write(msgspec.json.encode(solve(job.day, job.seconds, job.seed)) + b"\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
