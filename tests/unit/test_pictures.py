"""Pictures as staff see them: what would take all memory is not unpacked."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from bot import pictures


@pytest.mark.parametrize(("form", "is_shown"), [("JPEG", True), ("PNG", False), ("WEBP", False), ("GIF", False)])
def test_what_must_be_unpacked_whole_may_be_less_large(
    form: str, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A JPEG is read small; of the others every pixel stands in memory at once."""
    monkeypatch.setattr(pictures, "SIDE", 10)
    monkeypatch.setattr(pictures, "MOST_WHOLE", 100)
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, form)
    if is_shown:
        assert pictures.shown(made.getvalue())
    else:
        with pytest.raises(pictures.NotShownError):
            pictures.shown(made.getvalue())


@pytest.mark.parametrize(
    ("options", "scan", "is_shown"),
    [({}, b"\x03", True), ({"progressive": True}, b"\x03", False), ({}, b"\x01", False)],
    ids=["line by line", "progressive", "a scan for each colour"],
)
def test_a_jpeg_that_is_unpacked_whole_may_be_less_large(
    options: dict[str, bool], scan: bytes, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its coefficients all stand in memory before the first line, however small it is wanted."""
    monkeypatch.setattr(pictures, "SIDE", 10)
    monkeypatch.setattr(pictures, "MOST_WHOLE", 100)
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, "JPEG", **options)
    data = made.getvalue().replace(b"\xff\xda\x00\x0c\x03", b"\xff\xda\x00\x0c" + scan)
    if is_shown:
        assert pictures.shown(data)
    else:
        with pytest.raises(pictures.NotShownError, match="too many pixels"):
            pictures.shown(data)


def test_a_thin_jpeg_is_read_small_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a panorama is, no more of it is unpacked than of a square one."""
    monkeypatch.setattr(pictures, "SIDE", 20)
    monkeypatch.setattr(pictures, "MOST_WHOLE", 900)
    unpacked: list[int] = []
    convert = Image.Image.convert

    def counted(picture: Image.Image, mode: str) -> Image.Image:
        unpacked.append(picture.width * picture.height)
        return convert(picture, mode)

    monkeypatch.setattr(Image.Image, "convert", counted)
    for size in ((80, 80), (20, 50), (19, 80), (160, 3)):
        made = io.BytesIO()
        Image.new("RGB", size).save(made, "JPEG")
        with Image.open(io.BytesIO(pictures.shown(made.getvalue()))) as small:
            assert max(small.size) == 20, size
    assert max(unpacked) <= 400


def test_a_jpeg_that_is_not_read_small_after_all_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its markers told."""
    monkeypatch.setattr(pictures, "SIDE", 10)
    monkeypatch.setattr(pictures, "MOST_WHOLE", 100)
    monkeypatch.setattr(JpegImageFile, "draft", lambda *_: None)
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, "JPEG")
    with pytest.raises(pictures.NotShownError, match="too many pixels"):
        pictures.shown(made.getvalue())
