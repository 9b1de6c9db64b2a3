"""Reading documents back: does what came back still answer the standard, and do the documents still agree?

Reads bytes, gives values and findings; changes no document and asks no clock. The words for people are in messages/AU.yaml.
"""
