"""The trace: what a filled document carries so that it can be read back and proven; written and read here.

Names and tags (`names`), the XML around facts and headings (`controls`), a section's own text and its hash
(`canonical`, `story`), the receipt (`receipt`, `parts`), and the way back from a file (`reader`).
Nothing is imported here: filling a template loads neither a parser nor a model.
"""
