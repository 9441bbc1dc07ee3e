"""What the publishers would send: the committed tables in each publisher's format, and a server on this
machine.

The formats follow the publishers' documentation; no answer of theirs is copied. A renderer shares no code
with the reader that it tests.
"""
