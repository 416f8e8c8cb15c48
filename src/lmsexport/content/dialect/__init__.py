"""The Markdown that authors write: how each part of a text is spelled in it."""
