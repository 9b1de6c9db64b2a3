"""The single checks behind `ooxml.check`, by subject. None of them changes anything."""
