"""`python -m bench`: every measurement in a process of its own, as one table.

Each module of this folder prints lines of JSON with `name`, `ratio`, `limit` and, where the bar is
a floor, `"at_least": true`. Milliseconds stand beside for scale only: machines are noisy.
"""

import json
import subprocess
import sys
from pathlib import Path


def rows(module):
    """Return the rows that one measurement prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}"], capture_output=True, text=True, check=False
    )
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if not found:
        reason = (done.stderr.strip().splitlines() or ["printed nothing"])[-1]
        found = [{"name": module, "failed": reason}]
    return found


def line(row):
    """Return a row of the table, and whether its bar is met."""
    if "failed" in row:
        return f"{row['name']:<44} {row['failed']}", False
    if "skipped" in row:
        return f"{row['name']:<44} {row['skipped']}", True
    floor = row.get("at_least", False)
    met = row["ratio"] >= row["limit"] if floor else row["ratio"] <= row["limit"]
    sign = "≥" if floor else "≤"
    rest = ", ".join(
        f"{key} {value}"
        for key, value in row.items()
        if key not in {"name", "ratio", "limit", "at_least"}
    )
    bar = f"{sign} {row['limit']:g}"
    return (
        f"{row['name']:<44} {row['ratio']:>9.3f}  {bar:<9} {'ok' if met else 'NO'}   {rest}",
        met,
    )


def main():
    """Run them all; exit 1 if a bar is not met."""
    modules = sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))
    print(f"{'measurement':<44} {'ratio':>9}  {'bar':<9} {'':<4} figures")
    kept = True
    for module in modules:
        for row in rows(module):
            text, met = line(row)
            kept = kept and met
            print(text, flush=True)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
