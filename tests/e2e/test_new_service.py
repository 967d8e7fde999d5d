"""A new service is one new file: no code, and no training for whoever names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.e2e.desk import Desk

GLASSES = """\
id: reading_glasses
group: elder
kind: help
audience: [elder]
clock: standard
queue: elder_care
asker: infer
names: {zh_Hans: "老花镜借用", zh_Hant: "老花鏡借用", en: "Reading glasses"}
describe: {zh_Hans: "借一副老花镜。", zh_Hant: "借一副老花鏡。", en: "Borrow reading glasses."}
summary: {zh_Hans: "借老花镜", zh_Hant: "借老花鏡", en: "Borrow reading glasses"}
next: {zh_Hans: "社区会联系您来取。", zh_Hant: "社區會聯絡您來取。", en: "We will tell you when to collect them."}
words: ["借老花镜"]
details:
  - id: strength
    kind: count
    min: 50
    max: 600
    label: {zh_Hans: "度数", zh_Hant: "度數", en: "Strength"}
    ask: {zh_Hans: "要多少度的老花镜？", zh_Hant: "要多少度的老花鏡？", en: "What strength?"}
examples:
  zh_Hans: ["看报纸眼睛花了，想借副镜子"]
  zh_Hant: ["睇報紙眼花，想借副眼鏡"]
  en: ["I cannot read small print any more, could I borrow some glasses?"]
"""


def test_a_file_in_a_folder_is_a_service(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    """NUANXIN_SERVICES_FOLDER with one file: named by a person it is carried to an opened request, in the menu too."""
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "reading_glasses.yml").write_text(GLASSES, encoding="utf-8")
    desk = make_desk(services_folder=str(tmp_path / "services")).start()
    one = desk.citizen()
    one.say("菜单")
    one.press("老人服务")
    assert "老花镜借用" in one.text + "".join(one.buttons)
    assert "要多少度" in one.say("老花镜借用")
    one.say("两百度")
    while "没错，提交" not in one.buttons:
        one.say("跳过")
    one.press("没错，提交")
    ticket = desk.ticket(one.number())
    assert ticket["service"] == "reading_glasses"
    assert ticket["details"]["strength"] == 200
