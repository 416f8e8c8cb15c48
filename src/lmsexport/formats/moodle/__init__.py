"""The target `moodle`: a course backup that Moodle 4.0 and later restores."""

from lmsexport.formats.moodle.exporter import MoodleBackup, MoodleOptions

__all__ = ["MoodleBackup", "MoodleOptions"]
