"""From a returned Word file back into the inputs: values that were changed in it, and only those that lead back exactly.

`read` says what was changed and where each change would be written; `tried` and `write` put the chosen ones into the
project's files, all of them or none. What does not lead back is a finding with its reason, never a guess. Prose is not
pulled: only values that the document carries in controls.
"""

from itsm_docs.pull.proposal import Change
from itsm_docs.pull.run import Pulled, read
from itsm_docs.pull.writing import Planned, Trial, tried, write

__all__ = ["Change", "Planned", "Pulled", "Trial", "read", "tried", "write"]
