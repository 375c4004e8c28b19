"""Pair what left with what came: the assignment of the greatest total weight, each side used once.

The candidates of one transition fall into tiny groups (mostly one against one), so the exact method for
assignments costs nothing; it is Kuhn's, in the form with potentials that takes cubic time.
"""

from collections import defaultdict
from collections.abc import Mapping

_NO_PAIR = 0.0

# Above so many possible pairs in one group the exact method takes seconds, and nothing ordinary has so many: a
# list on which a hundred rows of one state changed at once is held in any case. There the heaviest pair goes first.
_MAX_PAIRS = 2_500


def assign(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of the greatest total weight among the candidates, sorted. Weights must be above zero.

    Either side may stay alone. Equal totals are settled by the order of the numbers, so that the caller's order
    decides and no accident of hashing.
    """
    pairs: list[tuple[int, int]] = []
    for lefts, rights in _groups(weights):
        if len(lefts) == len(rights) == 1:
            pairs.append((lefts[0], rights[0]))
            continue
        if len(lefts) * len(rights) > _MAX_PAIRS:
            pairs += _heaviest_first(weights, set(lefts))
            continue
        costs = [[-weights.get((left, right), _NO_PAIR) for right in rights] for left in lefts]
        transposed = len(lefts) > len(rights)
        if transposed:
            costs = [list(column) for column in zip(*costs, strict=True)]
        for row, column in enumerate(_cheapest(costs)):
            place, other = (column, row) if transposed else (row, column)
            pair = (lefts[place], rights[other])
            if pair in weights:
                pairs.append(pair)
    return sorted(pairs)


def _groups(weights: Mapping[tuple[int, int], float]) -> list[tuple[list[int], list[int]]]:
    """The connected groups of candidates: what happens in one does not touch another."""
    rights_of: dict[int, list[int]] = defaultdict(list)
    lefts_of: dict[int, list[int]] = defaultdict(list)
    for left, right in sorted(weights):
        rights_of[left].append(right)
        lefts_of[right].append(left)
    groups = []
    seen: set[int] = set()
    for first in sorted(rights_of):
        if first in seen:
            continue
        lefts, rights, queue = {first}, set[int](), [first]
        while queue:
            for right in rights_of[queue.pop()]:
                if right not in rights:
                    rights.add(right)
                    fresh = set(lefts_of[right]) - lefts
                    lefts |= fresh
                    queue += sorted(fresh)
        seen |= lefts
        groups.append((sorted(lefts), sorted(rights)))
    return groups


def _heaviest_first(weights: Mapping[tuple[int, int], float], lefts: set[int]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    free = set(lefts)
    for left, right in sorted((pair for pair in weights if pair[0] in lefts), key=lambda pair: (-weights[pair], pair)):
        if left in free and right not in used:
            free.discard(left)
            used.add(right)
            pairs.append((left, right))
    return pairs


def _cheapest(costs: list[list[float]]) -> list[int]:
    """For each row its column, at the least total cost; there are at least as many columns as rows."""
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
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
