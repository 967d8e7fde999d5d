"""Trains understanding with Rasa's own trainer, without TensorFlow; the model's name says what it was made from."""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[0] = str(HERE.parent)

from data import catalogue  # noqa: E402
from data.model import Catalogue  # noqa: E402
from nlu import build, kernels  # noqa: E402
from nlu.workplace import workplace  # noqa: E402

KEPT = 3  # models; older ones go
UNTRAINED = 3  # the exit status of --check where there is no model


def main() -> int:
    """Print the model's path, training first where there is none for the files as they stand."""
    options = _options().parse_args()
    try:
        known = catalogue.load(options.data, options.extra)
        model: Path = options.models / f"{build.fingerprint(known)}.tar.gz"
        if model.is_file() and not options.force:
            model.touch()  # serve.py takes the newest
        elif options.check:
            return UNTRAINED
        else:
            _train_and_tell(known, model)
    except catalogue.DataError as error:
        _say(str(error))
        return 1
    sys.stdout.write(f"{model}\n")
    return 0


def _train_and_tell(known: Catalogue, model: Path) -> None:
    started = time.monotonic()
    with warnings.catch_warnings(record=True):  # rasa's own, of its age
        train(known, model)
    _forget(model)
    examples = sum(map(len, build.intents(known).values()))
    _say(f"learnt {len(build.intents(known))} intents from {examples} examples in {time.monotonic() - started:.0f} s")


def train(known: Catalogue, model: Path) -> None:
    """Train on the catalogue and put the model in its place in one step."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    kernels.choose()
    from rasa.engine.recipes.graph_recipe import GraphV1Recipe
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.training.graph_trainer import GraphTrainer
    from rasa.shared.data import TrainingType
    from rasa.shared.importers.importer import TrainingDataImporter

    with workplace(model.parent) as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
        from rasa.engine.caching import LocalTrainingCache

        data, domain = build.write(known, folder / "data")
        importer = TrainingDataImporter.load_nlu_importer_from_config(
            str(HERE / "config.yml"), str(domain), [str(data)]
        )
        graph = GraphV1Recipe().graph_config_for_recipe(importer.get_config(), {}, TrainingType.NLU)
        parts = folder / "parts"
        parts.mkdir()
        storage = LocalModelStorage.create(parts)
        trainer = GraphTrainer(storage, LocalTrainingCache(), DaskGraphRunner)
        trainer.train(graph, importer, folder / model.name, force_retraining=True)
        (folder / model.name).replace(model)


def _forget(newest: Path) -> None:
    """Remove all but the last models; the one just made stays whatever the clock says."""
    others = [path for path in newest.parent.glob("*.tar.gz") if path != newest]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        path.unlink(missing_ok=True)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=catalogue.HERE, help="the catalogue's folder")
    options.add_argument("--extra", type=Path, help="a folder with more services")
    options.add_argument("--models", type=Path, default=HERE / "models", help="where models are kept")
    options.add_argument("--force", action="store_true", help="train although nothing has changed")
    options.add_argument("--check", action="store_true", help=f"do not train; exit {UNTRAINED} where it were needed")
    return options


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
