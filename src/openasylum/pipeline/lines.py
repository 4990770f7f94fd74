"""Lines and the calendar of the person-level engine: doubly linked lists over people.

Joining, leaving and being taken cost the same however long the line.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from openasylum.pipeline.compiling import compiled, part


@compiled
def enqueue(people, lines, line, p):
    """Person ``p`` joins the end of ``line``."""
    me, queue = people[p], lines[line]
    last = queue["last"]
    me["line"] = line
    me["before"] = last
    me["after"] = -1
    if last >= 0:
        people[last]["after"] = p
    else:
        queue["first"] = p
    queue["last"] = p
    queue["length"] += 1


@compiled
def leave_line(people, lines, p):
    """Person ``p`` leaves the line they stand in, if any; those before and after close up."""
    me = people[p]
    if me["line"] >= 0:
        queue = lines[me["line"]]
        before, after = me["before"], me["after"]
        if before >= 0:
            people[before]["after"] = after
        else:
            queue["first"] = after
        if after >= 0:
            people[after]["before"] = before
        else:
            queue["last"] = before
        me["line"] = -1
        queue["length"] -= 1


@compiled
def note(people, calendar, p, step, what):
    """Put a person into the calendar (each has at most one entry)."""
    if step < calendar.shape[0]:
        me = people[p]
        last = calendar[step, 1]
        me["due"] = step
        me["what"] = what
        me["earlier"] = last
        me["later"] = -1
        if last >= 0:
            people[last]["later"] = p
        else:
            calendar[step, 0] = p
        calendar[step, 1] = p


@compiled
def strike(people, calendar, p):
    """Take a person out of the calendar."""
    me = people[p]
    step = me["due"]
    if step >= 0:
        earlier, later = me["earlier"], me["later"]
        if earlier >= 0:
            people[earlier]["later"] = later
        else:
            calendar[step, 0] = later
        if later >= 0:
            people[later]["earlier"] = earlier
        else:
            calendar[step, 1] = earlier
        me["due"] = -1


@part
def pick_line(process, s, period):
    """The line of stage ``s`` to serve next, or -1 where nobody stands in any."""
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    chosen = -1
    if first == last:
        if lines[first]["length"] > 0:
            chosen = first
    elif stage["by_priority"]:
        for k in range(first, last + 1):
            if lines[k]["length"] > 0 and (chosen < 0 or lines[k]["priority"] < lines[chosen]["priority"]):
                chosen = k
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
                        chosen = k
            lines[chosen]["credit"] -= 1.0
    return chosen


@part
def take_from(process, people, calendar, s, line, period):
    """Take the next person from a line: the oldest, or in their turn the newest where the stage works from
    both ends.
    """
    queue = process.lines[line]
    queue["alternate"] += process.numbers[process.stages[s]["oldest"], 0, 0, period]
    p = queue["last"]
    if queue["alternate"] >= 1.0:
        queue["alternate"] -= 1.0
        p = queue["first"]
    leave_line(people, process.lines, p)
    strike(people, calendar, p)
    return p
