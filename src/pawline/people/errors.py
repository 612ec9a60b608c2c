"""Refusals of the people room."""

from pawline.platform.errors import Conflict, NotFound, PawlineError, TooMany


class WrongPassword(PawlineError):
    """Login and password do not belong together."""

    code = "wrong_password"
    status = 401
    zh = "账号或密码不对，再看一眼？忘了可以请店长重置。"
    en = "That login and password don't match. A manager can reset it for you."


class TooManyTries(TooMany):
    """Signing in failed too often."""

    code = "too_many_tries"
    zh = "试得太多次了，15 分钟后再来。"
    en = "Too many tries. Come back in 15 minutes."


class TooManyArrivals(TooMany):
    """Too many new guests came from one network."""

    code = "too_many_arrivals"
    zh = "这个网络上新打开的页面太多了，过一会儿再来，或者给店里打个电话。"
    en = "Too many new visits from this network. Try again a little later, or call the shop."


class WrongCode(PawlineError):
    """The one-time code is not the one that was sent, or has expired."""

    code = "wrong_code"
    status = 422
    zh = "验证码不对或已过期，再看看短信？"
    en = "That code isn't right or has expired. Check the text message?"


class NotAPhone(PawlineError):
    """The number cannot be a mobile number."""

    code = "not_a_phone"
    status = 422
    zh = "这个手机号好像不完整，再核对一下？"
    en = "That phone number doesn't look complete. Could you check it?"


class TooManyCodes(TooMany):
    """Codes were asked for too often."""

    code = "too_many_codes"
    zh = "验证码发得太勤了，一分钟后再试。"
    en = "Codes were sent too often. Try again in a minute."


class InvitationGone(NotFound):
    """The link was used, has expired or never was."""

    code = "invitation_gone"
    zh = "这个链接已经用过或过期了，请店长再发一个。"
    en = "This link was used or has expired. Ask the manager for a new one."


class LoginTaken(Conflict):
    """Another member of staff signs in with this name."""

    code = "login_taken"
    zh = "这个账号名已经有人用了，换一个吧。"
    en = "Somebody already signs in with this name. Pick another."


class WeakPassword(PawlineError):
    """The password is shorter than ten characters, or one of those that are tried first."""

    code = "weak_password"
    status = 422
    zh = "密码至少 10 个字符，也别用 1234567890 这样一猜就中的。"
    en = "A password needs at least 10 characters, and not ones in a row like 1234567890."


class LastManager(Conflict):
    """The shop would be left without a manager."""

    code = "last_manager"
    zh = "店里至少要留一位店长。"
    en = "A shop needs at least one manager."
