"""Measured work: time and memory of whole processes, printed, with no pass or fail."""
