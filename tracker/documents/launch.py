"""Limit this process, then become another program: ``python -m tracker.documents.launch MEMORY CPU FILE PROGRAM …``.

A function run between fork and exec would do the same, but not safely in a server with threads.
"""

import os
import resource
import sys


def main() -> None:
    memory, cpu, file = map(int, sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 -- the program that the caller found


if __name__ == "__main__":
    main()
