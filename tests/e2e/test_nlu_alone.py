"""Understanding works without a route out and without write access, and loads few of its pins."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.training import MODELS, environment

HOUSE = Path(__file__).parents[2]
PROBE = """
import errno, json, os, socket, subprocess, sys, urllib.request
python, house, folder = sys.argv[1:]
env = {"PATH": "/usr/bin:/bin", "TMPDIR": folder}
serve = subprocess.Popen([python, house + "/nlu/serve.py", "--port", "0", "--with-parent"],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
said = iter(serve.stdout.readline, "")
_, host, port = next(line for line in said if line.startswith("listening")).split()
def post(text):
    ask = urllib.request.Request(f"http://{host}:{port}/model/parse", json.dumps({"text": text}).encode())
    return json.load(urllib.request.urlopen(ask, timeout=60))
post("我叫欧阳暖暖，电话13800001357")
found = {"intent": post("想找人送饭")["intent"]["name"]}
def problem(what):
    try:
        what()
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))
    return "went through"
found["route"] = problem(lambda: socket.create_connection(("192.0.2.1", 443), 5))
found["model"] = problem(lambda: open(house + "/nlu/models/x", "w"))
found["code"] = problem(lambda: open(house + "/nlu/x.py", "w"))
found["left"] = os.listdir(folder)
serve.stdin.close()
found["ended"] = serve.wait(30)
found["said"] = serve.stdout.read()
print(json.dumps(found))
"""
LOADED = """
import importlib.metadata, sys, tempfile, warnings
from pathlib import Path
warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])
from nlu.runner import Runner
import nlu.web
with tempfile.TemporaryDirectory() as folder:
    Runner(Path(sys.argv[2]), Path(folder)).parse(["想找人送饭"])
tops = {name.split(".")[0] for name in sys.modules}
of = importlib.metadata.packages_distributions()
print(" ".join(sorted({one.lower().replace("_", "-") for top in tops & of.keys() for one in of[top]})))
"""


def alone(what: str, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in namespaces of its own: no network but its loopback, and this tree read-only."""
    script = f'mount --make-rprivate / && mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && {what}'
    apart = ("unshare", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--mount-proc")
    command = [*apart, "sh", "-c", script, "sh", str(HOUSE), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("trained")
def test_without_route_and_write_access(tmp_path: Path) -> None:
    """It answers all the same, without an environment; the way out and its own tree are closed."""
    if shutil.which("unshare") is None or alone("ip link set lo up").returncode:
        pytest.skip("NOT CHECKED: namespaces are not allowed here, so understanding was not run without a route out")
    python = shutil.which("python3") or "python3"
    done = alone(
        'ip link set lo up && exec "$2" -c "$3" "$4" "$1" "$5"', python, PROBE, str(environment()), str(tmp_path)
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["intent"] == "meal_service" and found["ended"] == 0 and found["left"] == []
    assert (found["route"], found["model"], found["code"]) == ("ENETUNREACH", "EROFS", "EROFS")
    assert "欧阳" not in found["said"] and "1380000" not in found["said"]


@pytest.mark.usefixtures("trained")
def test_few_pins_are_loaded_and_the_list_says_which() -> None:
    """What advisories.md calls not loaded is not."""
    model = max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    done = subprocess.run(
        [str(environment()), "-c", LOADED, str(HOUSE), str(model)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    text = (HOUSE / "nlu" / "advisories.md").read_text("utf-8")
    rows = re.findall(r"(?m)^\| \[CVE[^|]*\| (\S+) [^|]*\|.*\| (yes|no) \|$", text)
    assert rows and {name for name, said in rows if (said == "yes") != (name in loaded)} == set()
    assert {"sanic", "sentry-sdk", "pymongo", "aiohttp", "requests", "scikit-learn", "joblib"} & loaded == set()
    assert len(loaded) <= int(re.findall(r"(\d+) are imported while it serves", text)[0]) + 3
