"""`pawline doctor`, `settings` and `eval`: questions to an installation and to the assistant."""

import argparse
import json
import sys
from dataclasses import fields

from pawline.assistant import evaluate_messages, evaluate_time
from pawline.cli.doctor import examine
from pawline.cli.installation import ROOT
from pawline.platform.config import Config


def run_doctor(args: argparse.Namespace, config: Config) -> int:
    """What is wrong with this set-up; 1 when something is."""
    findings = examine(config, ROOT)
    if args.json:
        sys.stdout.write(json.dumps([vars(one) for one in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        for one in findings:
            sys.stdout.write(f"{'ok  ' if one.is_ok else 'FIX '} {one.what}: {one.words}\n")
    return 0 if all(one.is_ok for one in findings) else 1


def run_settings(args: argparse.Namespace, _config: Config) -> int:
    """Every setting with its default."""
    rows = [(f.metadata["env"], str(f.default), f.metadata["about"]) for f in fields(Config)]
    if args.json:
        sys.stdout.write(json.dumps([dict(zip(("env", "default", "about"), r, strict=True)) for r in rows]) + "\n")
        return 0
    for env, default, about in rows:
        sys.stdout.write(f"{env:<22} {default or '-':<12} {about}\n")
    return 0


def run_eval(args: argparse.Namespace, _config: Config) -> int:
    """Reads lines, writes what the assistant understands of each."""
    for line in {"time": evaluate_time, "messages": evaluate_messages}[args.what](sys.stdin):
        sys.stdout.write(line.rstrip("\n") + "\n")
    return 0
