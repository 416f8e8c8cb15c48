"""What goes into Moodle: course backups (`moodle`) and files of questions (`moodle-xml`, `gift`)."""

from lmsexport.formats.moodle.exporter import MoodleBackup, MoodleOptions
from lmsexport.formats.moodle.gift import Gift
from lmsexport.formats.moodle.moodlexml import MoodleXml

__all__ = ["Gift", "MoodleBackup", "MoodleOptions", "MoodleXml"]
