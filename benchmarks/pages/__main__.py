"""Whether the staff's pages stay quick:  python -m benchmarks.pages [URL_OF_1000 URL_OF_1000000]

Asks for every page in turns at both sizes, several rounds in one run, and compares the medians: each page may take
three times as long among 1,000,000 contacts as among 1,000. Without addresses the databases are made and filled.
"""

import json
import os
import subprocess
import sys
from statistics import median

from benchmarks.pages.asking import LIST

SMALL, LARGE = 1_000, 1_000_000
ROUNDS, TIMES = 2, 3
ALLOWED = 3.0


def main() -> None:
    if urls := sys.argv[1:]:
        sys.exit(_told(*_measured(urls)))
    from benchmarks.stores import PostgreSQL

    server = PostgreSQL(os.environ.get("BENCH_DATABASE_URL"))
    try:
        sys.exit(_told(*_measured([server.fresh(SMALL), server.fresh(LARGE)])))
    finally:
        server.stop()


def _measured(urls: list[str]) -> list[dict[str, float]]:
    """Give milliseconds by page for each store. The stores take turns, so that a busy moment meets both."""
    rounds: list[list[dict[str, list[float]]]] = [[], []]
    for number in range(ROUNDS):
        for store in (0, 1) if number % 2 else (1, 0):
            rounds[store].append(_asked(urls[store]))
            print(".", end="", flush=True)
    print()
    return [
        {name: median(taken for one in of_store for taken in one[name]) for name in of_store[0]} for of_store in rounds
    ]


def _asked(url: str) -> dict[str, list[float]]:
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "benchmark" * 6, "HTTPS_ONLY": "false"}
    environment |= {"ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR", "DEBUG": "true"}
    command = [sys.executable, "-m", "benchmarks.pages.asking", str(TIMES)]
    done = subprocess.run(command, env=environment, text=True, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _told(small: dict[str, float], large: dict[str, float]) -> int:
    """Print a line for each page, and give how many are too slow."""
    print(f"{'page':60} {SMALL:>9,} {LARGE:>12,}   ratio   (milliseconds; {LIST} unless named otherwise)")
    slow = 0
    for name in large:
        ratio = large[name] / small[name]
        slow += ratio > ALLOWED
        verdict = "ok" if ratio <= ALLOWED else f"MORE THAN {ALLOWED:g} TIMES"
        print(f"{name:60} {small[name]:9.1f} {large[name]:12.1f} {ratio:7.2f}   {verdict}")
    print(f"{len(large) - slow} of {len(large)} pages take at most {ALLOWED:g} times as long.")
    return int(slow > 0)


if __name__ == "__main__":
    main()
