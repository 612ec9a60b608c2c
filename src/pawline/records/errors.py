"""Refusals of the records room: of a link, and of a file as a whole. What is wrong in a line is in `wrong.py`."""

from __future__ import annotations

from pawline.platform.errors import BadInput, NotFound, PawlineError

from .model import Report


class NoSuchFeed(NotFound):
    """The link never was, or is void."""

    code = "no_such_feed"
    zh = "这个日历链接用不了了，请在宠约里重新生成一个。"
    en = "This calendar link doesn't work any more. Make a new one in Pawline."


class FileTooLarge(PawlineError):
    """More than `most_kb` kilobytes, or more than `most_lines` lines."""

    code = "file_too_large"
    status = 413
    zh = "文件太大了：一次最多 {most_kb} KB、{most_lines} 行。分成几个文件再导入，什么都没有改动。"
    en = "The file is too large: at most {most_kb} kB and {most_lines} lines at once. Split it. Nothing was changed."


class NotText(BadInput):
    """Neither UTF-8 nor GB18030."""

    code = "not_text"
    zh = "打不开这个文件：请在表格软件里另存为「CSV UTF-8」再导入，什么都没有改动。"
    en = "This file can't be read: save it as “CSV UTF-8” in your spreadsheet program first. Nothing was changed."


class EmptyFile(BadInput):
    """There is no line below the head."""

    code = "empty_file"
    zh = "文件里一行内容也没有：第一行写列名，从第二行起写内容。什么都没有改动。"
    en = "There is nothing in this file: column names go in line 1, content from line 2 on. Nothing was changed."


class CannotBring(BadInput):
    """Something is wrong in some lines; `report` says what. Nothing was brought in."""

    code = "cannot_bring"
    zh = "文件里有 {count} 处要改，什么都没有导入。"
    en = "{count} things in the file need a change. Nothing was imported."

    def __init__(self, report: Report) -> None:
        super().__init__("file", count=len(report.problems) + report.more, report=report)
        self.report = report
