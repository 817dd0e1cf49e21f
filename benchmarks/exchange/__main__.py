"""How fast files come and go: ours beside the database's own bulk commands and django-import-export, in one run.

    python -m benchmarks.exchange [--rows 100000] [--rounds 3] [--database URL …] [--peer-rows 2000] [--json FILE]

Each scenario runs in a process of its own, so that its peak of memory is its own, and rates are compared only within
one run: absolute figures drift with the machine. CPU time is told beside the rates, for machines that have other work
too: it is that of our process and, where the server runs on this machine, of its backend.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median_low

from benchmarks.exchange.databases import databases, refusal_of, without_password
from benchmarks.exchange.goals import verdicts_on

SCENARIOS = {
    "raw": "rows into the indexed table by the database's own bulk command, judged by nobody",
    "import": "our import: rules, matching, history, consents, tags",
    "import-again": "the same file once more: nothing changes",
    "peer": "django-import-export as it comes",
    "peer-bulk": "django-import-export, bulk, no look-ups, no rules",
    "raw-export": "the same joined columns by the database's own bulk command",
    "export": "our export to CSV",
    "peer-export": "django-import-export's export to CSV",
}
Results = dict[str, dict | None]


def main() -> None:
    options = _options()
    with databases(options.database) as urls:
        refused = {url: refusal for url in urls if (refusal := refusal_of(url))}
        print(*refused.values(), sep="\n", end="\n" if refused else "", file=sys.stderr)
        report = {without_password(url): _measure(url, options) for url in urls if url not in refused}
    for url, results in report.items():
        _print(url.split(":")[0], results, options)
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2))
    is_whole = all(results[name] for results in report.values() for name in results)
    sys.exit(2 if refused or not is_whole else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description="Measure import and export.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1, help="each scenario so often; its middle figure counts")
    parser.add_argument("--peer-rows", type=int, default=2_000, help="django-import-export as it comes is slow")
    parser.add_argument("--database", action="append", help="a URL; its database is emptied. Twice for both kinds")
    parser.add_argument("--only", action="append", choices=SCENARIOS)
    parser.add_argument("--json", help="a file for the figures")
    return parser.parse_args()


def _measure(url: str, options: argparse.Namespace) -> Results:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DEBUG": "true", "DATABASE_URL": url.format(folder=folder), "CONTENT_DIR": folder}
        rounds = [_round(folder, environment, options) for _round_number in range(options.rounds)]
    return {name: _middle([one[name] for one in rounds]) for name in rounds[0]}


def _round(folder: str, environment: dict[str, str], options: argparse.Namespace) -> Results:
    results: Results = {}
    for name in options.only or SCENARIOS:
        rows = min(options.peer_rows, options.rows) if name == "peer" else options.rows
        command = [sys.executable, "-m", "benchmarks.exchange.scenarios", name, str(rows), folder]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        results[name] = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
    return results


def _middle(figures: list[dict | None]) -> dict | None:
    if not all(figures):
        return None
    rate = median_low(one["rows_per_second"] for one in figures if one)
    return next(one for one in figures if one and one["rows_per_second"] == rate)


def _print(kind: str, results: Results, options: argparse.Namespace) -> None:
    print(f"\n{kind}: {options.rows:,} rows")
    print(f"{'scenario':<14}{'rows/s':>10}{'CPU s':>8}{'server':>8}{'peak MB':>9}  what")
    for name, result in results.items():
        print(f"{name:<14}{_figures(result)}  {SCENARIOS[name]}")
    for verdict in verdicts_on(kind, results):
        print(verdict)


def _figures(result: dict | None) -> str:
    if result is None:
        return f"{'failed':>10}{'':>25}"
    return "{rows_per_second:>10,.0f}{cpu:>8.1f}{server_cpu:>8.1f}{peak_mb:>9.0f}".format(**result)


if __name__ == "__main__":
    main()
