"""Reading documents back: does what came back still answer the standard, and do the documents still agree?

Reads bytes, gives values and findings; changes no document and asks no clock. The words for people are in messages/AU.yaml.
"""

from itsm_docs.audit.result import Audit, ClauseResult, ClauseState, FactResult, FactState, Place
from itsm_docs.audit.run import Request, audit

__all__ = ["Audit", "ClauseResult", "ClauseState", "FactResult", "FactState", "Place", "Request", "audit"]
