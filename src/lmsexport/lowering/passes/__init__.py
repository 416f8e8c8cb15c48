"""Passes that several targets share: each rewrites one kind of node as another form of it, and is pure."""
