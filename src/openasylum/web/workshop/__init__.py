"""Answers while you look: draws made one by one in worker processes, shared by everyone who asks for them.

``Workshop`` owns the workers. A *job* asks for some draws of some scenarios; whoever asks for the same draw gets the same
one. A coarse answer needs four draws of the scenario that was changed, since those of the law in force are made when the
server starts; the rest follow while somebody looks. The last answer is the run that ``openasylum run`` would give.
"""

from openasylum.web.workshop.jobs import Job
from openasylum.web.workshop.scheduling import Workshop

__all__ = ["Job", "Workshop"]
