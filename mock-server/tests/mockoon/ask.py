"""Asks for every response of every route and compares it with the file; the bodies themselves are checked by the test suite."""

import json
import sys
import time
import urllib.error
import urllib.request

with open(sys.argv[1]) as file:
    environment = json.load(file)
origin = sys.argv[2]


def ask(method, path, status):
    request = urllib.request.Request(f"{origin}/{path}", method=method, headers={"X-Mock-Status": str(status)} if status else {})
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("content-type"), answer.read().decode()


for _ in range(100):
    try:
        urllib.request.urlopen(origin)
    except urllib.error.HTTPError:
        break
    except OSError:
        time.sleep(0.1)

operations, responses = 0, 0
for route in environment["routes"]:
    path = environment["endpointPrefix"] + "/" + route["endpoint"].replace(":id", "1")
    for position, response in enumerate(route["responses"]):
        for status in [response["statusCode"]] if position else [None, response["statusCode"]]:
            got = ask(route["method"].upper(), path, status)
            media = next((header["value"] for header in response["headers"] if header["key"] == "Content-Type"), None)
            assert got[0] == response["statusCode"] and got[2] == response["body"], (route["documentation"], got[:2])
            assert media is None or got[1].startswith(media), (route["documentation"], got[:2])
        responses += 1
    operations += 1
print(f"mockoon: {operations} operations, {responses} responses as exported")
