"""Local projections: reduced forms, their cumulative ratio, instruments, states."""
