"""How fast files come and go: ours beside the database's own bulk commands and django-import-export, in one run.

    python -m benchmarks.exchange [--rows 100000] [--database URL …] [--peer-rows 2000] [--json FILE]

Each scenario runs in a process of its own on a database of its own, so that its peak of memory is its own, and rates
are compared only within one run: absolute figures drift with the machine.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
# (what, against what, goal)
RATIOS = [
    ("import", "raw", 0.25),
    ("import", "peer", 12),
    ("import", "peer-bulk", 2.5),
    ("import-again", "import", 1),
    ("export", "raw-export", 0.4),
    ("export", "peer-export", 5),
]
NEEDS_STORED_CONTACTS = ("import-again", "raw-export", "export", "peer-export")


def main() -> None:
    options = _options()
    report = {url: _measure(url, options) for url in options.database}
    for url, results in report.items():
        _print(url.split(":")[0], results, options)
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure import and export.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer-rows", type=int, default=2_000, help="django-import-export as it comes is slow")
    parser.add_argument("--database", action="append", help="a URL; its database is emptied. Twice for both kinds")
    parser.add_argument("--only", action="append", choices=SCENARIOS)
    parser.add_argument("--json", help="a file for the figures")
    options = parser.parse_args()
    options.database = options.database or _default_databases()
    return options


def _default_databases() -> list[str]:
    return [
        "sqlite:///{folder}/bench.sqlite3",
        os.environ.get("BENCH_DATABASE_URL", "postgres://127.0.0.1/contacts_bench"),
    ]


def _measure(url: str, options: argparse.Namespace) -> dict[str, dict]:
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DEBUG": "true", "DATABASE_URL": url.format(folder=folder), "CONTENT_DIR": folder}
        for name in options.only or SCENARIOS:
            rows = options.peer_rows if name == "peer" else options.rows
            command = [sys.executable, "-m", "benchmarks.exchange_scenarios", name, str(rows), folder]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
            results[name] = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None
    return results


def _print(kind: str, results: dict[str, dict], options: argparse.Namespace) -> None:
    print(f"\n{kind}: {options.rows:,} rows")
    print(f"{'scenario':<14}{'rows/s':>10}{'CPU s':>8}{'peak MB':>9}  what")
    for name, result in results.items():
        figures = (
            f"{result['rows_per_second']:>10,.0f}{result['cpu']:>8.1f}{result['peak_mb']:>9.0f}"
            if result
            else f"{'failed':>10}{'':>17}"
        )
        print(f"{name:<14}{figures}  {SCENARIOS[name]}")
    for what, against, goal in RATIOS:
        if results.get(what) and results.get(against):
            ratio = results[what]["rows_per_second"] / results[against]["rows_per_second"]
            print(f"{what} / {against}: {ratio:.2f} (goal {goal})")


if __name__ == "__main__":
    main()
