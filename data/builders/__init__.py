"""Build-time tools: one module a source, each turning a file inside a published package into tables with
sidecars.

The book never imports these. They run in an environment of their own (`requirements.lock`), and read data
files out of installed packages without importing the packages, so that none of their dependencies is needed.
"""
