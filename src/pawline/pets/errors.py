"""Refusals of the pets room."""

from __future__ import annotations

from pawline.platform.errors import BadInput, Conflict, NotFound


class NoSuchPet(NotFound):
    """There is no such pet for the asker."""

    code = "no_such_pet"
    zh = "没有找到这只毛孩子，先添加一只吧。"
    en = "That pet isn't here. Add one first?"


class NoSuchOwner(NotFound):
    """A pet belongs to an owner of the shop."""

    code = "no_such_owner"
    zh = "没有找到这位主人。"
    en = "That owner isn't here."


class BadPet(BadInput):
    """A pet's field is out of bounds; `reason` names it."""

    code = "bad_pet"
    zh = "毛孩子的资料有一项不对（{reason}），什么都没有改动。"
    en = "One of the pet's details isn't right ({reason}). Nothing was changed."


class TooManyPets(Conflict):
    """An owner may list a few dozen pets, not more."""

    code = "too_many_pets"
    zh = "一位主人最多登记 {most} 只，多出来的请店员帮忙。"
    en = "One owner can list {most} pets. The team can help with more."


class NoSuchVaccine(NotFound):
    """The pet's file has no such vaccination."""

    code = "no_such_vaccine"
    zh = "没有找到这一针，可能刚刚被改过，刷新看看。"
    en = "That vaccination isn't here. It may just have been changed; reload the page."


class NotItsVaccine(BadInput):
    """A vaccine that is not on the shop's list for such a pet."""

    code = "not_its_vaccine"
    zh = "这种疫苗不适合这只毛孩子，换一种再记。什么都没有改动。"
    en = "That vaccine isn't one for this pet. Pick another one. Nothing was changed."


class BadVaccineDays(BadInput):
    """A vaccination is given by today at the latest, ends after it was given, and lasts `years` at most."""

    code = "bad_vaccine_days"
    zh = "日期不太对：接种日不能在今天之后，到期日要晚于接种日，最长 {years} 年。什么都没有改动。"
    en = (
        "Those days don't work: it was given today at the latest, ends after that, and lasts {years} years at most. "
        "Nothing was changed."
    )


class VaccineTextTooLong(BadInput):
    """Brand or batch is longer than `most` characters."""

    code = "vaccine_text_too_long"
    zh = "厂家和批号最多各 {most} 个字。什么都没有改动。"
    en = "Brand and batch have {most} characters at most. Nothing was changed."


class VaccineKnown(Conflict):
    """The same vaccine was given on the same day already, with other details."""

    code = "vaccine_known"
    zh = "这天的这一针已经记过了，要改就改那一条。"
    en = "That vaccine of that day is in the file already. Change that entry instead."


class TooManyVaccines(Conflict):
    """A pet's file holds so many vaccinations, not more."""

    code = "too_many_vaccines"
    zh = "一只毛孩子最多记 {most} 针，删掉很久以前的再记。"
    en = "A pet's file holds {most} vaccinations. Remove very old ones first."


class NoSuchCondition(NotFound):
    """The pet's file has no such condition."""

    code = "no_such_condition"
    zh = "没有找到这一条，可能刚刚被改过，刷新看看。"
    en = "That entry isn't here. It may just have been changed; reload the page."


class BadCondition(BadInput):
    """A condition has a known kind, begins within `days` of today and does not end before that; words have `most`."""

    code = "bad_condition"
    zh = "这样记不了：日子在前后 {days} 天以内，结束不早于开始，备注最多 {most} 个字。什么都没有改动。"
    en = (
        "That can't be noted: days are within {days} of today, the end isn't before the beginning, and a remark has "
        "{most} characters at most. Nothing was changed."
    )


class ConditionKnown(Conflict):
    """The shop has noted the same, and an owner does not change that."""

    code = "condition_known"
    zh = "这种情况店里已经记着了，要改的话跟店员说一声。"
    en = "The shop has noted that already. Tell the team if it has changed."


class ShopMustEnd(Conflict):
    """An owner says that what the shop has noted is over."""

    code = "shop_must_end"
    zh = "这条是店里记的，好了跟店员说一声，由店里来改。"
    en = "The shop noted this one. Tell the team when it's over, and they will change it."


class TooManyConditions(Conflict):
    """A pet's file holds so many conditions, not more."""

    code = "too_many_conditions"
    zh = "这只毛孩子的记录已经满 {most} 条，请店员帮忙。"
    en = "This pet's file is full with {most} entries. The team can help."


class HealthGate(Conflict):
    """Pets cannot come on that day, by their vaccinations, how they are, and the shop's rules.

    `obstacles` (Obstacle) names each. Staff may let a pet come all the same (`pets.waive`).
    """

    code = "health_gate"
    zh = "{why}"
    en = "{why_en}"


class BadWaiver(BadInput):
    """A waiver says why, in at most `most` characters, and is for today or a day of the next `days`."""

    code = "bad_waiver"
    zh = "写一下为什么放行（最多 {most} 个字），日子从今天起 {days} 天以内。什么都没有改动。"
    en = "Say why ({most} characters at most), for a day within the next {days}. Nothing was changed."


class ConsentNeeded(Conflict):
    """An owner confirms a visit without what must be agreed to; `consents` (ConsentAsk) is all that is asked."""

    code = "consent_needed"
    zh = "{why}"
    en = "{why_en}"


class NoSuchConsent(NotFound):
    """The shop has no such consent, or does not ask for it now."""

    code = "no_such_consent"
    zh = "店里现在没有这份同意书，刷新看看。"
    en = "The shop doesn't ask for that now. Reload the page."


class ConsentChanged(Conflict):
    """The words are other ones by now than those that were agreed to."""

    code = "consent_changed"
    zh = "这份同意书刚刚改过，看一下新的再同意。什么都没有记下。"
    en = "The wording has just changed. Read it once more before agreeing. Nothing was noted."


class BadConsent(BadInput):
    """A consent's words or rules are out of bounds; `reason` names the field."""

    code = "bad_consent"
    zh = (
        "「{name}」不对：名称 1 到 {name_most} 个字，正文 1 到 {text_most} 个字，中英文都要；年龄 1 到 {years} 岁。"
        "什么都没有改动。"
    )
    en = (
        "“{name_en}” doesn't work: a name has 1 to {name_most} characters, a text 1 to {text_most}, in both languages; "
        "an age is 1 to {years}. Nothing was changed."
    )
