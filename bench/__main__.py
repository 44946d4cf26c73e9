"""`make bench`: every bench in turn; each prints its own table."""

import runpy
import sys

BENCHES = ("bench.importing", "bench.search", "bench.search_relevance", "bench.serving", "bench.currency", "bench.figures")


def main() -> None:
    """Run the benches named, or all."""
    for name in sys.argv[1:] or BENCHES:
        print(f"\n== {name}", flush=True)
        sys.argv = [name]
        runpy.run_module(name, run_name="__main__")


if __name__ == "__main__":
    main()
