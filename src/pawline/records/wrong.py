"""What may be wrong in a line of a file, and what to do about it. Each becomes a `Problem`, never a refusal itself."""

from __future__ import annotations

from pawline.platform.errors import PawlineError
from pawline.shop import Label

from .model import Column, Problem


class Wrong(PawlineError):
    """Base of what is wrong in a line."""

    code = "wrong_line"
    status = 422


class BrokenQuotes(Wrong):
    """The line cannot be taken apart into cells."""

    code = "broken_quotes"
    zh = "这一行的引号没有成对，分不出格子：检查一下双引号，或用表格软件重新另存为 CSV。"
    en = "The quotes of this line don't pair up, so it has no cells. Check them, or save it anew as CSV."


class TooManyCells(Wrong):
    """A line has more cells than the head."""

    code = "too_many_cells"
    zh = "这一行有 {found} 格，列名只有 {head} 个：多半是内容里的逗号没有加引号。"
    en = "This line has {found} cells, but there are {head} column names. Probably a comma isn't inside quotes."


class UnknownColumn(Wrong):
    """The head names a column that the list does not have."""

    code = "unknown_column"
    zh = "没有「{name}」这一列。能用的列名：{known}。"
    en = "There is no column “{name}”. The columns are: {known_en}."


class MissingColumn(Wrong):
    """The head lacks a column without which no line can be read."""

    code = "missing_column"
    zh = "缺少「{name}」这一列：在第一行补上它，再填好每一行。"
    en = "The column “{name_en}” is missing. Add it to line 1, then fill it in."


class DoubleColumn(Wrong):
    """The head names a column twice."""

    code = "double_column"
    zh = "「{name}」这一列写了两次，留一列就好。"
    en = "The column “{name}” is there twice. Keep one."


class Unprintable(Wrong):
    """A cell holds a character that cannot be seen."""

    code = "unprintable"
    zh = "这一格里有看不见的控制字符，删掉重新打一遍。"
    en = "There is an invisible control character in this cell. Type it anew."


class Needed(Wrong):
    """A cell is empty that must not be."""

    code = "needed"
    zh = "这一格不能空着。"
    en = "This cell can't be empty."


class TooLong(Wrong):
    """More characters than there is room for."""

    code = "too_long"
    zh = "太长了，最多 {most} 个字。"
    en = "That is too long: at most {most} characters."


class NotOneOf(Wrong):
    """None of the words that can stand there."""

    code = "not_one_of"
    zh = "不认识「{value}」，可以写：{known}。"
    en = "“{value}” isn't known here. Use one of: {known_en}."


class NotWhole(Wrong):
    """No whole number, or out of bounds."""

    code = "not_whole"
    zh = "「{value}」不对：写一个 {least} 到 {most} 的整数。"
    en = "“{value}” doesn't work: a whole number from {least} to {most}, please."


class NotMoney(Wrong):
    """No amount of yuan."""

    code = "not_money"
    zh = "「{value}」不是金额：写元，最多两位小数，比如 88 或 88.50。"
    en = "“{value}” is no amount: yuan with at most two decimals, such as 88 or 88.50."


class NotWeight(Wrong):
    """No weight in kilograms."""

    code = "not_weight"
    zh = "「{value}」不是体重：写公斤数，0.01 到 200，比如 4.5。"
    en = "“{value}” is no weight: kilograms from 0.01 to 200, such as 4.5."


class NotMoment(Wrong):
    """No day and time."""

    code = "not_moment"
    zh = "「{value}」不是时间：写成 2026-11-24 15:00 这样。"
    en = "“{value}” is no time: write it like 2026-11-24 15:00."


class NotSteps(Wrong):
    """Steps that cannot be read."""

    code = "not_steps"
    zh = "「{value}」看不懂：步骤写成 bath@tub:15（步骤@工位:占比），用 + 隔开；步骤有 {steps}，工位有 {places}。"
    en = (
        "“{value}” isn't understood: a step is bath@tub:15 (step@place:share), joined by +. "
        "Steps: {steps}. Places: {places}."
    )


class NotCare(Wrong):
    """A care note that cannot be read."""

    code = "not_care"
    zh = "「{value}」看不懂：每行写一条，最多 {most} 个字；可以在前面注明 alert:、care: 或 note:。"
    en = "“{value}” isn't understood: one note a line, at most {most} characters; alert:, care: or note: may go first."


class TwiceInFile(Wrong):
    """Two lines speak of the same thing."""

    code = "twice_in_file"
    zh = "和第 {other} 行说的是同一个，留一行就好。"
    en = "This is the same as line {other}. Keep one of them."


class OtherBefore(Wrong):
    """A service says something else in an earlier line."""

    code = "other_before"
    zh = "和第 {other} 行写的不一样：同一个项目只在第一行写，或每行写得一样。"
    en = "Line {other} says something else: a service is described in its first line, or alike in all."


class HalfAPrice(Wrong):
    """Minutes without a price, or the reverse."""

    code = "half_a_price"
    zh = "分钟和价格要一起写：没有的写 0。"
    en = "Minutes and price go together: write 0 for none."


class NoSuchOwnerHere(Wrong):
    """No owner has the telephone number."""

    code = "no_such_owner_here"
    zh = "没有手机号是 {phone} 的客人：先导入客人。"
    en = "No owner has the number {phone}. Import the owners first."


class NoSuchPetHere(Wrong):
    """The owner has no pet of that name, or several."""

    code = "no_such_pet_here"
    zh = "{phone} 名下没有叫「{pet}」的毛孩子，或者不止一只：先导入毛孩子，或把名字改得不一样。"
    en = "{phone} has no pet called “{pet}”, or several. Import the pets first, or give them different names."


class NoSuchGroomer(Wrong):
    """Nobody of the team goes by that name."""

    code = "no_such_groomer"
    zh = "没有叫「{value}」的美容师，可以写：{known}；重名的写登录名。"
    en = "No groomer is called “{value}”. There are: {known}. Use the login if two share a name."


class NotServices(Wrong):
    """A booking's services that cannot be read."""

    code = "not_services"
    zh = "不认识项目「{value}」：写项目代码或名称，几个项目用 + 隔开，两份写 ×2。店里有：{known}。"
    en = "“{value}” isn't sold here: codes or names, joined by +, two of one as ×2. There are: {known_en}."


class LiesBehind(Wrong):
    """A confirmed booking in the past."""

    code = "lies_behind"
    zh = "这个时间已经过去了：来过的状态写「已完成」，没来的写「没到店」。"
    en = "That time has passed: the status is “done” for a visit, “missed” for one who never came."


class LiesAhead(Wrong):
    """A visit that was, in the future."""

    code = "lies_ahead"
    zh = "这个时间还没到：状态写「已确认」。"
    en = "That time is still ahead: its status is “confirmed”."


class OtherMinutes(Wrong):
    """A booking ahead takes as long as the price list says."""

    code = "other_minutes"
    zh = "按价目表要 {minutes} 分钟：留空，或先改价目表。"
    en = "By the price list it takes {minutes} minutes. Leave it empty, or change the price list first."


class NoRoom(Wrong):
    """Somebody or something that the booking needs is taken, by the shop's book or by an earlier line."""

    code = "no_room"
    zh = "{when}排不下：人、工位或这只毛孩子已经有别的预约了，文件里前面的行也算。换个时间或美容师。"
    en = "{when_en} is taken: the groomer, a place or the pet is booked already, maybe by a line above. Change it."


class NotBirthday(Wrong):
    """No year, month or day of birth."""

    code = "not_birthday"
    zh = "「{value}」不是出生日期：写成 2020、2020-05 或 2020-05-01。"
    en = "“{value}” is no date of birth: write 2020, 2020-05 or 2020-05-01."


class OtherSpecies(Wrong):
    """A breed of another species."""

    code = "other_species"
    zh = "「{value}」和前面写的种类对不上，改一下种类或品种。"
    en = "“{value}” is not of that species. Change the one or the other."


class NoListPrice(Wrong):
    """Price or minutes are left out, and the price list does not know."""

    code = "no_list_price"
    zh = "价目表里算不出来（{why}），请直接写上。"
    en = "The price list doesn't tell ({why_en}). Write it down."


class AlreadyOther(Wrong):
    """The booking is there and differs from the line."""

    code = "already_other"
    zh = "这个预约店里已经有了，是「{has}」：要改请在日程里改，或把这一格写成一样。"
    en = "This booking is here already, as “{has_en}”. Change it on the schedule, or write the same."


def problem(line: int, column: Column | None, error: PawlineError) -> Problem:
    """What is wrong, as the file's reader is told."""
    words = Label(error.sentence("zh"), error.sentence("en"))
    return Problem(line, column.name if column else None, error.code, words)
