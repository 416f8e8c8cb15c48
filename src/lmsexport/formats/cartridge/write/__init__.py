"""Writes cartridges."""
