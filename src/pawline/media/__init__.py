"""The media child process: the only place that opens what people recorded. It knows nothing of the house.

Started as `python -m pawline.media` with one job as JSON on its standard input; it writes its results into its
working folder, answers with JSON on its standard output, and ends. Whatever happens to it refuses one file.
"""
