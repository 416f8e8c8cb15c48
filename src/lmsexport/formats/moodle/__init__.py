"""What goes into Moodle: course backups (`moodle`) and files of questions (`moodle-xml`, `gift`)."""

from lmsexport.formats.moodle.target import Gift, MoodleBackup, MoodleOptions, MoodleXml

__all__ = ["Gift", "MoodleBackup", "MoodleOptions", "MoodleXml"]
