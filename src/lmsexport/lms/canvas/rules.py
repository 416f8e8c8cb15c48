"""What Canvas does with what it imports: a rule each, with the code that does it."""

from __future__ import annotations

from lmsexport.lms.base import ImportRule

_IMPORTERS = "Canvas, app/models/importers/"

NEEDS_TOOL = ImportRule(
    "canvas-needs-tool",
    "Canvas ties a lab to the tool that is installed at the time of the import; without one the lab does not start.",
    "Canvas, app/models/context_module.rb, add_item; lib/lti, find_external_tool by the address",
    tried=True,
)
TOOL_KEYS = ImportRule(
    "canvas-needs-keys",
    "A tool that comes along has no key and no secret: they are entered in the settings of the course.",
    f"{_IMPORTERS}context_external_tool_importer.rb",
    tried=True,
)
TOOL_WARNING = ImportRule(
    "canvas-tool-warning",
    "Canvas says of a lab without points that its tool must be configured, even if the tool is there: open it to see.",
    f"{_IMPORTERS}context_module_importer.rb",
    tried=True,
)
NO_HINTS = ImportRule(
    "canvas-no-hints",
    "Classic quizzes have no hints: they are left out.",
    "Canvas, lib/qti/assessment_item_converter.rb, get_feedback",
    tried=True,
)
EQUAL_SHARES = ImportRule(
    "canvas-equal-shares",
    "A multiple-answers question gives each right choice the same share, and takes as much away for each wrong one.",
    "Canvas, app/models/quizzes/quiz_question/multiple_answers_question.rb, correct_answer_parts",
    tried=True,
)
ANY_CASE = ImportRule(
    "canvas-any-case",
    "Classic quizzes do not tell upper from lower case in typed answers.",
    "Canvas, app/models/quizzes/quiz_question/short_answer_question.rb, matching_answer",
    tried=True,
)
OLD_REQUIREMENTS = ImportRule(
    "canvas-keeps-requirements",
    "A module that asks for nothing any more keeps its old requirements.",
    f"{_IMPORTERS}context_module_importer.rb",
    tried=True,
)
UPDATED = ImportRule(
    "canvas-updates",
    "What has the identifier of something in the course is updated in place; attempts stay, and are not graded anew.",
    f"{_IMPORTERS}*.rb, find by migration_id",
    tried=True,
)
PUBLISHED_AGAIN = ImportRule(
    "canvas-publishes-again",
    "Every import publishes what somebody has hidden in Canvas and the file does not hide: modules, quizzes, "
    "discussions, links, headings and labs without points. Hide them anew; pages and graded labs stay hidden.",
    f"{_IMPORTERS}context_module_importer.rb, quiz_importer.rb, discussion_topic_importer.rb (workflow_state)",
    tried=False,
)
QUESTIONS_STAY = ImportRule(
    "canvas-questions-stay",
    "A question that is gone from a quiz stays in it, while the points of the quiz are the new ones: delete it there.",
    f"{_IMPORTERS}quiz_importer.rb, quiz_question_importer.rb",
    tried=True,
)
LEAVES_MODULE = ImportRule(
    "canvas-item-leaves",
    "An item that is gone from a module leaves the module; the page, quiz or assignment itself stays in the course.",
    f"{_IMPORTERS}context_module_importer.rb, where.not(migration_id: …)",
    tried=True,
)
KEEPS_STATE = ImportRule(
    "canvas-keeps-state",
    "An import hides nothing that is published but files, and publishes no page or graded lab that is there already: "
    "do it in Canvas.",
    f"{_IMPORTERS}*.rb (workflow_state: only of new records), wiki_page_importer.rb, attachment_importer.rb (locked)",
    tried=False,
)
CART_UNPUBLISHED = ImportRule(
    "canvas-cartridge-unpublished",
    "Quizzes, links, headings and labs without points come unpublished: publish what students are to see.",
    f"{_IMPORTERS}context_module_importer.rb, add_item (workflow_state)",
    tried=True,
)
CART_TOOLS = ImportRule(
    "canvas-cartridge-tools",
    "Each LTI link takes an installed tool with the same address and settings, or makes a tool of its own, whose key "
    "and secret are entered in the settings of the course.",
    f"{_IMPORTERS}context_external_tool_importer.rb",
    tried=True,
)
CART_INTRO = ImportRule(
    "canvas-cartridge-introduction",
    "The introduction of a quiz is lost.",
    "Canvas, lib/cc/importer/standard/quiz_converter.rb, which reads metadata and items",
    tried=True,
)
CART_TRUE_FALSE = ImportRule(
    "canvas-cartridge-true-false",
    "A true-or-false question becomes one with choices.",
    "Canvas, lib/qti/assessment_item_converter.rb: the profile is not looked at",
    tried=True,
)
CART_POINTS = ImportRule(
    "canvas-cartridge-points",
    "A question without points counts one.",
    "Canvas, lib/qti/assessment_item_converter.rb (`cc_weighting`)",
    tried=True,
)
CART_ONE_RIGHT = ImportRule(
    "canvas-cartridge-one-right",
    "A multiple response with one right choice becomes a single choice.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/choice_interaction.rb, set_question_type",
    tried=True,
)
BANKS = ImportRule(
    "canvas-makes-banks",
    "Canvas makes a bank of each quiz's own questions; a bank without a name is called after its identifier.",
    f"{_IMPORTERS}assessment_question_importer.rb, preprocess_migration_data",
    tried=True,
)
CART_FILES = ImportRule(
    "canvas-cartridge-pages-are-files",
    "Lessons of a cartridge become files that are shown in a frame, not pages.",
    "Canvas, lib/cc/importer/standard/webcontent_converter.rb",
    tried=True,
)
CART_TWICE = ImportRule(
    "canvas-cartridge-items-twice",
    "A second import of a cartridge adds every item of its modules once more; quizzes too, unless “Overwrite "
    "assessment content with matching IDs” is ticked.",
    "Canvas, lib/cc/importer/standard/org_converter.rb (items have no ids); content_migration.rb, overwrite_quizzes",
tried=True,)  # fmt: skip
QTI_UNPUBLISHED = ImportRule(
    "canvas-qti-unpublished",
    "Graded quizzes from a QTI file come unpublished: look at them, then publish.",
    f"{_IMPORTERS}quiz_importer.rb",
    tried=True,
)
QTI_TWICE = ImportRule(
    "canvas-qti-twice",
    "Every quiz, bank and question comes twice, unless “Overwrite assessment content with matching IDs” is ticked.",
    "Canvas, app/models/content_migration.rb, overwrite_quizzes; lib/canvas/migration, add_assessment_id_prepend",
tried=True,)  # fmt: skip
_ITEMS = "Canvas, gems/plugins/qti_exporter/lib/qti/assessment_item_converter.rb"
_TESTS = "Canvas, gems/plugins/qti_exporter/lib/qti/assessment_test_converter.rb"

QTI3_NOTHING = ImportRule(
    "canvas-qti-3-nothing",
    "Nothing of a package of QTI 3.0 arrives: neither a quiz nor a question.",
    f"{_ITEMS}, which looks for the elements of QTI 2",
    tried=True,
)
QTI22_QUIZZES = ImportRule(
    "canvas-qti-22-no-quizzes",
    "No quiz of a package of QTI 2.2 arrives: its questions stand in one bank without a name.",
    "Canvas, gems/plugins/qti_exporter/lib/qti.rb, convert_assessments, which looks for tests of QTI 2.1",
    tried=True,
)
QTI2_UNGRADED = ImportRule(
    "canvas-qti-2-ungraded",
    "A quiz comes without a grade: make it a graded one in its settings.",
    f"{_TESTS}, create_instructure_quiz (quiz_type)",
    tried=True,
)
QTI2_TITLE = ImportRule(
    "canvas-qti-2-title",
    "The title of the test stands in the quiz once more, as a text before the questions.",
    f"{_TESTS}, process_section",
    tried=True,
)
QTI2_REFUSED = ImportRule(
    "canvas-qti-2-refused",
    "Orderings, and texts between questions, are refused: an error stands in their place.",
    f"{_ITEMS}, parse_question_data",
    tried=True,
)
QTI2_POINTS = ImportRule(
    "canvas-qti-2-points",
    "Every question counts one point.",
    f"{_ITEMS}, DEFAULT_POINTS_POSSIBLE",
    tried=True,
)
QTI2_RIGHT = ImportRule(
    "canvas-qti-2-right-answers",
    "Choices that earn a part of the points are right, too: with several of them, a question asks for all.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/choice_interaction.rb",
    tried=True,
)
QTI2_TRUE_FALSE = ImportRule(
    "canvas-qti-2-true-false",
    "A true-or-false question becomes one with choices.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/choice_interaction.rb",
    tried=True,
)
QTI2_TYPED = ImportRule(
    "canvas-qti-2-typed",
    "Answers that are typed, numbers too, are blanks to fill with the one right answer, letter by letter: other "
    "spellings, ranges and parts of the points are lost.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/fill_in_the_blank.rb",
    tried=True,
)
QTI2_DROPDOWNS = ImportRule(
    "canvas-qti-2-drop-downs",
    "A drop-down among typed blanks becomes typed, too, and its right answer an identifier that students never see.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/fill_in_the_blank.rb",
    tried=True,
)
QTI2_MATCHING = ImportRule(
    "canvas-qti-2-matching",
    "The text of a matching question ends with all its prompts and matches in one line.",
    f"{_ITEMS}, create_instructure_question",
    tried=True,
)
QTI2_FEEDBACK = ImportRule(
    "canvas-qti-2-feedback",
    "Of the feedback, that on right and on wrong answers arrives; what belongs to one answer, or to all, is lost.",
    f"{_ITEMS}, get_feedback",
    tried=True,
)
QTI2_BANK = ImportRule(
    "canvas-qti-2-bank",
    "Questions that are drawn, or asked in no quiz, stand in one bank without a name.",
    f"{_IMPORTERS}assessment_question_importer.rb, preprocess_migration_data",
    tried=True,
)
QTI2_PICTURES = ImportRule(
    "canvas-qti-2-pictures",
    "Pictures are missing: Canvas looks for them at addresses that are not those of the package.",
    "Canvas, gems/plugins/qti_exporter/lib/qti/html_helper.rb; app/models/importers/link_resolver.rb",
    tried=True,
)
_NEW = "instructure/qti, the importer of New Quizzes, of April 2025, lib/qti/"

NO_TEXTS = ImportRule(
    "canvas-new-quizzes-no-texts",
    "Texts between questions are lost.",
    "Canvas community, “Classic Quizzes to New Quizzes migration”: text (no question) is not supported; "
    f"gpoore/text2qti on GitHub, issue 72; {_NEW}v1/models/assessment.rb reads them, as no questions",
    tried=False,
)
NEW_GROUPS = ImportRule(
    "canvas-new-quizzes-banks",
    "Banks become item banks, which belong to a person, not to the course: share them with the others who teach.",
    "Open edX wiki, “Canvas – Randomized Content” (page 3944907252), on item banks and whom they are shared with",
    tried=False,
)
NEW_BANK_AS_QUIZ = ImportRule(
    "canvas-new-quizzes-bank-as-quiz",
    "A bank that the manifest lists as a quiz becomes a quiz without a name.",
    f"{_NEW}models/resource.rb, assessment_identifiers and load_associated_content",
    tried=True,
)
NEW_FEEDBACK = ImportRule(
    "canvas-new-quizzes-feedback",
    "What is said to a number that is accepted, or to a pair, is lost.",
    f"{_NEW}v1/models/interactions/base_interaction.rb, answer_feedback",
    tried=True,
)
NEW_MATCHES = ImportRule(
    "canvas-new-quizzes-matches",
    "The matches of a question are read as HTML: what looks like an element is taken for one.",
    f"{_NEW}v1/models/base.rb, return_inner_content!; choices/logical_identifier_choice.rb",
    tried=True,
)

NEW = (NO_TEXTS, NEW_GROUPS, NEW_BANK_AS_QUIZ, NEW_FEEDBACK, NEW_MATCHES)
"""What New Quizzes do besides."""

CLASSIC = tuple(found for found in tuple(globals().values()) if isinstance(found, ImportRule) and found not in NEW)
"""What Canvas does with any package."""
