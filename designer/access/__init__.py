"""Access: who may do what, measured on a server with rows for everybody worth trying."""

from designer.access.cells import Cell
from designer.access.measuring import COMMANDS, Measurement, measure_access
from designer.access.outcomes import Deed, Outcome

__all__ = ["COMMANDS", "Cell", "Deed", "Measurement", "Outcome", "measure_access"]
