"""Accounts, sessions, roles, devices."""

from pawline.people.events import OwnerArrived, PhoneVerified, SessionEnded, StaffJoined, StaffLeft
from pawline.people.model import Actor, Kind, Lang, Person, Role
from pawline.people.owners import Owners, Welcomed
from pawline.people.passwords import Passwords
from pawline.people.phone_book import KnownOwner, owners_at, phone_book
from pawline.people.phones import (
    Phones,
    clean,
    note_phone,
    owners_called,
    phone_of,
    phones_of,
    seal_plain_phones,
    stranger_origin,
)
from pawline.people.policy import may_see, must_be_staff, must_manage
from pawline.people.programs import Programs
from pawline.people.service import People, SignedIn, system_actor
from pawline.people.staff import Staff
from pawline.people.store import LiveSession, account, find_account, find_bot, have_opened, people_of, staff_ids

__all__ = [
    "Actor",
    "Kind",
    "KnownOwner",
    "Lang",
    "LiveSession",
    "OwnerArrived",
    "Owners",
    "Passwords",
    "People",
    "Person",
    "PhoneVerified",
    "Phones",
    "Programs",
    "Role",
    "SessionEnded",
    "SignedIn",
    "Staff",
    "StaffJoined",
    "StaffLeft",
    "Welcomed",
    "account",
    "clean",
    "find_account",
    "find_bot",
    "have_opened",
    "may_see",
    "must_be_staff",
    "must_manage",
    "note_phone",
    "owners_at",
    "owners_called",
    "people_of",
    "phone_book",
    "phone_of",
    "phones_of",
    "seal_plain_phones",
    "staff_ids",
    "stranger_origin",
    "system_actor",
]
