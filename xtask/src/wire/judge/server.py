"""A server that records requests and answers each with what its call asks for."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def bare(media_type):
    return media_type.split(";")[0].strip().lower()


def accepted(accept, offered):
    """The first media type offered that `Accept` admits, in the order of what it prefers."""
    if not accept:
        return next(iter(offered), None)
    ranges = []
    for part in accept.split(","):
        words = part.split(";")
        weight = next((float(word.strip()[2:]) for word in words[1:] if word.strip().startswith("q=")), 1.0)
        ranges.append((weight, bare(words[0])))
    for weight, wanted in sorted(ranges, key=lambda found: -found[0]):
        for media_type in offered:
            kind = bare(media_type)
            if weight > 0 and (wanted in ("*/*", kind) or kind in ("*/*",) or wanted == kind.split("/")[0] + "/*"):
                return media_type
            if weight > 0 and kind.endswith("/*") and wanted.startswith(kind[:-1]):
                return media_type
    return None


class Recorder:
    def __init__(self, calls):
        self.calls = {call["call"]: call for call in calls}
        self.seen = {}
        self.served = {}
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                recorder.serve(self)

            def log_message(self, *arguments):
                pass

            do_GET = do_PUT = do_POST = do_DELETE = do_OPTIONS = do_HEAD = do_PATCH = do_TRACE = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, handler):
        body = self.body(handler)
        headers = {}
        for name, value in handler.headers.items():
            headers.setdefault(name.lower(), []).append(value.encode("latin-1").decode("utf-8", "replace"))
        number = headers.pop("x-wire-call", [None])[0]
        call = self.calls.get(int(number)) if number and number.isdigit() else None
        if call is None:
            self.send(handler, 404, None, b"")
            return
        seen = {
            "method": handler.command,
            "target": handler.path,
            "headers": {name: ", ".join(values) for name, values in headers.items()},
            "body": body,
        }
        self.seen.setdefault(call["call"], []).append(seen)
        self.send(handler, *self.reply(call, seen))

    def reply(self, call, seen):
        """Status, media type and body of the answer."""
        return self.choose(call, seen["headers"].get("accept"))

    def choose(self, call, accept):
        offered = call["answers"]
        media_type = accepted(accept, list(offered))
        if media_type is None and call["status"] >= 400:
            # Errors come as the server writes them, whatever is accepted (RFC 9110, section 12.5.1).
            media_type = next(iter(offered), None)
        found = {"status": call["status"], "offered": list(offered), "accept": accept}
        self.served[call["call"]] = found
        if not offered or call["status"] in (204, 205, 304):
            found["kind"] = "empty"
            return call["status"], None, b""
        if media_type is None:
            found["kind"] = "unacceptable"
            return 406, None, b""
        entry = offered[media_type]
        if "none" in entry:
            found.update(kind="none", why=entry["none"])
            return call["status"], None, b""
        named = "application/json" if bare(media_type) in ("*/*", "application/*") else media_type
        named = "image/png" if bare(named) == "image/*" else "text/plain" if bare(named) == "text/*" else named
        found.update(media_type=named, value=entry["value"])
        from document import is_json

        if is_json(named):
            found["kind"] = "json"
            return call["status"], named, json.dumps(entry["value"]).encode()
        found["kind"] = "text"
        text = entry["value"] if isinstance(entry["value"], str) else json.dumps(entry["value"])
        found["value"] = text
        return call["status"], named, text.encode()

    @staticmethod
    def body(handler):
        if handler.headers.get("transfer-encoding", "").lower() == "chunked":
            pieces = []
            while True:
                size = int(handler.rfile.readline().split(b";")[0], 16)
                piece = handler.rfile.read(size)
                handler.rfile.readline()
                if size == 0:
                    return b"".join(pieces)
                pieces.append(piece)
        return handler.rfile.read(int(handler.headers.get("content-length") or 0))

    @staticmethod
    def send(handler, status, media_type, body):
        handler.send_response(status)
        if media_type:
            handler.send_header("content-type", media_type)
        if status not in (204, 304):
            handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)
