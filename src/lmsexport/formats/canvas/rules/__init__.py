"""The rules of Canvas course exports."""
