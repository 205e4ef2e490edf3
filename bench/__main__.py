"""`python -m bench [name ...]`: measure, and print one table. It never fails: a timing is looked at, not asserted."""

import argparse
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping

from bench import asking, enqueueing, explaining, forecasting, importing, living, moving, starting, verifying
from bench.figures import Row, table

MEASUREMENTS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "moving": moving.measure,
    "verifying": verifying.measure,
    "starting": starting.measure,
    "asking": asking.measure,
    "enqueueing": enqueueing.measure,
    "explaining": explaining.measure,
    "forecasting": forecasting.measure,
    "importing": importing.measure,
    "living": living.measure,
    "first-page": starting.measure_first_page,
}
ONLY_WHEN_ASKED = {"first-page", "living"}
NOTE = """
Each figure is the median over rounds; both sides take turns within a round, and a ratio is the median of the
rounds' own ratios. On a busy machine read the ratios, and not much into those whose low and high lie far apart."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of: {', '.join(MEASUREMENTS)}")
    asked = parser.parse_args().names or [name for name in MEASUREMENTS if name not in ONLY_WHEN_ASKED]
    if unknown := [name for name in asked if name not in MEASUREMENTS]:
        parser.error(f"There is no measurement called {unknown[0]}. Choose any of: {', '.join(MEASUREMENTS)}.")
    rows: list[Row] = []
    for name in asked:
        _say(f"{name} ...")
        try:
            rows += MEASUREMENTS[name]()
        except Exception:
            traceback.print_exc()
            rows.append(Row(f"{name}: could not be measured, see above", "", met=None))
    print(table(rows))
    print(NOTE)


def _say(words: str) -> None:
    if sys.stderr.isatty():
        print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
