"""Writes Canvas course exports."""
