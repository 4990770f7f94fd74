"""OpenAsylum: the open, auditable model of the Canada-U.S. asylum system.

Rooms, left to right (a room imports only from rooms on its left)::

    facts -> law -> population -> arrivals -> pipeline -> costs -> scenario
          -> simulate, ensemble -> results -> scorecard -> report, web, cli

The small modules beside this file (``errors``, ``documents``, ``timeline``, ``keyed_random``, ``vocabulary``)
belong to no room and know none.
"""

__version__ = "0.1.0"
