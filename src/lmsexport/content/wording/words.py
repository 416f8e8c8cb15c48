"""What there is to say; a language that leaves one out does not type-check and cannot be imported."""

from __future__ import annotations

from dataclasses import dataclass


class Phrase(str):
    """Words with gaps: `words.question_of(n=2, of=5)` fills them."""

    __slots__ = ()

    def __call__(self, **gaps: object) -> str:
        """The words with every gap filled. Raises `KeyError` for a gap that is left open."""
        return self.format(**gaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one language. A field whose words have gaps is a `Phrase`."""

    # What stands in a course
    module: str
    lesson: str
    quiz: str
    test: str
    lab: str
    link: str
    download: str
    discussion: str

    # Lessons
    guiding_question: str
    objectives: str
    reading_time: str
    minutes: Phrase
    """`n`: an estimate, in minutes."""
    glossary: str

    # Labs
    your_task: str
    suggested_opening: str
    assistant: str
    welcome: str
    open_lab: str
    lab_notice: Phrase
    """`tool`: name of the tool; where a preview cannot open the lab itself."""
    copy: str
    copied: str
    """After a click on `copy`."""

    # Links and downloads
    open_link: str
    download_file: str
    new_window: str
    """Behind the name of a link, for those who cannot see it."""

    # Rules of an assessment
    questions: Phrase
    points: Phrase
    pass_mark: Phrase
    """`n`: percent."""
    attempts: Phrase
    unlimited: str
    """For `attempts`."""
    time_limit: Phrase
    """`n`: minutes."""
    not_scored: str
    """Under an essay: pages have nobody who grades."""

    # Answering
    question_of: Phrase
    """`n`, `of`: both count from 1."""
    your_answer: str
    choose: str
    """First entry of a drop-down list."""
    true: str
    false: str
    blank: Phrase
    """`n`: which gap of the text, from 1."""
    position: Phrase
    """`item`: the thing that moves; `n`, `of`: where it stands now."""
    move_up: str
    move_down: str
    words_between: Phrase
    words_min: Phrase
    words_max: Phrase
    check_answer: str
    show_hint: str
    submit: str
    try_again: str

    # Results
    hint: str
    explanation: str
    correct: str
    partial: str
    incorrect: str
    right_answer: str
    score: Phrase
    """`score`, `of`: points."""
    passed: str
    not_passed: str
    failed: str
    """Where no attempt is left."""

    # Gates
    opens_after: Phrase
    """`items`: titles with their states."""
    locked: str
    """Behind the name of what is not open yet."""
    state_viewed: str
    """Behind the title of a required item."""
    state_submitted: str
    state_passed: str

    # The pages
    previous: str
    next: str
    contents: str
    skip_to_content: str
    authors: Phrase
    """`names`: joined by commas."""
    version: Phrase
    licence: Phrase
    preview_notice: str
    needs_script: str
    """Where a browser runs no scripts."""

    # Pages that are played
    begin: str
    whole_module: str
    turn_pages: str
    progress: Phrase
    grading: str
    label_questions: str
    label_points: str
    label_pass_mark: str
    label_attempts: str
    label_counts: str
    label_time: str
    label_category: str
    label_weight: str
    label_complete: str
    label_grade: str
    ungraded: str
    counts_highest: str
    counts_average: str
    counts_first: str
    counts_last: str
    decimal_mark: str
    """Between whole and fraction."""
    drawn: Phrase
    """`n` of `of` questions of a bank."""
    start: str
    time_left: Phrase
    """`time`: minutes and seconds."""
    time_up: str
    after_close: str
    no_feedback: str
    attempt: Phrase
    answered: Phrase
    no_attempts: str
    undecided: str
    pending: Phrase
    """`n`: points."""
    open_questions: Phrase
    """`n`, `of`: before an attempt is handed in."""
    submit_anyway: str
    next_questions: str
    previous_questions: str
    try_once_more: str
    choose_all: str
    word_count: Phrase
    discussion_notice: str

    # Pages in a package for an LMS
    connecting: str
    recording: str
    not_recorded: str
    """Where the pages find no LMS."""
    review_mode: str
    """Where the LMS says that it records nothing."""
    waived: str
    """Where the LMS counts a unit as done, whatever the learner does (cmi5)."""
    not_saved: str
    saved_again: str
    too_long: str
    """Where the LMS keeps too few characters."""
    leave: str
    left_course: str
    page_missing: str
    mark_done: str
    """What a student says of a lab or a discussion; no package can see it."""
    marked_done: str
    read_scrolled: str
    """Where opening a lesson is not enough to have read it."""
    read_seconds: Phrase
    read_watched: str
    lab_outside: Phrase
    """`tool`: its name."""
    resume: Phrase
    """`item`: the title of the page where the student was."""
    no_session: str
    """Where the LMS does not begin a session, or has ended it."""
