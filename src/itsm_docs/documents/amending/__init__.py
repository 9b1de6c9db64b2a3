"""The supplementary agreement (补充协议) between two versions of an engagement.

Builds what the parties sign from both versions and compares the texts place by place: nothing is said to change that
would not read differently, and nothing that reads differently is left out.
"""

from itsm_docs.documents.amending.agreement import Agreement, Wanted, agreement

__all__ = ["Agreement", "Wanted", "agreement"]
