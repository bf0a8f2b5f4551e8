"""Access: who may do what, measured on a server with rows for everybody worth trying."""

from designer.access.measuring import COMMANDS, Cell, Measurement, measure_access
from designer.access.outcomes import Outcome

__all__ = ["COMMANDS", "Cell", "Measurement", "Outcome", "measure_access"]
