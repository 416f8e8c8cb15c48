"""What Moodle does with what it restores or imports: a rule each, with the code that does it."""

from __future__ import annotations

from lmsexport.lms.base import ImportRule

_RESTORE = "Moodle 4.4, backup/moodle2/"
_CARTRIDGE = "Moodle 4.4, backup/cc/"
_QUIZ = f"{_CARTRIDGE}entity11.quiz.class.php"

# -- backups -----------------------------------------------------------------------------------------------------------

NO_TOOL = ImportRule(
    "moodle-needs-tool",
    "The tool of a lab does not come with the package: Moodle looks for an installed one with the lab's address.",
    "Moodle 4.4, mod/lti/backup/moodle2/restore_lti_stepslib.php; mod/lti/locallib.php, lti_get_tool_by_url_match",
tried=True,)  # fmt: skip
TOOL_KEYS = ImportRule(
    "moodle-needs-keys",
    "A tool that comes with the course has no key, secret or addresses: they are entered in the course.",
    "Moodle 4.4, mod/lti/backup/moodle2/restore_lti_stepslib.php, process_ltitype",
    tried=True,
)
NOBODY = ImportRule(
    "moodle-nobody-enrolled",
    "A restored course has no students: they are enrolled afterwards.",
    f"{_RESTORE}restore_stepslib.php, restore_users; a backup without users brings none",
    tried=True,
)
UNKNOWN_ACTIVITY = ImportRule(
    "moodle-missing-activity",
    "An activity of a kind that the site does not have is left out: what waits for it stays shut, and links to it lead "
    "to the site that the backup is from.",
    f"{_RESTORE}restore_plan_builder.class.php, build_activity_plan; restore_decode_processor",
    tried=True,
)
UNKNOWN_QUESTION = ImportRule(
    "moodle-missing-question-type",
    "A question of a type that the site does not have arrives without answers, and no attempt of its quiz can start.",
    "Moodle 4.4, question/engine/bank.php, get_qtype: `missingtype`",
    tried=True,
)
BANK_ACTIVITY = ImportRule(
    "moodle-bank-activity",
    "Moodle 5 keeps no question bank in a course: the category goes to an activity “System shared question bank”.",
    "Moodle 5.0, backup/moodle2/restore_stepslib.php and restore_prechecks_helper (a warning before the restore)",
    tried=True,
)
AGAIN_COURSE = ImportRule(
    "moodle-restores-again",
    "A restore never replaces: as a new course it stands beside the old one, merged into the old one every item is "
    "there twice, with its questions, and “delete the contents” takes all attempts with it.",
    f"{_RESTORE}restore_root_task.class.php; backup/util/dbops/restore_dbops.class.php, delete_course_content",
    tried=True,
)

# -- files of questions ------------------------------------------------------------------------------------------------

ONLY_QUESTIONS = ImportRule(
    "moodle-only-questions",
    "A file of questions fills the question bank; quizzes, their settings and draws are made by hand.",
    "Moodle 4.4, question/format.php, importprocess",
    tried=True,
)
POINTS_OF_BLANKS = ImportRule(
    "moodle-points-of-blanks",
    "A text with blanks counts what the weights of its blanks add up to, whatever the file says.",
    "Moodle 4.4, question/format/xml/format.php, import_multianswer; question/type/multianswer/questiontype.php, "
    "qtype_multianswer_extract_question",
    tried=False,
)
AGAIN_QUESTIONS = ImportRule(
    "moodle-imports-again",
    "A second import adds every question again; ID numbers that its category has already are left out.",
    "Moodle 4.4, question/format.php, importprocess (a new stamp for each; `record_exists` on idnumber)",
    tried=True,
)

# -- cartridges --------------------------------------------------------------------------------------------------------

CART_VERSION = ImportRule(
    "moodle-cartridge-version",
    "Moodle reads cartridges of the versions 1.0 and 1.1 only, and refuses others.",
    "Moodle 4.4, backup/converter/imscc11/lib.php, detect_format",
    tried=True,
)
CART_GENERAL = ImportRule(
    "moodle-cartridge-general",
    "The first module becomes the section “General”, and names of modules stand in the summaries of sections.",
    f"{_CARTRIDGE}cc2moodle.php, create_node_course_sections_section",
    tried=True,
)
CART_LANGUAGE = ImportRule(
    "moodle-cartridge-language",
    "The language of the course is lost: the site's own is used.",
    f"{_CARTRIDGE}cc2moodle.php, create_node_course_header",
    tried=True,
)
CART_MARKUP = ImportRule(
    "moodle-cartridge-markup",
    "A text that shows the sign < loses it, with the word behind it: Moodle takes them for markup.",
    f"{_CARTRIDGE}entities.class.php, safexml (one level of entities is undone)",
    tried=True,
)
CART_FOLDER = ImportRule(
    "moodle-cartridge-heading",
    "A heading stands behind the picture of a folder, which is broken in Moodle 5.0.",
    f"{_CARTRIDGE}entity.label.class.php",
    tried=True,
)
CART_WINDOW = ImportRule(
    "moodle-cartridge-window",
    "A link that asks for its own window opens within Moodle.",
    f"{_CARTRIDGE}entity11.resource.class.php (`display` 1)",
    tried=True,
)
CART_LAB = ImportRule(
    "moodle-cartridge-lab",
    "A lab loses its parameters and its points: it has no column in the gradebook, and Moodle sends it the e-mail "
    "address of who starts it.",
    f"{_CARTRIDGE}entity11.lti.class.php, get_basiclti_data; no grade items",
    tried=True,
)
CART_INTRO = ImportRule(
    "moodle-cartridge-introduction",
    "The introduction of a quiz is lost: its title stands there once more.",
    f"{_QUIZ}, create_node_course_modules_mod (`mod_intro`)",
    tried=True,
)
CART_MARKS = ImportRule(
    "moodle-cartridge-marks",
    "Every question of a quiz counts one point, Moodle takes the sum of all for 4 until somebody saves the marks, and "
    "the quiz has no column in the gradebook yet.",
    f"{_QUIZ} (`sumgrades` 4, `maxmark` 1; no grade items)",
    tried=True,
)
CART_REVIEW = ImportRule(
    "moodle-cartridge-review",
    "Students see neither feedback nor right answers until a teacher opens the review options of the quiz.",
    f"{_QUIZ} (all review options 0)",
    tried=True,
)
CART_SHUFFLE = ImportRule(
    "moodle-cartridge-order",
    "Neither questions nor choices are shuffled.",
    f"{_QUIZ} (`shuffleanswers` 0)",
    tried=True,
)
CART_BANK = ImportRule(
    "moodle-cartridge-bank",
    "A question bank loses its name: it is called after its number.",
    f"{_CARTRIDGE}cc2moodle.php, create_instances (“Quiz Bank” and a number)",
    tried=True,
)
CART_PROFILE = ImportRule(
    "moodle-cartridge-type",
    "A question that is of none of the types of Common Cartridge is left out.",
    f"{_QUIZ}, get_questions and get_question_type (`cc_profile`)",
    tried=True,
)
CART_EMPTY = ImportRule(
    "moodle-cartridge-empty-quiz",
    "A quiz or a bank without any question of these types stops the whole import.",
    f"{_QUIZ}, generate_instances (`count` of a text, which PHP 8 refuses)",
    tried=True,
)
CART_TRUE_FALSE = ImportRule(
    "moodle-cartridge-true-false",
    "A true-or-false question whose choices are not called `true` and `false` stops the whole import.",
    f"{_QUIZ}, create_node_course_question_categories_question_category_question_true_false",
    tried=True,
)
CART_OUTCOMES = ImportRule(
    "moodle-cartridge-outcomes",
    "Feedback on a right or a wrong response moves to the answers; where the answer is typed, what is for wrong "
    "responses is shown to everybody, and what is for right ones is lost.",
    f"{_QUIZ}, get_feedback, get_general_feedback, get_answers_fib",
    tried=True,
)
CART_FEEDBACK = ImportRule(
    "moodle-cartridge-feedback",
    "Feedback on an answer may be shown to everybody, as general feedback; where the answer is typed, only there.",
    f'{_QUIZ}, get_general_feedback (all conditions with continue="Yes"), get_answers_fib',
    tried=True,
)
CART_PICTURES = ImportRule(
    "moodle-cartridge-pictures",
    "Pictures in choices and in feedback are missing.",
    f"{_QUIZ}, get_answers, get_feedback (addresses of files are not resolved there)",
    tried=True,
)
CART_HINTS = ImportRule(
    "moodle-cartridge-hints",
    "Hints are left out.",
    f"{_QUIZ}, get_answers (nothing reads `hint`)",
    tried=True,
)
CART_WRONG = ImportRule(
    "moodle-cartridge-wrong-choices",
    "Where several choices are right, each one ticked earns its share and wrong ones take nothing away: who ticks all "
    "gets full marks.",
    f"{_QUIZ}, get_answers (`correct_answer_score`)",
    tried=True,
)
CART_TYPED = ImportRule(
    "moodle-cartridge-typed",
    "A typed answer counts whatever its case, and the answer `0` is not taken.",
    f"{_QUIZ}, get_answers_fib (`case` 0; `empty`)",
    tried=True,
)

# -- SCORM -------------------------------------------------------------------------------------------------------------

SCORM_ONE = ImportRule(
    "moodle-scorm-one-activity",
    "The package becomes one activity with one grade: its quizzes, banks and points are none of Moodle's.",
    "Moodle 4.4 and 5.0, mod/scorm/locallib.php, scorm_parse; mod/scorm/lib.php, scorm_get_user_grades",
    tried=True,
)
SCORM_COMPLETION = ImportRule(
    "moodle-scorm-completion",
    "The form ticks “Completed”, and one ticked status is enough: for a course with a pass mark tick “Passed” alone.",
    "Moodle 4.4 and 5.0, mod/scorm/classes/completion/custom_completion.php",
    tried=True,
)
SCORM_OVER = ImportRule(
    "moodle-scorm-review",
    "What is passed (SCORM 1.2) or complete (2004) opens for looking back: nothing is recorded any more, unless a "
    "student starts a new attempt.",
    "Moodle 4.4 and 5.0, mod/scorm/lib.php, scorm_check_mode",
    tried=True,
)
SCORM_AGAIN = ImportRule(
    "moodle-scorm-replaced",
    "A new file in the settings of the activity replaces the old one; records stay with what has the same identifier.",
    "Moodle 4.4 and 5.0, mod/scorm/lib.php, scorm_update_instance; mod/scorm/datamodels/scormlib.php",
    tried=True,
)

ALL = tuple(found for found in tuple(globals().values()) if isinstance(found, ImportRule))
