"""The vocabulary of an IT-service engagement as validated, frozen records. Reads no files and checks no law."""

from itsm_docs.model.engagement import Engagement

__all__ = ["Engagement"]
