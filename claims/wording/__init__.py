"""The sentences in which the rules' codes are said: to readers, to analysts, to whoever wrote a file.

Pure like the rules: whoever shows, writes or refuses something may ask for its words, models and commands included. One
module a subject; what is said of a code stands here and nowhere else.
"""
