"""The rules of cartridges."""
