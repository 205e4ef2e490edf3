"""Copies of a matrix as two people bring them. Every score here is invented and follows from nothing official."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from flask import Flask

MATRIX = "npcc_child_2023"
INVENTED = (("common_assault", 4), ("abh", 1), ("robbery", 2))
HEADER = "offence_id,score"


def written(rows: Iterable[tuple[str, Any]] = INVENTED, *, header: str = HEADER) -> bytes:
    return "\n".join([header, *(f"{offence},{score}" for offence, score in rows), ""]).encode()


def workbook(*sheets: Sequence[Sequence[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def bring(app: Flask, content: bytes, *words: str, edition: str = MATRIX) -> Any:
    """`flask policies import-matrix` with this file, whatever comes of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy"
        path.write_bytes(content)
        args = ["policies", "import-matrix", str(path), "--edition", edition, *words]
        return app.test_cli_runner().invoke(args=args)


def enter(app: Flask, content: bytes, who: str = "worker", *words: str, edition: str = MATRIX) -> Any:
    return bring(app, content, "--entered-by", f"{who}@demo.example", *words, edition=edition)


def check(app: Flask, content: bytes, who: str = "manager", *words: str, edition: str = MATRIX) -> Any:
    return bring(app, content, "--checked-by", f"{who}@demo.example", *words, edition=edition)


def loaded(app: Flask, content: bytes | None = None) -> None:
    """Two people have read the same."""
    for told in (enter(app, content or written()), check(app, content or written())):
        assert told.exit_code == 0, told.output
