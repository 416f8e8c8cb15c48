"""From packages to courses: what an outline holds, as the source that an author would have written."""
