"""Pair missing rows with new ones: the assignment of the greatest total weight, each row used once.

The candidates between two lists fall into tiny groups (mostly one against one), so the exact method costs nothing; it
is Kuhn's, in the form with potentials that takes cubic time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

# With more possible pairs in one group the exact method takes seconds, and no ordinary list has so many: a list on
# which a hundred rows of one state changed at once is held anyway. Then the heaviest pairs are taken first.
_MAX_PAIRS = 2_500


def assign(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of the greatest total weight among the candidates, sorted. Weights must be above zero.

    Either side may stay unpaired. The order of the numbers breaks ties, so the result depends on the caller's order
    and not on hashing.
    """
    pairs: list[tuple[int, int]] = []
    for firsts, seconds in _groups(weights):
        if len(firsts) * len(seconds) > _MAX_PAIRS:
            group = set(firsts)
            heaviest = sorted((pair for pair in weights if pair[0] in group), key=lambda pair: (-weights[pair], pair))
            pairs += each_once(heaviest).items()
            continue
        costs = [[-weights.get((first, second), 0.0) for second in seconds] for first in firsts]
        transposed = len(firsts) > len(seconds)
        if transposed:
            costs = [list(column) for column in zip(*costs, strict=True)]
        for row, column in enumerate(_cheapest(costs)):
            first, second = (column, row) if transposed else (row, column)
            pair = (firsts[first], seconds[second])
            if pair in weights:
                pairs.append(pair)
    return sorted(pairs)


def _groups(weights: Mapping[tuple[int, int], float]) -> list[tuple[list[int], list[int]]]:
    """The connected groups of candidates, which can be assigned one by one."""
    seconds_of: dict[int, set[int]] = defaultdict(set)
    firsts_of: dict[int, set[int]] = defaultdict(set)
    for first, second in weights:
        seconds_of[first].add(second)
        firsts_of[second].add(first)
    groups = []
    seen: set[int] = set()
    for start in seconds_of:
        if start in seen:
            continue
        firsts, seconds, queue = {start}, set[int](), [start]
        for first in queue:  # which grows on the way
            for second in seconds_of[first] - seconds:
                seconds.add(second)
                queue += firsts_of[second] - firsts
                firsts |= firsts_of[second]
        seen |= firsts
        groups.append((sorted(firsts), sorted(seconds)))
    return groups


def each_once(best_first: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The pairs in their order, each left out if one of its two numbers is already paired."""
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for first, second in best_first:
        if first not in pairs and second not in used:
            used.add(second)
            pairs[first] = second
    return pairs


def _cheapest(costs: list[list[float]]) -> list[int]:
    """The column of each row at the least total cost; there are at least as many columns as rows."""
    rows, columns = len(costs), len(costs[0])
    row_price = [0.0] * (rows + 1)
    column_price = [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; 0: the column is free
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack = [float("inf")] * (columns + 1)
        came_from = [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while row_of[column]:
            visited[column] = True
            at, step, following = row_of[column], float("inf"), 0
            for other in range(1, columns + 1):
                if visited[other]:
                    continue
                reduced = costs[at - 1][other - 1] - row_price[at] - column_price[other]
                if reduced < slack[other]:
                    slack[other], came_from[other] = reduced, column
                if slack[other] < step:
                    step, following = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    slack[other] -= step
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return [row_of.index(row, 1) - 1 for row in range(1, rows + 1)]
