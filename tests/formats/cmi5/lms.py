"""A small LMS with a record store: it launches assignable units and holds every statement against cmi5."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
VERBS = "http://adlnet.gov/expapi/verbs/"
DEFINED = ("initialized", "completed", "passed", "failed", "terminated")
NOT_ITS_OWN = ("launched", "abandoned", "waived", "satisfied", "voided")
"""What only an LMS says."""
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
DURATION = re.compile(r"PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "learner-7"}}


@dataclass(slots=True)
class Session:
    """One launch."""

    activity: str
    """The unit that it launches."""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    fetched: bool = False
    launch_data: int = 0
    preferences: int = 0
    """How often these were asked for before the first statement."""
    statements: list[dict[str, Any]] = field(default_factory=list)


class Lms:
    """Runs until it is closed. What a unit does wrong is gathered in `broken`, rule by rule."""

    def __init__(self, package: Path) -> None:
        self.package = package
        self.unit = "index.html"
        self.mode = "Normal"
        self.mastery: float | None = None
        self.return_url = ""
        self.preferences: dict[str, str] | None = {"languagePreference": "en-US", "audioPreference": "off"}
        """What the learner prefers; None where nobody has asked them yet."""
        self.closed = False
        self.refuses = False
        self.unreadable: set[str] = set()
        """Addresses in the store that fail when they are read."""
        self.parameters = ""
        """What the LMS passes on to the unit."""
        self.waived = False
        """Whether it counts the unit as done, and has said so."""
        self.silent = False
        """Whether it gives no token."""
        self.registration = str(uuid.uuid4())
        self.activity = new_activity()
        self.sessions: list[Session] = []
        self.state: dict[tuple[str, str], bytes] = {}
        """Documents by activity and name."""
        self.broken: list[str] = []
        self.missing: list[str] = []
        self.commits: list[Any] = []
        self.unreachable: set[str] = set()
        self.refused = 0
        self.cut_off = False
        """Whether the learner has been without a connection."""
        self.hangs = False
        """Whether the store takes what it is told without an answer, until it does not hang any more."""
        self.slow = 0.0
        """Seconds that the store takes for what it is told."""
        self.cmi: dict[str, Any] = {}
        self.far = False
        """Whether the record store is another server, as it mostly is: browsers then ask first, and that takes time."""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"lms": self}))
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def launch(self) -> str:
        """A new session; the address that opens it (8.1)."""
        session = Session(self.activity)
        self.sessions.append(session)
        store = self.address.replace("127.0.0.1", "localhost") if self.far else self.address
        parameters = {
            "endpoint": f"{store}/xapi/",
            "fetch": f"{store}/fetch/{session.id}",
            "actor": json.dumps(ACTOR),
            "registration": self.registration,
            "activityId": self.activity,
        }
        order = sorted(parameters, reverse=len(self.sessions) % 2 == 0)  # any order will do (8.1)
        query = urlencode({name: parameters[name] for name in order})
        return f"{self.address}/content/{quote(self.unit)}?{query}"

    def turns_to(self, unit: str) -> None:
        """Another unit of the course, in the same registration."""
        self.unit, self.activity = unit, new_activity()

    def template(self, session: Session) -> dict[str, Any]:
        return {
            "contextActivities": {
                "grouping": [{"id": "https://publisher.example.org/unit"}, {"id": "https://lms.example.org/courses/3"}],
                "parent": [{"id": "https://lms.example.org/programmes/1"}],
                "category": [{"id": "https://lms.example.org/categories/online"}],
            },
            "extensions": {SESSION: session.id, "https://lms.example.org/extensions/term": {"name": "Autumn"}},
            "platform": "A small LMS",
            "language": "en-GB",
        }

    def launch_data(self, session: Session) -> dict[str, Any]:
        found: dict[str, Any] = {
            "contextTemplate": self.template(session),
            "launchMode": self.mode,
            "moveOn": "CompletedAndPassed",
        }
        if self.parameters:
            found["launchParameters"] = self.parameters
        if self.mastery is not None:
            found["masteryScore"] = self.mastery
        if self.return_url:
            found["returnURL"] = self.return_url
        return found

    def verbs(self, session: int = -1) -> list[str]:
        """What was said in a session, in its order, without what cmi5 merely allows."""
        said = sorted(self.sessions[session].statements, key=lambda each: str(each["timestamp"]))
        return [verb for verb in map(verb_of, said) if verb in DEFINED]

    def said(self, verb: str, session: int = -1) -> list[dict[str, Any]]:
        return [each for each in self.sessions[session].statements if verb_of(each) == verb]

    def receive(self, session: Session, statement: dict[str, Any]) -> None:
        """Hold a statement against the rules of a session and of the registration, and keep it."""
        with self._lock:
            self.broken += [f"{verb_of(statement)}: {rule}" for rule in _form(self, session, statement)]
            if not (session.preferences and session.launch_data):
                self.broken.append("10, 11: launch data and preferences are read before anything is said")
            if any(verb_of(each) == "terminated" for each in session.statements):
                self.broken.append(f"9.3.8: {verb_of(statement)} came after terminated")
            session.statements.append(statement)
            self.commits.append(statement)

    def disorder(self) -> list[str]:
        """What is wrong with what followed what (9.3), by the times of the statements."""
        found: list[str] = []
        ever: dict[str, list[dict[str, Any]]] = {session.activity: [] for session in self.sessions}
        for session in self.sessions:
            before: list[dict[str, Any]] = []
            for statement in sorted(session.statements, key=lambda each: str(each["timestamp"])):
                rules = _order(statement, before, ever[session.activity])
                found += [f"{verb_of(statement)}: {rule}" for rule in rules]
                before.append(statement)
                ever[session.activity].append(statement)
        return found


def new_activity() -> str:
    """An identifier as an LMS makes them for the units that it takes in."""
    return "https://lms.example.org/activities/" + uuid.uuid4().hex


def verb_of(statement: dict[str, Any]) -> str:
    return str(statement["verb"]["id"]).removeprefix(VERBS)


def is_defined(statement: dict[str, Any]) -> bool:
    activities = statement["context"].get("contextActivities", {})
    return any(each["id"] == CMI5 for each in activities.get("category", []))


def _form(lms: Lms, session: Session, statement: dict[str, Any]) -> list[str]:
    """What every statement has to be like (9.1 to 9.7)."""
    context, result = statement["context"], statement.get("result", {})
    activities = context.get("contextActivities", {})
    categories = [each["id"] for each in activities.get("category", [])]
    verb, defined = verb_of(statement), is_defined(statement)
    judged = "success" in result or "completion" in result
    template = lms.template(session)
    rules = {
        "9.1: a UUID": str(uuid.UUID(statement["id"])) == statement["id"],
        "9.2: the actor of the launch": statement["actor"] == ACTOR,
        "9.3: a verb with its name": bool(statement["verb"].get("display")),
        "9.6.1: the registration of the launch": context.get("registration") == lms.registration,
        "10.2.1: all of the template": _holds(context, template),
        "6.3, 9.3: nothing that only an LMS says": verb not in NOT_ITS_OWN,
        "9.5.5.1: progress as a whole number, before it is completed": PROGRESS not in result.get("extensions", {})
        or (result["extensions"][PROGRESS] in range(101) and verb != "completed"),
        "9.6.3.1: the session": context.get("extensions", {}).get(SESSION) == session.id,
        "9.7: a time in UTC": bool(UTC.fullmatch(statement["timestamp"])),
        "7.1.3: cmi5’s verbs carry its category, others do not": defined == (verb in DEFINED),
        "9.6.2.2: moveOn where something is judged, and nowhere else": (MOVE_ON in categories) == (defined and judged),
    }
    if defined:
        rules |= _defined(lms, statement, verb, result)
    return [rule for rule, kept in rules.items() if not kept]


def _holds(found: Any, given: Any) -> bool:
    """Whether all that was given is there, with more beside it at most."""
    if isinstance(given, dict):
        return isinstance(found, dict) and all(name in found and _holds(found[name], given[name]) for name in given)
    if isinstance(given, list):
        return isinstance(found, list) and all(each in found for each in given)
    return bool(found == given)


def _defined(lms: Lms, statement: dict[str, Any], verb: str, result: dict[str, Any]) -> dict[str, bool]:
    scaled = result.get("score", {}).get("scaled")
    mastery = lms.mastery
    rules = {
        "9.4: the unit as object": statement["object"]["id"] == lms.activity,
        "9.5.1: a score only where it is judged": "score" not in result or verb in ("passed", "failed"),
        "9.5.1: a score from 0 to 1": scaled is None or 0 <= scaled <= 1,
        "9.5.1: a raw score only with its ends": "raw" not in result.get("score", {}),
        "9.5.2: success where it is": result.get("success") == {"passed": True, "failed": False}.get(verb),
        "9.5.3: completion where it is": result.get("completion") == (True if verb == "completed" else None),
        "9.5.4: a duration": verb == "initialized" or bool(DURATION.fullmatch(result.get("duration", ""))),
        "10.2.2: nothing but beginning and end in other modes": lms.mode == "Normal"
        or verb in ("initialized", "terminated"),
    }
    if mastery is not None and verb in ("passed", "failed"):
        extensions = statement["context"]["extensions"]
        rules["9.6.3.2: the mastery score"] = extensions.get(MASTERY) == mastery
        rules["9.3.4, 9.3.5: on the right side of the mastery score"] = (scaled >= mastery) == (verb == "passed")
    return rules


def _order(statement: dict[str, Any], before: list[dict[str, Any]], ever: list[dict[str, Any]]) -> list[str]:
    """The rules that a statement breaks after those `before` in its session and `ever` in the registration."""
    verb, verbs, said = verb_of(statement), [verb_of(each) for each in before], [verb_of(each) for each in ever]
    both = {"passed", "failed"}
    rules = {
        "9.3.2: initialized comes first": (verb == "initialized") == (not before),
        "9.3.8: nothing after terminated": "terminated" not in verbs,
        "9.3: each verb once": verb not in DEFINED or verb not in verbs,
        "9.3: passed or failed": verb not in both or not both & set(verbs),
        "9.3.3, 9.3.4: once in a registration": verb not in ("completed", "passed") or verb not in said,
        "9.3.5: failed never after passed": verb != "failed" or "passed" not in said,
        "9.3: a time of its own": not before or statement["timestamp"] > before[-1]["timestamp"],
        "9.1: an id of its own": all(each["id"] != statement["id"] for each in ever),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _tag(content: bytes) -> str:
    """The entity tag of a document (xAPI, part three, 3.1)."""
    return f'"{hashlib.sha1(content).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    lms: Lms

    def do_OPTIONS(self) -> None:
        time.sleep(0.4)
        self._send(204, b"")

    def do_GET(self) -> None:
        path, query = self._address()
        if path.startswith("/content/"):
            self._file(path.removeprefix("/content/"))
        elif path == "/left":
            self._send(200, b"<!DOCTYPE html><title>Back</title><link rel=icon href=data:,><h1>Back in the LMS</h1>")
        elif session := self._session():
            self._read(path, query, session)

    def do_POST(self) -> None:
        path, _ = self._address()
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        time.sleep(self.lms.slow)
        if path.startswith("/fetch/"):
            self._token(path.removeprefix("/fetch/"))
        elif self._refused():
            return
        elif (session := self._session()) and path == "/xapi/statements":
            said = json.loads(body)
            said = said if isinstance(said, list) else [said]
            known = {each["id"] for one in self.lms.sessions for each in one.statements}
            if any(each["id"] in known for each in said):  # a store may refuse all of them (xAPI, part three, 2.1)
                self._send(409, b"")
                return
            for statement in said:
                self.lms.receive(session, statement)
            while self.lms.hangs:
                time.sleep(0.05)
            self._json([])

    def do_PUT(self) -> None:
        path, query = self._address()
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        time.sleep(self.lms.slow)
        if self._refused() or not self._session():
            return
        id = query["stateId"][0]
        if path != "/xapi/activities/state" or id == "LMS.LaunchData":
            self.lms.broken.append(f"10.2.1: {path} {id} is not the unit’s to write")
        self._check(query)
        key = (self.lms.activity, id)
        if self.headers["If-Match"] not in (None, "*", _tag(self.lms.state.get(key, b""))):
            self._send(412, b"")
            return
        self.lms.state[key] = body
        self.lms.commits.append(id)
        self._send(204, b"", tag=_tag(body))

    def _read(self, path: str, query: dict[str, list[str]], session: Session) -> None:
        if path in self.lms.unreadable:
            self.lms.refused += 1
            session.preferences += path == "/xapi/agents/profile"
            self._send(503, b"")
        elif path == "/xapi/agents/profile" and query["profileId"] == ["cmi5LearnerPreferences"]:
            session.preferences += 1
            if json.loads(query["agent"][0]) != ACTOR:
                self.lms.broken.append("11: the preferences of another learner")
            if self.lms.preferences is None:
                self._send(404, b"")
            else:
                self._json(self.lms.preferences)
        elif path == "/xapi/activities/state":
            self._check(query)
            id = query["stateId"][0]
            if id == "LMS.LaunchData":
                session.launch_data += 1
                self._json(self.lms.launch_data(session))
            elif (document := self.lms.state.get((self.lms.activity, id))) is not None:
                self._send(200, document, "application/json", _tag(document))
            else:
                self._send(404, b"")
        elif path == "/xapi/statements":
            self._json({"statements": self._statements(query)})
        else:
            self._send(404, b"")

    def _statements(self, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        """Those of a verb, with what the LMS says itself."""
        asked = json.loads(query["agent"][0]), query["registration"], query["activity"]
        if asked != (ACTOR, [self.lms.registration], [self.lms.activity]):
            self.lms.broken.append("8.1: statements of another learner, registration or unit")
        found = [each for one in self.lms.sessions for each in one.statements if one.activity == self.lms.activity]
        own = [{"verb": {"id": "https://w3id.org/xapi/adl/verbs/waived"}}] if self.lms.waived else []
        return [each for each in [*found, *own] if each["verb"]["id"] == query["verb"][0]]

    def _check(self, query: dict[str, list[str]]) -> None:
        """State belongs to this learner, this unit and this registration (10.1)."""
        if (query["activityId"], query["registration"]) != ([self.lms.activity], [self.lms.registration]):
            self.lms.broken.append("10.1: the state of another unit or registration")
        if json.loads(query["agent"][0]) != ACTOR:
            self.lms.broken.append("10.1: the state of another learner")

    def _token(self, id: str) -> None:
        session = next(each for each in self.lms.sessions if each.id == id)
        if session.fetched:
            self.lms.broken.append("8.2: the token is fetched once")
        session.fetched = True
        if self.lms.silent:
            self._json({"error-code": "1", "error-text": "The authorization token has already been returned."})
        else:
            self._json({"auth-token": session.token})

    def _session(self) -> Session | None:
        """The session whose token a request carries."""
        token = (self.headers["Authorization"] or "").removeprefix("Basic ")
        session = next((each for each in self.lms.sessions if each.token == token and each.fetched), None)
        if session is None:
            self.lms.broken.append(f"8.2.2: {self.path} without the token")
            self._send(401, b"")
        elif self.headers["X-Experience-API-Version"] != "1.0.3":
            self.lms.broken.append("xAPI: the version stands in every request")
        return session

    def _refused(self) -> bool:
        if self.lms.refuses:
            self.lms.refused += 1
            self._send(503, b"")
        return self.lms.refuses

    def _address(self) -> tuple[str, dict[str, list[str]]]:
        address = urlsplit(self.path)
        return unquote(address.path), parse_qs(address.query)

    def _file(self, name: str) -> None:
        file = self.lms.package / name
        if file.is_file():
            self._send(200, file.read_bytes(), guess_type(name)[0] or "application/octet-stream")
        else:
            self.lms.missing.append(name)
            self._send(404, b"")

    def _json(self, content: Any) -> None:
        self._send(200, json.dumps(content).encode(), "application/json")

    def _send(self, code: int, content: bytes, kind: str = "text/html; charset=utf-8", tag: str = "") -> None:
        self.send_response(code)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if self.lms.far:
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT")
            self.send_header(
                "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match, X-Experience-API-Version"
            )
            self.send_header("Access-Control-Expose-Headers", "ETag")
        with suppress(ConnectionError):  # the page that asked is gone
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing to the console."""
