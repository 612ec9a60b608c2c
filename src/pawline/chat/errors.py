"""Refusals of the chat room."""

from pawline.platform.errors import BadInput, Conflict, NotFound, PawlineError, TooMany


class NoSuchConversation(NotFound):
    """There is no such conversation for the asker."""

    code = "no_such_conversation"
    zh = "没找到这个对话。"
    en = "That conversation isn't here."


class EmptyText(BadInput):
    """A text without anything to read."""

    code = "empty_text"
    zh = "还没有写内容，写一句再发吧。"
    en = "There's nothing in that message yet."


class TooLong(BadInput):
    """A text of more than 8 KiB."""

    code = "text_too_long"
    zh = "这段话太长了，分成几条发吧。内容还在输入框里。"
    en = "That's too long for one message. It's still in the box: send it in parts."


class UnknownKind(BadInput):
    """A kind of message that nobody may send."""

    code = "unknown_kind"
    zh = "这种消息还不能发。"
    en = "This kind of message can't be sent."


class CmidConflict(Conflict):
    """The same client message id came with other contents."""

    code = "cmid_conflict"
    zh = "这条消息已经用别的内容发过了。"
    en = "This message was already sent with other contents."


class BadCmid(BadInput):
    """The client message id is missing or malformed."""

    code = "bad_cmid"


class NotAnImage(PawlineError):
    """The uploaded bytes are not a picture that can be read."""

    code = "not_an_image"
    status = 422
    zh = "这个文件不是能看的图片，换一张试试。"
    en = "That file isn't a picture we can read. Try another one."


class ImageTooLarge(PawlineError):
    """More than 10 MB, or more than 50 million pixels."""

    code = "image_too_large"
    status = 413
    zh = "图片太大了（最多 10 MB），换一张小一点的。"
    en = "That picture is too large (10 MB at most)."


class NoSuchUpload(NotFound):
    """The picture is not there for the asker."""

    code = "no_such_upload"
    zh = "图片不在了。"
    en = "That picture isn't here."


class TooFast(TooMany):
    """More messages than a person writes."""

    code = "too_fast"
    zh = "发得太快了，稍等一下会自动补发。"
    en = "That's a little fast. The rest will go by itself in a moment."
