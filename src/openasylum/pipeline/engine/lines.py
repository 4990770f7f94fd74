"""Lines and the calendar of the person-level engine: chains of blocks of cells.

A block is sixteen cells, one line of the processor's cache: the block after it, the block before it, and
fourteen rows. Joining writes the next cell, leaving wipes one's own; nobody else's record is touched, so both
cost the same however long the line. Block 0 is nobody's; ``clock`` keeps the blocks that are free.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import numpy as np

from openasylum.pipeline.engine.compiling import part

BLOCK = 16
_SHIFT, _WITHIN = 4, 15  # a cell's block is cell >> 4, its place in it cell & 15
_FIRST = 2  # the first cell of a block that holds a row

# So many people, or more, are worth a look ahead.
_SOME = 3

# Where the kernel's clock keeps the free blocks: a chain of used ones, and the first never used.
FREE, FRESH = 4, 5

# Where it keeps what was seen in passing, so that nobody leaves the looking out.
SEEN = 7


@part
def _free_block(cells, clock, block):
    cells[block << _SHIFT] = clock[FREE]
    clock[FREE] = block


@part
def _new_block(cells, clock, before):
    block = np.int64(clock[FREE])
    if block > 0:
        clock[FREE] = cells[block << _SHIFT]
    else:
        block = clock[FRESH]
        clock[FRESH] = block + 1
    cells[block << _SHIFT] = 0
    cells[(block << _SHIFT) + 1] = before
    return block


@part
def _append(cells, clock, end, p):
    """Write ``p`` at ``end`` of a chain (0: a chain that has no block yet); returns the cell."""
    if end & _WITHIN == 0:
        before = (end >> _SHIFT) - 1 if end > 0 else 0
        block = _new_block(cells, clock, before)
        if before > 0:
            cells[before << _SHIFT] = block
        end = (block << _SHIFT) + _FIRST
    cells[end] = p
    return end


@part
def _append_unguessed(cells, clock, end, p):
    """The same where nobody can guess whether a chain needs a block now, as in a calendar of which few steps are taken.

    A processor loses more by a wrong guess than by all of this; so nothing hangs on it but numbers, and what need not be
    written goes to block 0.
    """
    if clock[FREE] == 0:
        cells[clock[FRESH] << _SHIFT] = 0
        clock[FREE] = clock[FRESH]
        clock[FRESH] += 1
    free = np.int64(clock[FREE])
    full = np.int64(end & _WITHIN == 0)
    clock[FREE] = np.int64(cells[free << _SHIFT]) * full + free * (1 - full)
    block = free * full
    before = max((end >> _SHIFT) - 1, 0) * full
    cells[before << _SHIFT] = block
    cells[block << _SHIFT] = 0
    cells[(block << _SHIFT) + 1] = before
    end = ((block << _SHIFT) + _FIRST) * full + end * (1 - full)
    cells[end] = p
    return end


@part
def enqueue(me, stage, queue, cells, clock, line, p):
    """Person ``p`` joins the end of ``line``, one of those of ``stage``."""
    cell = _append(cells, clock, np.int64(queue["tail"]), p)
    if queue["tail"] == 0:
        queue["head"] = cell
    queue["tail"] = cell + 1
    queue["length"] += 1
    stage["standing"] += 1
    me["line"] = line
    me["place"] = cell


@part
def leave_line(me, process, cells):
    """A person leaves the line they stand in, if any."""
    if me["place"] >= 0:
        cells[me["place"]] = -1
        process.lines[me["line"]]["length"] -= 1
        process.stages[me["stage"]]["standing"] -= 1
        me["place"] = -1


@part
def note(me, calendar, cells, clock, p, step, what):
    """Put a person into the calendar (each has at most one entry)."""
    if step < calendar.shape[0]:
        end = np.int64(calendar[step, 1])
        cell = _append_unguessed(cells, clock, end, p)
        calendar[step, 0] += (cell >> _SHIFT) * np.int64(end == 0)
        calendar[step, 1] = cell + 1
        me["due"] = cell
        me["what"] = what


@part
def strike(me, cells):
    """Take a person out of the calendar."""
    if me["due"] >= 0:
        cells[me["due"]] = -1
        me["due"] = -1


@part
def look_ahead(people, cells, clock, cell, end, block):
    """Touch the records of those who stand from ``cell`` on in a block not looked at before (``block``: the one that
    was); returns the block.

    Reads that wait for nothing are fetched from memory side by side; those of one person after another would each be
    waited for.
    """
    if cell >> _SHIFT != block:
        block = cell >> _SHIFT
        stop = end if (end - 1) >> _SHIFT == block else (block + 1) << _SHIFT
        if stop - cell >= _SOME:
            for k in range(cell, stop):
                if cells[k] >= 0:
                    clock[SEEN] ^= people[cells[k]]["what"]
    return block


@part
def next_due(calendar, cells, clock, step, cell):
    """The cell of who is due next at ``step``, looking from ``cell`` on (0: from the first); -1 if nobody is."""
    if calendar[step, 1] == 0:
        return -1
    if cell == 0:
        cell = (np.int64(calendar[step, 0]) << _SHIFT) + _FIRST
    while True:
        end = np.int64(calendar[step, 1])
        if cell == end or cell & _WITHIN == 0:
            block = (cell - 1) >> _SHIFT
            after = np.int64(cells[block << _SHIFT])
            if cell == end:
                # Everyone was read: the step is empty again.
                _free_block(cells, clock, block)
                calendar[step, 0] = calendar[step, 1] = 0
                return -1
            _free_block(cells, clock, block)
            calendar[step, 0] = after
            cell = (after << _SHIFT) + _FIRST
        elif cells[cell] >= 0:
            return cell
        else:
            cell += 1


@part
def oldest(queue, cells, clock):
    """Who has stood longest in a line in which somebody stands."""
    cell = np.int64(queue["head"])
    while True:
        if cell & _WITHIN == 0:
            block = (cell >> _SHIFT) - 1
            after = np.int64(cells[block << _SHIFT])
            _free_block(cells, clock, block)
            cells[(after << _SHIFT) + 1] = 0
            cell = (after << _SHIFT) + _FIRST
        elif cells[cell] >= 0:
            queue["head"] = cell
            return np.int64(cells[cell])
        else:
            cell += 1


@part
def newest(queue, cells, clock):
    """Who came last to a line in which somebody stands."""
    cell = np.int64(queue["tail"]) - 1
    while True:
        if cell & _WITHIN < _FIRST:
            block = cell >> _SHIFT
            before = np.int64(cells[(block << _SHIFT) + 1])
            _free_block(cells, clock, block)
            cells[before << _SHIFT] = 0
            cell = (before << _SHIFT) + BLOCK - 1
        elif cells[cell] >= 0:
            queue["tail"] = cell + 1
            return np.int64(cells[cell])
        else:
            cell -= 1


@part
def pick_line(process, stage, period):
    """The line of a stage to serve next, or -1 where nobody stands in any."""
    lines = process.lines
    first, last = np.int64(stage["line_first"]), np.int64(stage["line_last"])
    chosen = np.int64(-1)
    if first == last:
        if lines[first]["length"] > 0:
            chosen = first
    elif stage["by_priority"]:
        for k in range(first, last + 1):
            if lines[k]["length"] > 0 and (chosen < 0 or lines[k]["priority"] < lines[chosen]["priority"]):
                chosen = np.int64(k)
    else:
        total = 0.0
        for k in range(first, last + 1):
            total += process.numbers[lines[k]["weight"], 0, 0, period] * lines[k]["length"]
        if total > 0.0:
            for k in range(first, last + 1):
                if lines[k]["length"] == 0:
                    lines[k]["credit"] = 0.0
                else:
                    lines[k]["credit"] += (
                        process.numbers[lines[k]["weight"], 0, 0, period] * lines[k]["length"] / total
                    )
                    if chosen < 0 or lines[k]["credit"] > lines[chosen]["credit"]:
                        chosen = np.int64(k)
            lines[chosen]["credit"] -= 1.0
    return chosen


@part
def head_is_next(process, stage, queue, period):
    """Whether the oldest is to be taken next, or in their turn the newest, where the stage works from both ends."""
    queue["alternate"] += process.numbers[stage["oldest"], 0, 0, period]
    if queue["alternate"] >= 1.0:
        queue["alternate"] -= 1.0
        return True
    return False


@part
def take(queue, cells, clock, from_head):
    """The next person at one end of a line, -1 where nobody stands in it."""
    if queue["length"] == 0:
        return np.int64(-1)
    return oldest(queue, cells, clock) if from_head else newest(queue, cells, clock)
