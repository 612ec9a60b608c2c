"""Refusals of the chat room."""

from pawline.platform.errors import BadInput, Conflict, Forbidden, NotFound, PawlineError, TooMany


class NoSuchConversation(NotFound):
    """There is no such conversation for the asker."""

    code = "no_such_conversation"
    zh = "没找到这个对话。"
    en = "That conversation isn't here."


class ContinuedElsewhere(Conflict):
    """The guest turned out to be a known owner; nobody would read what is written here."""

    code = "continued_elsewhere"
    zh = "这位客人已经换到另一个对话了，请到那里继续聊。"
    en = "This guest goes on in another conversation. Please write to them there."


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
    zh = "每条消息要有一个自己的编号：8 到 64 个 ASCII 字符，HTTP 里写在 Idempotency-Key，帧里写在 cmid。什么都没有发。"
    en = (
        "Each message needs an id of its own: 8 to 64 ASCII characters, in the header Idempotency-Key over HTTP, "
        "in cmid in a frame. Nothing was sent."
    )


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
    zh = "这个文件不在了。"
    en = "That file isn't here."


class UploadNotReady(Conflict):
    """The upload is the sender's own and not finished; the same message can be sent in a moment."""

    code = "upload_not_ready"
    temporary = True
    zh = "文件还在处理，马上就好，会自动再发。"
    en = "The file is still being prepared. It will be sent in a moment."


class UploadTooLarge(PawlineError):
    """More bytes than such a file may have, or than were announced."""

    code = "upload_too_large"
    status = 413
    zh = "文件太大了（最多 {most_mb} MB），什么都没有发出。"
    en = "That file is too large ({most_mb} MB at most). Nothing was sent."


class WrongOffset(Conflict):
    """A part that does not begin where the last one ended; `offset` is where it has to begin."""

    code = "wrong_offset"
    zh = "接着第 {offset} 个字节继续传就好，前面的都还在。"
    en = "Go on from byte {offset}. What was sent before is safe."


class WrongHash(PawlineError):
    """What arrived is not what was announced."""

    code = "wrong_hash"
    status = 422
    zh = "文件在路上变了样，没有保存，请再发一次。"
    en = "The file was changed on its way and was not kept. Please send it again."


class NotPlayable(PawlineError):
    """The bytes are no recording that can be read."""

    code = "not_playable"
    status = 422
    zh = "这段录音或视频打不开，换一个试试。"
    en = "That recording can't be read. Try another one."


class VoiceTooLong(PawlineError):
    """More than 60 seconds of sound."""

    code = "voice_too_long"
    status = 422
    zh = "语音最长 60 秒，分几段说吧。"
    en = "Voice messages are 60 seconds at most. Say it in parts."


class VideoTooLong(PawlineError):
    """More than 30 seconds of video."""

    code = "video_too_long"
    status = 422
    zh = "视频最长 30 秒，剪短一点再发。"
    en = "Videos are 30 seconds at most. Trim it and send it again."


class FileNotTaken(PawlineError):
    """A program, a page or a drawing with scripts."""

    code = "file_not_taken"
    status = 422
    zh = "为了大家的安全，程序和网页文件不能发。可以发图片、文档或压缩包。"
    en = "Programs and web pages can't be sent here. Pictures, documents and archives can."


class TooManyBytes(TooMany):
    """More megabytes than a day's."""

    code = "too_many_bytes"
    zh = "今天传的文件够多了（每天最多 {most_mb} MB），明天再发，或者到店里给我们。"
    en = "That's a day's worth of files ({most_mb} MB). Send the rest tomorrow."


class ShopFilesFull(PawlineError):
    """The shop keeps as much as its installation allows."""

    code = "shop_files_full"
    status = 507
    zh = "店里存文件的地方满了，这个没有保存；文字消息照常。"
    en = "The shop's space for files is full, so this wasn't kept. Messages work as usual."


class DiskFull(PawlineError):
    """The server's disk has no room for files."""

    code = "storage_full"
    status = 507
    temporary = True
    zh = "服务器存储快满了，文件先不收；已经传好的部分都在，过一会儿会接着传。"
    en = "The server is short of space. What has arrived is safe; the rest goes on later."


class TooFast(TooMany):
    """More messages than a person writes."""

    code = "too_fast"
    zh = "发得太快了，稍等一下会自动补发。"
    en = "That's a little fast. The rest will go by itself in a moment."


class Silenced(TooMany):
    """Whoever looks after the group has asked this member to be quiet for a while."""

    code = "silenced"
    temporary = False
    status = 403
    zh = "你在这个群里暂时不能发言。"
    en = "You can't write in this group for now."


class SlowMode(TooMany):
    """The group lets each member write only every so often."""

    code = "slow_mode"
    zh = "群里开了慢速模式，{seconds} 秒后再发。内容还在输入框里。"
    en = "Slow mode is on: write again in {seconds} s. Your words are still in the box."


class NoSuchEntry(NotFound):
    """There is no such message for the asker."""

    code = "no_such_entry"
    zh = "这条消息不在了。"
    en = "That message isn't here."


class NotYours(Forbidden):
    """Only whoever wrote a message may change it."""

    code = "not_yours"
    zh = "只能改自己发的消息。"
    en = "You can only change your own messages."


class TooLate(Conflict):
    """The time to change the message is over."""

    code = "too_late"
    zh = "时间太久，改不了了；可以再发一条说明。"
    en = "It's too late to change that. You can send another message instead."


class CannotChange(Conflict):
    """A message of this kind stays as it is, or is gone already."""

    code = "cannot_change"
    zh = "这条消息不能改。"
    en = "This message can't be changed."


class TooManyChanges(Conflict):
    """A message carries as many reactions, edits or pins as it may."""

    code = "too_many_changes"
    zh = "已经到上限了，先去掉一个再试。"
    en = "That's the most there can be. Take one away first."


class NotInGroup(Forbidden):
    """The asker's role in the group does not allow it."""

    code = "not_in_group_role"
    zh = "只有群管理员可以这样做。"
    en = "Only the people who look after the group can do that."


class NoSuchInvitation(NotFound):
    """The invitation is used up, over, or never was."""

    code = "no_such_invitation"
    zh = "这个邀请已经失效，请对方再发一个。"
    en = "This invitation is no longer good. Ask for a new one."


class GroupFull(Conflict):
    """A group holds so many members and no more."""

    code = "group_full"
    zh = "群已经满了。"
    en = "The group is full."


# Why a file was refused, by the code that its row keeps.
REFUSALS: dict[str, type[PawlineError]] = {
    one.code: one
    for one in (NotAnImage, ImageTooLarge, WrongHash, NotPlayable, VoiceTooLong, VideoTooLong, FileNotTaken)
}
