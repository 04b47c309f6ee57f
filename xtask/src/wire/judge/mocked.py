"""A mock in the place of the recording server: what it is asked and what it answers, judged by the document.

Each operation is called once, with ids of what the mock has. What is taken away is taken away last.
"""

import json
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

from document import escape, is_json
from server import Recorder, bare

# Of the resources of a type: the first is read and changed, others are taken away.
FIRST, ATOMIC, LAST = 0, -2, -1


class Mock:
    def __init__(self, url):
        self.url = url.rstrip("/")
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.headers = {}
        self.credentials = {}
        self.query = ""
        info = self.ask("GET", "/_mock/info")
        for line in info["credentials"].values():
            self.prove(line or f"Authorization: Bearer {self.ask('POST', '/_mock/tokens')['access_token']}")

    def ask(self, method, path):
        request = urllib.request.Request(self.origin + path, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def prove(self, line):
        """Takes a credential: a header, or a query parameter with a question mark in front."""
        if line.startswith("?"):
            self.query = line[1:]
            self.credentials["key"] = line.partition("=")[2]
            return
        name, _, value = line.partition(": ")
        self.headers[name] = value
        kind, _, rest = value.partition(" ")
        self.credentials["token" if kind == "Bearer" and rest else "key"] = rest or value

    def get(self, path):
        """The JSON at a path of the API; nothing without success."""
        url = self.url + path + ("?" + self.query if self.query else "")
        request = urllib.request.Request(url, headers={**self.headers, "accept": "*/*"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())
        except (OSError, ValueError):
            return None

    def forward(self, seen):
        """What the mock answers to a request: status, media type, body."""
        headers = {name: value for name, value in seen["headers"].items() if name not in ("host", "connection", "accept-encoding")}
        request = urllib.request.Request(self.url + seen["target"], data=seen["body"] or None, headers=headers, method=seen["method"])
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers.get("content-type"), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("content-type"), error.read()


class Forwarder(Recorder):
    """Records requests, and passes them on."""

    def __init__(self, calls, mock):
        self.mock = mock
        super().__init__(calls)

    def reply(self, call, seen):
        status, media_type, body = self.mock.forward(seen)
        found = {"status": status, "media_type": media_type, "body": body, "offered": [media_type] if media_type else []}
        self.served[call["call"]] = found
        if not body:
            found["kind"] = "empty"
        elif media_type and is_json(media_type):
            found.update(kind="json", value=json.loads(body))
        else:
            found.update(kind="text", value=body.decode("utf-8", "replace"))
        return status, media_type, body


def chosen(document, calls, mock):
    """A call for each operation, in an order in which each finds what it is about."""
    best = {}
    for call in calls:
        known = best.get(call["pointer"])
        rank = (call["status"] >= 300, "none" in call, call["status"], call["round"] != "full")
        if known is None or rank < known[0]:
            best[call["pointer"]] = (rank, call)
    found = [call for _, call in best.values()]
    state = State(document, mock)
    for call in found:
        call["credentials"] = mock.credentials
        if "none" not in call:
            state.bind(call)
    return sorted(found, key=lambda call: which(call) != FIRST)


def which(call):
    if call["method"] == "delete" and call["path"].endswith("}"):
        return LAST
    return ATOMIC if any("atomic:operations" in body for body in call["bodies"].values() if isinstance(body, dict)) else FIRST


class State:
    """What the mock has, as far as its collections show it."""

    def __init__(self, document, mock):
        self.mock = mock
        self.lists = {}
        self.ids = {}
        self.first = {}
        for path, item in (document.root.get("paths") or {}).items():
            if "{" not in path and isinstance(item, dict) and "get" in item:
                self.collection(path)

    def collection(self, path):
        """Ids of what a path lists."""
        if path not in self.lists:
            answer = self.mock.get(path)
            data = answer.get("data") if isinstance(answer, dict) else answer
            items = [item for item in data if isinstance(item, dict) and "id" in item] if isinstance(data, list) else []
            self.lists[path] = [item["id"] for item in items]
            self.first[path] = items[0] if items else {}
            for item in items:
                known = self.ids.setdefault(item.get("type"), [])
                if item["id"] not in known:
                    known.append(item["id"])
        return self.lists[path]

    def bind(self, call):
        place = which(call)
        path, own = "", None
        for segment in call["path"].split("/")[1:]:
            if segment.startswith("{") and segment.endswith("}"):
                ids = self.collection(path)
                if ids:
                    own = at(ids, place)
                    parameter = next(found for found in call["parameters"] if found["in"] == "path" and found["name"] == segment[1:-1])
                    parameter["value"] = own
                    segment = quote(str(own), safe="")
            path += "/" + segment
        for body in call["bodies"].values():
            self.name(body, call["path"])
            self.fill(body, place)
            data = body.get("data") if isinstance(body, dict) else None
            if call["method"] in ("patch", "put") and own is not None and isinstance(data, dict) and "attributes" in data and "id" in data:
                # JSON:API, "Updating Resources": the resource says which one it is.
                data["id"] = own

    def name(self, body, path):
        """Says the type of what a relationship leads to, where the document leaves it open."""
        owner, _, name = path.rpartition("/relationships/")
        if not owner or not isinstance(body, dict):
            return
        shown = self.first.get(owner.rpartition("/")[0]) or {}
        linked = ((shown.get("relationships") or {}).get(name) or {}).get("data")
        linked = linked[0] if isinstance(linked, list) and linked else linked
        data = body.get("data")
        for item in data if isinstance(data, list) else [data]:
            if isinstance(linked, dict) and isinstance(item, dict) and item.get("type") not in self.ids:
                item["type"] = linked["type"]

    def fill(self, value, place):
        """Puts ids of what is there into everything that names a resource."""
        if isinstance(value, list):
            for position, item in enumerate(value):
                self.fill(item, place - position if place < 0 else place + position)
            return
        if not isinstance(value, dict):
            return
        ids = self.ids.get(value.get("type")) if isinstance(value.get("type"), str) else None
        if ids and "id" in value:
            value["id"] = at(ids, place)
            # One or the other ("Resource Identifier Objects" of JSON:API 1.1).
            value.pop("lid", None)
        for member in value.values():
            self.fill(member, place)


def at(ids, place):
    return ids[place % len(ids)]


def complaint(document, call, served):
    """What is wrong with an answer."""
    status, media_type, body = served["status"], served["media_type"], served["body"]
    operation = document.at(call["at"])
    names = {str(name).upper(): name for name in operation.get("responses") or {}}
    name = next((names[key] for key in (str(status), f"{status // 100}XX", "DEFAULT") if key in names), None)
    said = f": {body[:300].decode('utf-8', 'replace')}"
    if status >= 300:
        return f"the mock answers {status}{said}"
    if name is None:
        return f"the mock answers {status}, which is not in the document"
    response, response_at = document.resolve(f"{call['at']}/responses/{escape(name)}")
    content = response.get("content") or {}
    if call["method"] == "head" or status in (204, 205):
        return f"a body where none may be{said}" if body else None
    if not content:
        return f"a body that is not in the document{said}" if body else None
    squeezed = lambda text: (text or "").replace(" ", "").lower()
    key = next((key for key in content if squeezed(key) == squeezed(media_type)), None)
    key = key or next((key for key in content if bare(key) == bare(media_type or "") and ";" not in key), None)
    if key is None:
        return f"the answer is {media_type}, of {', '.join(content)}"
    if not is_json(key) or "schema" not in content[key]:
        return None
    found = document.complaint(f"{response_at}/content/{escape(key)}/schema", "read", served["value"])
    return f"the answer breaks its schema: {found}" if found else None
