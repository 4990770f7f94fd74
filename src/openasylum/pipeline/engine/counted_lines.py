"""The lines of a stage in the count-level engine: whom its capacity takes, from which line, and from which end."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from openasylum.pipeline.engine.compiling import part
from openasylum.pipeline.engine.kernel import followed
from openasylum.pipeline.engine.layout import SERVERS

_NOTHING = 1e-12


@part
def band_of(reached, pattern, w):
    """The band in which people of cohort ``w`` are who were released by a pattern."""
    band = 0
    while band + 1 < reached.shape[1] and w < reached[pattern, band + 1]:
        band += 1
    return band


@part
def _band_of_all(queues, spread, s, w):
    """The band in which everyone of cohort ``w`` of stage ``s`` is; -1 where it differs, and then ``queues.bands`` has it."""
    first, last = spread.first[s], spread.first[s + 1]
    same = band_of(queues.reached, first, w)
    for pattern in range(first, last):
        queues.bands[pattern] = band_of(queues.reached, pattern, w)
        if queues.bands[pattern] != same:
            same = -1
    return same


@part
def _size(queues, spread, s, line, w, band):
    """How many people of cohort ``w`` stand in a line."""
    size = 0.0
    for cell in range(queues.waiting.shape[2]):
        own = band if band >= 0 else queues.bands[spread.pattern[s, cell]]
        size += queues.waiting[line, w, cell] * queues.left[s, own, cell]
    return size


@part
def _serve_line(queues, spread, s, line, now, budget, oldest, served):
    """Take ``budget`` people from a line, ``oldest`` of them from its head."""
    kinds = served.shape[0]
    for end in range(2):
        rest = budget * oldest if end == 0 else budget * (1.0 - oldest)
        w = queues.head[line] if end == 0 else now
        while rest > _NOTHING and queues.head[line] <= w <= now:
            same = _band_of_all(queues, spread, s, w)
            size = _size(queues, spread, s, line, w, same)
            if size > 0.0:
                share = 1.0 if size <= rest else rest / size
                for cell in range(kinds):
                    mass = queues.waiting[line, w, cell]
                    if mass > 0.0:
                        band = same if same >= 0 else queues.bands[spread.pattern[s, cell]]
                        queues.waiting[line, w, cell] = mass * (1.0 - share)
                        mass *= share * queues.left[s, band, cell]
                        served[cell] += mass
                        queues.totals[line, band, cell] = max(queues.totals[line, band, cell] - mass, 0.0)
                rest -= size * share
                if share < 1.0:
                    break
            w += 1 if end == 0 else -1
        if end == 0:
            queues.head[line] = min(w, now)


@part
def _mean_service(process, cells, queues, s, standing, period):
    """The mean service of those who stand in the lines of stage ``s``, in days."""
    stage, total = process.stages[s], 0.0
    number = process.durations[stage["duration"]]["mean"]
    for line in range(stage["line_first"], stage["line_last"] + 1):
        for band in range(queues.totals.shape[1]):
            for cell in range(cells.shape[0]):
                people = queues.totals[line, band, cell]
                total += people * process.numbers[number, cells[cell, 0], cells[cell, 1], period]
    return max(total / max(standing, _NOTHING), 1e-9)


@part
def _allowance(process, cells, queues, s, step, standing, period, days):
    """Decisions that the capacity of stage ``s`` allows in a step."""
    stage = process.stages[s]
    allowance = process.capacity[s, step]
    if stage["kind"] == SERVERS:
        allowance = (
            min(allowance, standing) * days / _mean_service(process, cells, queues, s, standing, period)
        )
    f = stage["follower"]
    if f >= 0:
        rule = process.followers[f]
        share = process.numbers[rule["share"], 0, 0, period] * process.lever[f, step]
        allowance = max(allowance, share * followed(process.entered[f], step, rule["lag"], rule["window"]))
    if stage["quota"]:
        allowance += min(stage["carry"], 0.0) if process.new_year[step] else stage["carry"]
    return allowance


@part
def _foremost(lines, stage):
    """Where a stage goes by priority, the line that is served next: of those in which somebody waits, the first of the
    smallest number; -1 where it goes by length, or where nobody waits.
    """
    chosen = -1
    if stage["by_priority"]:
        for line in range(stage["line_first"], stage["line_last"] + 1):
            waits = lines[line]["credit"] > _NOTHING
            if waits and (chosen < 0 or lines[line]["priority"] < lines[chosen]["priority"]):
                chosen = line
    return chosen


@part
def _serve_lines(process, spread, queues, s, now, period, allowance, served):
    """Take people from the lines of a stage, each line by its length times its weight, or the foremost before the others;
    what one cannot use goes to the others. Returns what is left.
    """
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    oldest = process.numbers[stage["oldest"], 0, 0, period]
    unused = allowance
    for _ in range(first, last + 1):
        chosen = _foremost(lines, stage)
        from_, to = (first, last) if chosen < 0 else (chosen, chosen)
        weight, spare = 0.0, 0.0
        for line in range(from_, to + 1):
            own = lines[line]["credit"] * process.numbers[lines[line]["weight"], 0, 0, period]
            weight += own * lines[line]["effort"]
        if weight <= _NOTHING:
            break
        for line in range(from_, to + 1):
            size, effort = lines[line]["credit"], lines[line]["effort"]
            own = size * process.numbers[lines[line]["weight"], 0, 0, period]
            if size > _NOTHING:
                budget = allowance * (own * effort) / weight
                taken = min(budget / effort, size)
                _serve_line(queues, spread, s, line, now, taken, oldest, served)
                lines[line]["credit"] = size - taken
                spare += budget - taken * effort
                unused -= taken * effort
        allowance = spare
        if spare <= _NOTHING:
            break
    return unused


@part
def take(process, cells, spread, queues, s, now, step, period, days, served):
    """The capacity of stage ``s`` takes its share of each line, into ``served[kind]``."""
    stage, lines = process.stages[s], process.lines
    standing = 0.0
    for line in range(stage["line_first"], stage["line_last"] + 1):
        size = 0.0
        for band in range(queues.totals.shape[1]):
            for cell in range(served.shape[0]):
                size += queues.totals[line, band, cell]
        lines[line]["credit"] = size
        standing += size
    allowance = _allowance(process, cells, queues, s, step, standing, period, days)
    if allowance > 0.0:
        allowance = _serve_lines(process, spread, queues, s, now, period, allowance, served)
    stage["carry"] = allowance
