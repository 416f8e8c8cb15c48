// What the scripts of the pages pass to each other. Only the type checker reads this; nothing of it is in a package.
// Names are those of the data that `lmsexport.pages` writes into the pages.

type Outcome = "correct" | "partial" | "incorrect" | "recorded";
type Level = "viewed" | "submitted" | "passed";
type Words = Record<string, string>;
/** A number from 0 to 1, another one at each call. */
type Random = () => number;

// -- questions, as a page holds them ----------------------------------------------------------------------------------
// Shares are fractions of the points ("1/3"), numbers are decimal text, texts are HTML.

interface Choice {
  id: string;
  share: string;
  right?: boolean;
  fixed?: boolean;
  feedback?: string;
  /** In drop-downs, where an LMS is told of it. */
  text?: string;
  choices?: undefined;
}

interface AcceptedText {
  text: string;
  share: string;
  feedback?: string;
}

interface AcceptedNumber {
  low: string;
  high: string;
  share: string;
  feedback?: string;
  text?: undefined;
}

interface Part {
  id: string;
  feedback?: string;
  choices?: undefined;
}

interface Pair extends Part {
  match: string;
}

interface TextBlank {
  kind: "text";
  id: string;
  points: string;
  right: string;
  answers: AcceptedText[];
  case_sensitive?: boolean;
  choices?: undefined;
}

interface NumberBlank {
  kind: "numeric";
  id: string;
  points: string;
  right: string;
  answers: AcceptedNumber[];
  choices?: undefined;
}

interface DropdownBlank {
  kind: "dropdown";
  id: string;
  points: string;
  right: string;
  answers?: undefined;
  choices: Choice[];
}

type Blank = TextBlank | NumberBlank | DropdownBlank;

interface CommonQuestion {
  points?: string;
  feedback?: { correct?: string; partial?: string; incorrect?: string; general?: string };
  explanation?: string;
  hints?: string[];
  shuffle?: boolean;
  /** The right answer as a reader is shown it, where that is one line. */
  right?: string;
  answer?: boolean;
  choices?: Choice[];
  pairs?: Pair[];
  items?: Part[];
  blanks?: Blank[];
  matches?: string[];
}

interface Scoring {
  scoring: "partial" | "all-or-nothing";
}

interface SingleChoice extends CommonQuestion {
  type: "single-choice";
  choices: Choice[];
}

interface MultipleResponse extends CommonQuestion, Scoring {
  type: "multiple-response";
  choices: Choice[];
}

interface TrueFalse extends CommonQuestion {
  type: "true-false";
  answer: boolean;
  if_true?: string;
  if_false?: string;
}

interface ShortAnswer extends CommonQuestion {
  type: "short-answer";
  answers: AcceptedText[];
  case_sensitive?: boolean;
  wildcards?: boolean;
}

interface Numeric extends CommonQuestion {
  type: "numeric";
  answers: AcceptedNumber[];
  unit?: string;
}

interface Matching extends CommonQuestion, Scoring {
  type: "matching";
  pairs: Pair[];
  /** All that can be chosen, where an LMS is told of it. */
  matches: string[];
}

interface Ordering extends CommonQuestion, Scoring {
  type: "ordering";
  items: Part[];
}

interface FillInBlanks extends CommonQuestion {
  type: "fill-in-blanks";
  blanks: Blank[];
}

interface Essay extends CommonQuestion {
  type: "essay";
  min_words?: number;
  max_words?: number;
}

interface Questions {
  "single-choice": SingleChoice;
  "multiple-response": MultipleResponse;
  "true-false": TrueFalse;
  "short-answer": ShortAnswer;
  numeric: Numeric;
  matching: Matching;
  ordering: Ordering;
  "fill-in-blanks": FillInBlanks;
  essay: Essay;
}

type QuestionType = keyof Questions;
type Question = Questions[QuestionType];

/** What a student answered; null and undefined where nothing. */
interface Responses {
  "single-choice": string | null | undefined;
  "multiple-response": string[] | null | undefined;
  "true-false": boolean | null | undefined;
  "short-answer": string | null | undefined;
  numeric: string | null | undefined;
  matching: Record<string, string> | null | undefined;
  ordering: string[] | null | undefined;
  "fill-in-blanks": Record<string, string> | null | undefined;
  essay: string | null | undefined;
}

type Answer = Responses[QuestionType];

// -- scoring ----------------------------------------------------------------------------------------------------------

type Ratio = import("./html/assets/ratio.js").Ratio;

/** Of a response: the share of the points, how right each part is and what is said at it, by id. */
interface Earned {
  earned?: Ratio;
  parts?: Record<string, Ratio>;
  said?: Record<string, string | undefined>;
}

interface Score {
  /** Null when a person has to grade. */
  fraction: Ratio | null;
  outcome: Outcome;
  feedback: string[];
  parts: Record<string, Ratio>;
  said: Record<string, string | undefined>;
}

/** How the responses of one type are scored. */
interface Rule<Q = Question, R = Answer> {
  earn(question: Q, response: R): Earned;
}

/** Of what is typed or chosen in one kind of blank: the answer that accepts it. */
interface Gap<B = Blank> {
  accepted(blank: B, entry: string): Choice | AcceptedText | AcceptedNumber | undefined;
}

/** The inputs of one type: how a response is read, restored and mixed. */
interface Control<Q = Question, R = Answer> {
  read(exercise: HTMLElement): R;
  write(exercise: HTMLElement, response: R): void;
  /** Where the author allows it. */
  mix?(exercise: HTMLElement, question: Q, next: Random): void;
  always?(exercise: HTMLElement, question: Q, next: Random): void;
}

/** An input, a select or a textarea. */
interface Field extends HTMLElement {
  value: string;
  disabled: boolean;
  checked?: boolean;
  readOnly?: boolean;
}

// -- assessments ------------------------------------------------------------------------------------------------------

type Moment = "immediately" | "after-submission" | "after-close" | "never";
type Counts = "highest" | "average" | "first" | "last";

interface Pool {
  pool: string;
  draw: number;
  points: string;
  of: string[];
  question?: undefined;
  text?: undefined;
}

/** What stands at one place of an attempt. */
interface Place {
  question?: string;
  text?: string;
  points?: string;
  pool?: undefined;
  of?: undefined;
}

interface Rules {
  passMark?: string;
  attempts?: number;
  minutes?: number;
  shuffleQuestions?: boolean;
  shuffleChoices?: boolean;
  perPage?: number;
  feedbackShows: Moment;
  answersShow: Moment;
  counts: Counts;
  order: (Pool | Place)[];
  words: Words;
  questions: Record<string, Question>;
}

/** One attempt. */
interface Attempt {
  seed: number;
  responses: Record<string, Answer>;
  /** How often each question was checked. */
  tries: Record<string, number>;
  closed: Record<string, boolean>;
  page?: number;
  /** Milliseconds since 1970. */
  deadline?: number;
  submitted?: boolean;
  late?: boolean;
}

/** All attempts at an assessment: how many, the percentage that counts, those that are remembered one by one. */
interface Attempts {
  count: number;
  counted: string;
  percents: string[];
}

interface Result {
  earned: Ratio;
  total: Ratio;
  /** Points that a person has still to give. */
  pending: Ratio;
  percent: Ratio | null;
  verdict: "passed" | "failed" | null;
}

/** A question in its place on the page. */
interface Exercise {
  id: string;
  element: HTMLElement;
  question: Question;
  points?: string;
  seconds: number;
}

/** Where the pages keep what a student did. */
interface Store {
  read(key: "progress"): Progress | undefined;
  read(key: `${string}/attempts`): Attempts | undefined;
  read(key: string, rules: Rules): Attempt | undefined;
  write(key: "progress", value: Progress): void;
  write(key: `${string}/attempts`, value: Attempts): void;
  write(key: string, value: Attempt | null, rules?: Rules): void;
}

type Assessment = import("./html/assets/assessment.js").Assessment;

/** Told of what a student does. */
interface Listener {
  answered(assessment: Assessment, exercise: Exercise, result: Score, tries: number): void;
  submitted(assessment: Assessment, result: Result): void;
  /** The time that is left changed. */
  ticked?(assessment: Assessment, text: string): void;
  /** The minutes that the student has where everybody has so many. */
  minutes?(minutes: number): number;
}

// -- courses in an LMS ------------------------------------------------------------------------------------------------

interface Item {
  id: string;
  /** The level from which it is done. */
  done: Level;
  /** Items with the levels that this one waits for. */
  needs?: [string, Level][];
  /** Items that have to be done before. */
  after?: string[];
}

interface Course {
  id: string;
  tag: string;
  items: Item[];
  /** The ids of the assessments, in the order in which they are packed. */
  assessments: string[];
  /** When lessons count as read, where that is not when they are opened. */
  lessons?: ReadingRules;
  /** How many assessments have a time limit. */
  timed?: number;
  counted: { id: string; weight: string; attempts?: number; graded?: boolean; mark?: string }[];
  exam: boolean;
  /** Whether this is one activity of several. */
  alone: boolean;
  words: Words;
  failed?: "at-once" | "at-last";
  /** "1.2", "2004" or "cmi5". */
  standard: string;
  /** The levels of an activity that others wait for. */
  tells: Level[];
  /** Whether a launch after the course is finished is to be a new attempt. */
  newAttempts?: boolean;
}

interface ReadingRules {
  /** Whether the end has to be seen. */
  scroll?: boolean;
  /** How long the page has to be open. */
  seconds?: number;
  /** Whether films have to be watched. */
  watch?: boolean;
}

interface Tally {
  count: number;
  /** Percent. */
  share: number;
}

interface Standing {
  done: number;
  of: number;
  /** Percent; null while something is missing. */
  score: Ratio | null;
  success: "passed" | "failed" | "unknown";
}

type Connected = "none" | "broken" | "review" | "waived" | "normal";

type Recording =
  | Connected | "connecting" | "failed" | "cramped" | "saved" | "left";

/** An answer, as an LMS is told of it. */
interface Report {
  id: string;
  name: string;
  question: Question;
  response: Answer;
  objective: string;
  share: { outcome: Outcome; fraction?: number };
  points: string;
  when: Date;
  seconds: number;
  description: string;
}

type Progress = Record<string, Level>;
type Tallies = Record<string, Attempts>;

/** An attempt, as a session before this one packed it or as it goes on. */
type Kept =
  | { record: string; state?: undefined; rules?: undefined }
  | { record?: undefined; state: Attempt; rules: Rules };

/** An attempt on its way into the record. */
interface Packed {
  text: string;
  submitted?: boolean;
  /** It again, with no text longer than that. */
  cut?(longest: number): string;
}

/** The side of the LMS: a run time of SCORM, or a record store of cmi5. */
interface Lms {
  connect(): Promise<Connected>;
  /** Connects when an LMS comes that was not there at first. */
  appears?(): Promise<Connected>;
  /** The record that the session before this one packed; empty where there is none. */
  saved(): string;
  place(): string;
  objectives(): Progress;
  answer(report: Report): void;
  /** Whether all was taken. */
  tell(record: import("./player/assets/record.js").Record): boolean;
  keep(): boolean | Promise<boolean>;
  end(options?: { leave?: boolean }): boolean | Promise<boolean>;
  /** What the LMS says of this student's time. */
  time?(): { percent: number, seconds: number };
  /** Whether the LMS counts all of it as done, whatever the learner does (cmi5 9.3.7). */
  isWaived?: boolean;
  /** Whether the learner wants no sound. */
  isQuiet?: boolean;
}

/** How the responses of one type are packed, and found again. */
interface Packing<Q = Question, R = Answer> {
  pack(question: Q, response: R, texts: string[]): string;
  unpack(question: Q, reader: import("./player/assets/packing.js").Reader, typed: () => string): R;
}

/** Type, right pattern (empty: none) and response (empty: unanswered), in the notation of an LMS. */
interface Description {
  type: string;
  pattern?: string;
  given?: string;
}

/** How the responses of one type are told to an LMS. */
interface Describing<Q = Question, R = Answer> {
  describe(question: Q, response: R, notation: Notation): Description;
}

interface Notation {
  /** What a choice is called, of all that there are. */
  name(ids: string[], id: string): string;
  set(names: string[]): string;
  list(names: string[]): string;
  pairs(pairs: [string, string][]): string;
  range(low: string, high: string): string;
  truth(value: boolean): string;
  text(text: string): string;
  texts(texts: string[]): string;
  /** The type of long texts, and how long they may be. */
  long: string;
  longest: number;
}

/** A page that can be shown. */
interface Page {
  content(): HTMLElement;
  title: string;
  item: string;
  /** The class of its body. */
  kind: string;
}

// -- SCORM -------------------------------------------------------------------------------------------------------------

/** The object that an LMS gives (SCORM 1.2 RTE 3.3, SCORM 2004 RTE 3): its calls by name. */
type Runtime = Record<string, (...values: string[]) => unknown>;

/** What the calls of an edition are called. */
interface Dialect {
  object: string;
  calls: Record<"begin" | "end" | "get" | "set" | "keep" | "error", string>;
  /** How many characters `suspend_data` may have. */
  limit: number;
}

type Session = import("./scorm/assets/runtime.js").Session;

/** The elements of an edition's data model; `R` is what its LMS knows of how far a student came. */
interface Elements<R = unknown> {
  mode: string;
  credit: string;
  data: string;
  place: string;
  time: string;
  exit: string;
  /** The exit that ends an attempt: the next launch begins with nothing. */
  over: string;
  /** The time that the LMS allows, and how fast the learner wants to be; empty where an edition does not know it. */
  allowed: string;
  speed: string;
  spelled(seconds: number): string;
  reached(session: Session): R;
  /** The score that stands, in percent. */
  best(session: Session): number | null;
  status(session: Session, standing: Standing, reached: R, course: Course): boolean[];
  score(session: Session, percent: number): boolean[];
  objective(session: Session, path: string, state: { done: boolean; passing: boolean; tally?: Tally }): void;
  awaited(session: Session, path: string): void;
  objectiveState(session: Session, path: string): Level | undefined;
  interaction(
    session: Session,
    path: string,
    report: Report & { type: string; pattern: string; response: string },
  ): boolean[];
}

// -- cmi5 --------------------------------------------------------------------------------------------------------------

type Agent = import("@xapi/xapi").Agent;
type Activity = import("@xapi/xapi").Activity;
type Statement = import("@xapi/xapi").Statement;
type StatementResult = import("@xapi/xapi").Result;
type Context = import("@xapi/xapi").Context;

/** The parameters of a launch (cmi5 8.1). */
interface Launch {
  endpoint: string;
  fetch: string;
  actor: Agent;
  registration: string;
  activityId: string;
}

/** What the LMS left for a unit (cmi5 10). */
interface LaunchData {
  contextTemplate?: Context;
  launchMode?: "Normal" | "Browse" | "Review";
  launchParameters?: string;
  masteryScore?: number;
  returnURL?: string;
}

/** What a session leaves to the next. */
interface Remembered {
  /** The record, as it is packed. */
  data: string;
  place: string;
  reached: Progress;
  said: Said;
}

/** The verbs of cmi5 that were said in this registration. */
interface Said {
  completed?: boolean;
  passed?: boolean;
}
