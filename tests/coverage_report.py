"""Prints what `coverage run` has measured: the total, and the files of which the tests reach less than of most."""

from __future__ import annotations

from statistics import median

import coverage


def main() -> None:
    """Print the share of lines that ran, and each file below the median, the least reached first."""
    measured = coverage.Coverage()
    measured.load()
    reached: dict[str, tuple[int, int]] = {}
    for path in measured.get_data().measured_files():
        _, lines, _, missing, _ = measured.analysis2(path)
        if lines:
            reached[path] = len(lines) - len(missing), len(lines)
    shares = {path: ran / lines for path, (ran, lines) in reached.items()}
    middle = median(shares.values())
    for path in sorted(shares, key=lambda path: (shares[path], path)):
        if shares[path] < middle:
            print(f"{shares[path]:7.1%}  {path}")
    total = sum(ran for ran, _ in reached.values()) / sum(lines for _, lines in reached.values())
    print(f"{total:7.1%}  of {len(shares)} files; the median is {middle:.1%}, and those below it stand above")


if __name__ == "__main__":
    main()
