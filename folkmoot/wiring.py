"""What follows what: which announced fact is followed by which job, and how each job is carried out."""

from folkmoot.infra.boot import Consequences

CONSEQUENCES = Consequences(follow_ups={}, kinds={})
