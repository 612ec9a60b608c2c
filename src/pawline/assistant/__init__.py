"""The assistant: understands owners, talks, and leaves every decision to the rooms below."""

from .bilingual import warm
from .evaluate import evaluate_messages, evaluate_time
from .lm_settings import LanguageModels
from .reactions import follow
from .second_reader import SecondReader
from .service import Receptionist
from .time_model import TimeMention
from .times import read_times
from .understand import Understanding, understand

__all__ = [
    "LanguageModels",
    "Receptionist",
    "SecondReader",
    "TimeMention",
    "Understanding",
    "evaluate_messages",
    "evaluate_time",
    "follow",
    "read_times",
    "understand",
    "warm",
]
