"""How a day is laid out anew: its pure model, and the child process that searches. It knows nothing of the house.

Started as `python -m pawline.solver` with one job as JSON on its standard input; it answers with JSON on its standard
output, and ends. Only the child opens the constraint solver, which costs half a second and 100 MB.
"""
