"""`python -m pawline` is `pawline`."""

from pawline.cli import main

raise SystemExit(main())
