"""Two versions of a document compared: a Word file with native tracked changes, and what the changes mean.

Bytes in, bytes out: it writes no file, asks no clock and judges no change. A redline is no issued document and carries no
trace. Nothing is imported here: reading a summary needs no engine.
"""
