"""itsm-docs: one description of an IT-service engagement, and the documents that DB21/T 1799.1 requires of it."""

__version__ = "0.1.0"
