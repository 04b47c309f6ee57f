"""Judges the requests that a generated client sends, and what it makes of answers.

    main.py plan DOCUMENT PLAN SEED    writes the calls
    main.py run DOCUMENT PLAN PROGRAM RESULT [tamper]
    main.py mocked DOCUMENT PLAN PROGRAM RESULT URL

The last calls each operation once, and has a mock at a URL answer. With `tamper`, each request is also judged with one thing changed at a time, which has to be found wrong.
"""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import yaml
from document import Document, difference, is_json
from mocked import Forwarder, Mock, chosen, complaint
from plan import plan
from request import Unjudged, faults
from server import Recorder
from tamper import tampered

LONGEST = 600


class Texts(yaml.SafeLoader):
    """YAML as JSON has it: dates are texts."""


Texts.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def named(node):
    """Names of members are texts, such as statuses."""
    if isinstance(node, dict):
        return {str(key): named(value) for key, value in node.items()}
    return [named(item) for item in node] if isinstance(node, list) else node


def as_json(path, beside):
    """The path of a document in JSON."""
    if path.endswith(".json"):
        return path
    other = Path(beside).with_suffix(".document.json")
    other.write_text(json.dumps(named(yaml.load(Path(path).read_text(encoding="utf-8"), Texts))))
    return str(other)


def main():
    what, *arguments = sys.argv[1:]
    arguments[0] = as_json(arguments[0], arguments[1])
    if what == "plan":
        document, out, number = arguments
        Path(out).write_text(json.dumps(plan(Document(document), int(number))))
    elif what == "mocked":
        mocked(*arguments)
    else:
        run(*arguments)


def run(document, plan_path, program, out, tamper=None):
    document = Document(document)
    calls = json.loads(Path(plan_path).read_text())
    recorder = Recorder(possible(calls))
    lines = outputs(recorder, program, out)
    results = [judged(document, call, recorder, *lines(call), bool(tamper)) for call in calls]
    Path(out).write_text(json.dumps(results))


def mocked(document, plan_path, program, out, url):
    document = Document(document)
    mock = Mock(url)
    calls = chosen(document, json.loads(Path(plan_path).read_text()), mock)
    recorder = Forwarder(possible(calls), mock)
    lines = outputs(recorder, program, out)
    results = [judged(document, call, recorder, *lines(call), False) for call in calls]
    for call, result in zip(calls, results):
        line, broken = lines(call)
        if call["method"] == "head" and (line is None or "error" in line):
            result["decoded"] = ["failed", line["error"] if line else f"the program ended: {broken}"]
        served = recorder.served.get(call["call"])
        why = complaint(document, call, served) if served else "the mock is not asked"
        result["answered"] = ["failed", why] if why else ["passed"]
    Path(out).write_text(json.dumps(results))


def possible(calls):
    return [call for call in calls if "none" not in call and "not_run" not in call]


def outputs(recorder, program, out):
    """Has the program make the calls of a recorder: what it prints of each, and how it ended."""
    sent = list(recorder.calls.values())
    given = Path(out).with_suffix(".calls.json")
    given.write_text(json.dumps(sent))
    done = subprocess.run([program, str(given), recorder.url], capture_output=True, timeout=LONGEST, check=False)
    printed = {}
    for line in filter(None, done.stdout.decode("utf-8", "replace").split("\n")):
        found = json.loads(line)
        printed[found["call"]] = found
    broken = done.stderr.decode("utf-8", "replace").strip()[-300:] if done.returncode else None
    return lambda call: (printed.get(call["call"]), broken)


def judged(document, call, recorder, line, broken, tamper):
    """What came of a call: for the request, the decoding and the comparison each `passed`, or a group and a reason."""
    status = f" [{call['response']}, {call['round']}]"
    result = {"name": f"{call['method'].upper()} {call['path']}{status}", "left_out": call.get("left_out", [])}
    if "none" in call or "not_run" in call:
        group, why = ("not_applicable", f"no sample: {call['none']}") if "none" in call else ("not_run", call["not_run"])
        return result | dict.fromkeys(("request", "decoded", "equal"), [group, why])
    seen = recorder.seen.get(call["call"])
    if not seen:
        stage = line.get("stage") if line else None
        error = line.get("error") if line else f"the program ended: {broken}"
        why = f"not sent ({stage}): {error}"
        return result | {
            "request": ["failed", why],
            "decoded": ["not_run", "the request is not sent"],
            "equal": ["not_run", "the request is not sent"],
        }
    try:
        found = faults(document, call, seen[0])
    except Unjudged as error:
        return result | {"request": ["not_applicable", str(error)]} | answered(call, recorder.served[call["call"]], line, broken)
    result["request"] = ["failed", " | ".join(found)] if found else ["passed"]
    if tamper and not found:
        changed = list(tampered(call, seen[0]))
        missed = [what for what, other in changed if not faults(document, call, other)]
        result["tampered"], result["missed"] = len(changed), missed
    return result | answered(call, recorder.served[call["call"]], line, broken)


def answered(call, served, line, broken):
    both = lambda group, why: {"decoded": [group, why], "equal": [group, why]}
    if call["method"] == "head":
        return both("not_applicable", "answers to HEAD have no body")
    if served["kind"] == "none":
        return both("not_applicable", f"no sample of the answer: {served['why']}")
    if served["kind"] == "unacceptable":
        return both("failed", f"Accept is {served['accept']}; the document offers {', '.join(served['offered'])}")
    if line is None:
        return both("failed", f"the program ended: {broken}")
    if "error" in line:
        return {
            "decoded": ["failed", f"{line['stage']}: {line['error']}"],
            "equal": ["not_run", "the answer is not decoded"],
        }
    return {"decoded": ["passed"]} | {"equal": same(served, line["answer"])}


def same(served, answer):
    if "untyped" in answer:
        # An error without a type: its text is all that is said of it.
        offered = [kind for kind in served["offered"] if is_json(kind)]
        return ["not_run", "the client has no type for the body of this error"] if offered else ["passed"]
    if served["kind"] == "empty":
        ok = answer.get("empty") or answer.get("json") == "null" or answer.get("text") == ""
        return ["passed"] if ok else ["failed", f"nothing is decoded as {json.dumps(answer)[:80]}"]
    if answer.get("empty"):
        return ["not_run", "the client takes the answer for empty"]
    if served["kind"] == "text":
        text = answer.get("text", answer.get("json"))
        return ["passed"] if text == served["value"] else ["failed", f"{served['value'][:60]!r} is read as {text[:60]!r}"]
    if "text" in answer:
        text = answer["text"]
        if isinstance(served["value"], str) and text == served["value"]:
            return ["passed"]
        try:
            encoded = json.loads(text, parse_float=Decimal)
        except ValueError:
            return ["failed", f"{json.dumps(served['value'])[:60]} is read as the text {text[:60]!r}"]
    else:
        encoded = json.loads(answer["json"], parse_float=Decimal)
    before = json.loads(json.dumps(served["value"]), parse_float=Decimal)
    why = difference(before, encoded, "")
    return ["failed", why] if why else ["passed"]


if __name__ == "__main__":
    main()
