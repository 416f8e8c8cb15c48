"""What is the same in every backup: the release that it claims, its settings, the documents that stay empty."""

from __future__ import annotations

from lmsexport.formats.moodle.carries.releases import Release

RELEASES: dict[Release, tuple[int, str]] = {
    "4.0": (2022041900, "4.0 (Build: 20220419)"),
    "4.4": (2024042200, "4.4 (Build: 20240422)"),
}
"""The release that a backup claims: an older site warns, a newer one upgrades the backup while it restores."""

NULL = "$@NULL@$"
"""How a backup writes the database's NULL."""

SETTINGS = tuple(
    (
        name,
        int(
            name
            in (
                "activities",
                "blocks",
                "files",
                "filters",
                "questionbank",
                "groups",
                "competencies",
                "customfield",
                "contentbankcontent",
                "legacyfiles",
            )
        ),
    )
    for name in (
        "imscc11",
        "users",
        "anonymize",
        "role_assignments",
        "activities",
        "blocks",
        "files",
        "filters",
        "comments",
        "badges",
        "calendarevents",
        "userscompletion",
        "logs",
        "grade_histories",
        "questionbank",
        "groups",
        "competencies",
        "customfield",
        "contentbankcontent",
        "legacyfiles",
    )
)
"""What the backup says to contain; the files of the package agree with it."""

EMPTY_DOCUMENTS = {
    "groups.xml": "<groups>\n  <groupings>\n  </groupings>\n</groups>",
    "outcomes.xml": "<outcomes_definition>\n</outcomes_definition>",
    "roles.xml": "<roles_definition>\n</roles_definition>",
    "scales.xml": "<scales_definition>\n</scales_definition>",
    "completion.xml": "<course_completion>\n</course_completion>",
    "grade_history.xml": "<grade_history>\n  <grade_grades>\n  </grade_grades>\n</grade_history>",
    "course/roles.xml": "<roles>\n  <role_overrides>\n  </role_overrides>\n"
    "  <role_assignments>\n  </role_assignments>\n</roles>",
    "course/filters.xml": "<filters>\n  <filter_actives>\n  </filter_actives>\n"
    "  <filter_configs>\n  </filter_configs>\n</filters>",
    "course/contentbank.xml": "<contents>\n</contents>",
    "course/enrolments.xml": "<enrolments>\n  <enrols>\n  </enrols>\n</enrolments>",
    "course/competencies.xml": "<course_competencies>\n  <competencies>\n  </competencies>\n"
    "  <user_competencies>\n  </user_competencies>\n</course_competencies>",
    "course/completiondefaults.xml": "<course_completion_defaults>\n</course_completion_defaults>",
}
EMPTY_ACTIVITY_DOCUMENTS = {
    "roles.xml": EMPTY_DOCUMENTS["course/roles.xml"],
    "filters.xml": EMPTY_DOCUMENTS["course/filters.xml"],
    "grade_history.xml": EMPTY_DOCUMENTS["grade_history.xml"],
    "competencies.xml": "<course_module_competencies>\n  <competencies>\n  </competencies>\n"
    "</course_module_competencies>",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
