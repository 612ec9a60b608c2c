# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
# Hundreds of tests start the program: each would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint types contracts web-check bench bench-booking bench-turn bench-planning eval soak screenshots demo generated clean

run: $(STAMPS)/run                      ## install, build, seed the demo and serve
	@$(BIN)/pawline serve --demo

demo: run

test: check                             ## everything: checks, unit, room, flow and browser tests
	@$(BIN)/python -m pytest tests -n 2 --dist loadscope --no-loadscope-reorder

check: $(STAMPS)/dev lint types contracts generated web-check   ## what CI runs first

lint:
	@$(BIN)/ruff check src tests bench evals
	@$(BIN)/ruff format --check src tests bench evals

types:
	@$(BIN)/basedpyright --level error

contracts:
	@$(BIN)/lint-imports

generated:                              ## reference documents must be current
	@$(BIN)/python -m tests.generated --check

web-check:
	@$(BIN)/python -m tests.web_tools

bench: $(STAMPS)/dev                    ## load programs; JSON lines on standard output
	@$(BIN)/python -m bench

bench-booking: $(STAMPS)/dev           ## the booking engine in a shop of twenty; JSON lines
	@$(BIN)/python -m bench.booking
	@$(BIN)/python -m bench.year

bench-turn: $(STAMPS)/dev              ## a turn of the assistant in the shop of twenty; JSON lines
	@$(BIN)/python -m bench.turn

bench-planning: $(STAMPS)/dev          ## laying a day out anew: seconds, and the gap to the best; JSON lines
	@$(BIN)/python -m bench.planning

eval: $(STAMPS)/dev                     ## dialogues of a scripted customer with the real assistant; writes docs/reports/eval.md
	@$(BIN)/python -m evals --report $(if $(JSON),--json)

soak: $(STAMPS)/dev                     ## one row of the fault table at full size (ROW=name); without ROW the list
	@$(BIN)/python -m tests.soak $(ROW) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(MINUTES),--minutes $(MINUTES))

screenshots: $(STAMPS)/dev              ## PNGs of the committed list of screens
	@$(BIN)/python -m tests.browser.screenshots

$(STAMPS)/run: requirements/run.txt requirements/web.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)"; exit 1; }
	@test -x $(BIN)/python || { echo "making $(VENV) …"; $(PYTHON) -m venv $(VENV) || { echo "Debian: apt install python3-venv"; exit 1; }; }
	@echo "installing what the server needs …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/run.txt -r requirements/build.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/web.txt || echo "no Node wheel for this machine: a system Node will be used"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements/dev.txt tests/system.py
	@echo "installing what the tests need …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/dev.txt
	@$(BIN)/python tests/system.py
	@touch $@

clean:
	rm -rf $(VENV) $(STAMPS) web/node_modules src/pawline/static
