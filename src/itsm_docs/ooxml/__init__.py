"""Everything that knows WordprocessingML: packages, numbering, the house style, flat copies, the self-check.

Nothing is imported here, so that filling a template loads only what it uses.
"""
