"""Starts each server in turn and measures it; prints a table."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time

mock, work, seconds = sys.argv[1], sys.argv[2], sys.argv[3]
bin_ = os.path.join(work, "node_modules", ".bin")


def request(port, method, path, headers=None, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    return response.status, response.read()


def start(command, port, path="/"):
    """The process, and the seconds until the first answer."""
    log = open(os.path.join(work, "server.log"), "wb")
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    while True:
        try:
            request(port, "GET", path)
            return process, time.monotonic() - began
        except OSError:
            if time.monotonic() - began > 60:
                raise
            time.sleep(0.0005)


def resident(process):
    """Megabytes of the process and its children."""
    total, waiting = 0, [process.pid]
    while waiting:
        pid = waiting.pop()
        status = open(f"/proc/{pid}/status").read()
        total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        for task in os.listdir(f"/proc/{pid}/task"):
            waiting += [int(child) for child in open(f"/proc/{pid}/task/{task}/children").read().split()]
    return total / 1024


def load(port, path, token):
    """Requests per second, and those that failed."""
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", f"Authorization: Bearer {token}", f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), int(failed[1]) if failed else 0


def measure(name, command, port, one, many, token="x"):
    process, listening = start(command, port)
    time.sleep(1)
    idle = resident(process)
    if token is None:
        info = json.loads(request(port, "GET", "/_mock/info")[1])
        client = info["clients"][0]
        grant = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["secret"]}
        status, body = request(port, "POST", "/pub/oauth/token", {"Content-Type": "application/json"}, json.dumps(grant))
        token = json.loads(body)["data"]["attributes"]["access_token"]
        patient = json.loads(request(port, "GET", "/_mock/state/patient?limit=1")[1])["data"][0]
        group = patient["relationships"]["groups"]["data"][0]["id"]
        one, many = one.format(id=patient["id"]), many.format(group=group)
    single, failed = load(port, one, token)
    collection, failed_too = load(port, many, token)
    loaded = resident(process)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    print(f"{name:10} listening {listening * 1000:7.0f} ms   idle {idle:6.1f} MB   after {loaded:6.1f} MB   "
          f"one {single:8.0f}/s   collection {collection:8.0f}/s   failed {failed + failed_too}")
    return single, collection


def first_answers(command, port, rounds=11):
    """Starts again and again: how long until the page, and until the API answers."""
    for what, path in ("page", "/"), ("API", "/pub/patient/none"):
        times = []
        for _ in range(rounds):
            process, seconds = start(command, port, path)
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            times.append(seconds * 1000)
        times.sort()
        print(f"first answer of the {what}: median {times[rounds // 2]:.0f} ms, best {times[0]:.0f} ms, of {rounds} starts")


first_answers([mock, "--port", "4030"], 4030)
one, many = "/pub/patient/{id}", "/pub/patient?filter[groups]={group}&page[size]=10&page[number]=1"
ours = measure("mock", [mock, "--port", "4031"], 4031, one, many, None)
mockoon = [os.path.join(bin_, "mockoon-cli"), "start", "--data", os.path.join(work, "mockoon.json"), "--port", "4032", "--disable-log-to-file"]
measure("mockoon", mockoon, 4032, "/pub/patient/1", "/pub/patient?filter[groups]=1&page[size]=10&page[number]=1")
prism = [os.path.join(bin_, "prism"), "mock", "-p", "4033", os.path.join(work, "spec.json")]
theirs = measure("prism", prism, 4033, "/patient/1", "/patient?filter[groups]=1&page[size]=10&page[number]=1")
print(f"against prism: one {ours[0] / theirs[0]:.1f} times, collection {ours[1] / theirs[1]:.1f} times")
