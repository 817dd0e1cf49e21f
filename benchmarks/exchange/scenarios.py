"""One scenario of the exchange, in a process of its own: NAME ROWS FOLDER. Prints its figures as JSON."""

import csv
import json
import os
import resource
import sys
import time
from pathlib import Path

COLUMNS = ["type", "email", "first_name", "last_name", "company", "phone", "mobile", "address_line1", "address_city"]
COLUMNS += ["address_postcode", "address_country", "customer_number", "reference", "tags", "sms_optout_reason"]


def make_file(folder: Path, rows: int) -> Path:
    """Write a CSV of plausible contacts, the same in every run."""
    path = folder / f"contacts-{rows}.csv"
    if not path.exists():
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_row(number) for number in range(rows))
    return path


def _row(number: int) -> list[str]:
    return [
        "guest" if number % 3 else "user",
        f"person{number}@example.com",
        f"Ana{number % 997}",
        f"Müller-{number}",
        f"Company {number % 5000}",
        f"020 7946 {number % 10000:04d}",
        f"07700 {number % 1000000:06d}",
        f"{number % 200} Mill Lane",
        ("London", "Leeds", "York", "Bath")[number % 4],
        "LS1 1AA",
        "GB",
        f"C{number}",
        f"REF-{number}",
        "; ".join(("vip", "trade", "newsletter", "north")[: number % 4]),
        "" if number % 5 else "optout",
    ]


def main(name: str, rows: int, folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    path = make_file(folder, rows)
    import django

    django.setup()
    from benchmarks.exchange import steps

    steps.load()
    prepare, run = steps.SCENARIOS[name]
    prepare(path)
    started, cpu, server_cpu = time.perf_counter(), cpu_of_ours(), steps.server_cpu()
    count = run(path)
    seconds = time.perf_counter() - started
    figures = {"rows": count, "rows_per_second": count / seconds, "seconds": seconds, "cpu": cpu_of_ours() - cpu}
    print(json.dumps({**figures, "server_cpu": steps.server_cpu() - server_cpu, "peak_mb": peak_of_ours()}))


def cpu_of_ours() -> float:
    """Give the CPU seconds of this process and of those that it has started and that have ended."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak_of_ours() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_maxrss for usage in usages) / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
