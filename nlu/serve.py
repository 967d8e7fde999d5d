"""Answers Rasa's /model/parse from a trained model, over loopback HTTP: no TensorFlow, no secrets, nothing written."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import threading
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
NEVER_LEARNT = "loads the encoder, which a phrase known by heart would not"
sys.path[0] = str(HERE.parent)

from nlu import kernels  # noqa: E402
from nlu.runner import Runner  # noqa: E402
from nlu.web import Server  # noqa: E402


def main() -> int:
    """Load the model, print "listening HOST PORT" and answer until told to stop."""
    options = _options().parse_args()
    # one thread: matrices are small, and the other core is the desk's (README.md)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    kernels.choose()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    model = options.model or _newest(HERE / "models")
    if model is None or not model.is_file():
        sys.stderr.write(f"there is no model {model or 'in nlu/models'}: run make train\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="nuanxin-nlu-") as folder, warnings.catch_warnings(record=True):
        runner = Runner(model, Path(folder))
        runner.parse([NEVER_LEARNT])
    gc.collect()
    gc.freeze()
    server = Server((options.host, options.port), runner)
    if options.with_parent:
        threading.Thread(target=_follow_parent, args=(server,), daemon=True).start()
    sys.stdout.write(f"listening {options.host} {server.server_address[1]}\n")
    sys.stdout.flush()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


def _follow_parent(server: Server) -> None:
    """The parent holds the other end of standard input; when it is gone, however it went, so are we."""
    while os.read(0, 4096):
        pass
    server.shutdown()


def _newest(folder: Path) -> Path | None:
    return max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=Path, help="the model's archive; else the newest in nlu/models")
    options.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    options.add_argument("--port", type=int, default=5005, help="0 takes a free one")
    options.add_argument("--with-parent", action="store_true", help="end when standard input closes")
    return options


if __name__ == "__main__":
    sys.exit(main())
