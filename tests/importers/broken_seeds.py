"""Files of seeds that are broken in one place, each with where that is told."""

from tests.importers.broken_sheets import Broken

SOURCE = '[source]\nslug = "two"\ntitle = "Two"\npublished_on = 2022-01-17\n'
CLAIM = '[[claim]]\nkey = "a"\nholder = "moscow"\nproposal = "no-expansion"\nvalue = 1\nquote = "Yes"\n'
WORDING = '[[wording]]\nkey = "w"\nproposal = "no-expansion"\nlabel = "draft"\nday = 2022-01-01\ntext = "The parties"\n'
OUTCOME = '[[outcome]]\nkey = "o"\nproposal = "no-expansion"\nkind = "agreed"\nday = 2022-01-10\nquote = "They"\n'
TALKS = (
    '[negotiation]\nslug = "talks"\ntitle = "Talks"\nshort_title = "Talks"\nfirst_day = 2022-01-01\norder = 1\n'
    '[[side]]\nslug = "east"\nname = "East"\nnegotiates = true\n'
    '[[side]]\nslug = "west"\nname = "West"\n'
    '[[participant]]\nactor = "moscow"\nside = "east"\nsince = 2022-01-01\n'
    '[[topic]]\nslug = "borders"\nname = "Borders"\n'
    '[[proposal]]\nslug = "no-expansion"\ntitle = "No expansion"\ndefinition = "It stays."\ntopic = "borders"\n'
    "proposed_on = 2021-12-17\n"
    '[[event]]\nslug = "geneva"\nkind = "round"\ntitle = "Geneva"\nfirst_day = 2022-01-10\n'
)
ACTOR = '[[actor]]\nslug = "north"\nname = "North"\nshort_name = "N"\nkind = "party"\n'
MEMBER = '[[member]]\nmember = "moscow"\ncoalition = "washington"\nsince = 2020-01-01\n'
BRACKETS, DIGITS = "[" * 3000 + "]" * 3000, "9" * 5000
NO_DAY = "is no day. Write the day as 2022-01-10"


def broken(text, old, new, column, reason):
    """Return a file with other words at the first place of some; the fault is on the line on which these begin."""
    before, there, after = text.partition(old)
    assert there, old
    return Broken(f"{before}{new}{after}".encode("utf-8", "surrogatepass"), 1 + before.count("\n"), column, reason)


def add(text, more, column, reason):
    """Return a file with more lines at its end, on the first of which the fault is told."""
    return Broken(f"{text}{more}\n".encode(), 1 + text.count("\n"), column, reason)


DOCUMENTS = {
    "nothing": Broken(b"", 1, "source", "is missing: a document begins with [source]."),
    "a picture": Broken(b"\x89PNG\r\n\x1a\n\0", 1, "", "is not UTF-8 at letter 1 "),
    "Latin-1": Broken(SOURCE.encode() + b"# caf\xe9\n", 5, "", "is not UTF-8 at letter 6 "),
    "UTF-16": Broken(SOURCE.encode("utf-16"), 1, "", "is not UTF-8 at letter 1 "),
    "half a letter": Broken(SOURCE.encode() + b"# \xed\xa0\x80\n", 5, "", "is not UTF-8 at letter 3 "),
    "half a letter, escaped": add(SOURCE, 'publisher = "\\ud800"', "", "Escaped character is not a Unicode scalar"),
    "two marks": Broken(b"\xef\xbb\xbf" * 2 + SOURCE.encode(), 1, "", "Invalid statement (at line 1, column 1)"),
    "null": add(SOURCE, "# a\0b", "", "Found invalid character '\\x00' (at line 5, column 4)"),
    "null, escaped": add(SOURCE, 'publisher = "a\\u0000b"', "publisher", "holds a null character."),
    "breaks of an old Mac": Broken(SOURCE.replace("\n", "\r").encode(), 1, "", "Expected newline"),
    "an open text": add(SOURCE, 'publisher = "abc', "", "Illegal character '\\n' (at line 5, column 17)"),
    "JSON": Broken(b'{"slug": "two"}', 1, "", "Invalid statement (at line 1, column 1)"),
    "a field twice": add(SOURCE, 'title = "x"', "", "Cannot overwrite a value (at line 5, column 12)"),
    "a table twice": add(SOURCE, "[source]", "", "Cannot declare ('source',) twice (at line 5, column 8)"),
    "brackets in brackets": add(SOURCE, f"csl = {BRACKETS}", "", "nests brackets deeper"),
    "a number of 5,000 digits": add(SOURCE, f"csl = {DIGITS}", "", "holds a number of more digits"),
    "a day that there is not": add(SOURCE, "accessed_on = 2022-02-30", "", "Invalid date or datetime (at line 5"),
    "a table that is none": add(SOURCE, "[sauce]", "sauce", "is unknown here: a document holds [source]"),
    "a table within another": add(SOURCE, '[source.csl]\ncolour = "red"', "csl", "“colour” is no variable of CSL"),
    "claims in brackets": Broken(
        f'\n\nclaim = [{{key = "a"}}]\n{SOURCE}'.encode(), 3, "claim", "stands under a line of its"
    ),
    "sources in a list": Broken(b'\n[[source]]\nslug = "two"\n', 2, "source", "is missing: a document begins with"),
    "an unknown field": add(SOURCE, "pubisher = 1", "pubisher", "is no column of a source."),
    "an unknown field in quotes": add(SOURCE, '"pubisher" = 1', "pubisher", "is no column of a source."),
    "a slug that is a list": broken(SOURCE + CLAIM, '"two"', '["two"]', "slug", "is text, not “['two']”."),
    "a slug that is a path": broken(SOURCE + CLAIM, '"two"', '"one/two"', "slug", "Use only the letters a to z"),
    "a title that is a number": broken(SOURCE, '"Two"', "2", "title", "is text, not “2”."),
    "no title": broken(SOURCE, '"Two"', '""', "title", "is required."),
    "a day with an hour": broken(SOURCE, "2022-01-17", "2022-01-17T07:00:00Z", "published_on", "“2022-01-17 07:00"),
    "an hour alone": broken(SOURCE, "2022-01-17", "07:00:00", "published_on", "“07:00:00” is no day."),
    "nobody": broken(SOURCE + CLAIM, '"moscow"', '"nobody"', "holder", "There is no actor “nobody”."),
    "nothing to decide": broken(SOURCE + CLAIM, '"no-expansion"', '"x"', "proposal", "There is no proposal “x”."),
    "an endless value": broken(SOURCE + CLAIM, "= 1", "= inf", "value", "“inf” is no whole number"),
    "a value that is yes": broken(SOURCE + CLAIM, "= 1", "= true", "value", "“True” is no whole number"),
    "a quote that is a table": broken(SOURCE + CLAIM, '"Yes"', "{a = 1}", "quote", "is text, not"),
    "a quote of a page": broken(SOURCE + CLAIM, "Yes", "x" * 5000, "quote", "A quote has at most 2,000 characters"),
    "a key with a null": broken(SOURCE + CLAIM, '"a"', '"a\\u0000"', "key", "holds a null character."),
    "a chance beyond all": add(SOURCE + CLAIM, "probability = 1e400", "probability", "“inf” is no whole number"),
    "a condition on itself": add(
        SOURCE + CLAIM, 'depends_on = "no-expansion"\nconditions = "so"', "depends_on", "A claim can"
    ),
    "a wording that nobody wrote": add(
        SOURCE + WORDING, 'authors = ["nobody"]', "authors", "There is no actor “nobody”."
    ),
    "a wording without letters": broken(SOURCE + WORDING, '"draft"', '"!!!"', "label", "gives no address"),
    "a wording of no day": broken(SOURCE + WORDING, "2022-01-01", '"soon"', "day", f"“soon” {NO_DAY}"),
    "an outcome that is none": broken(SOURCE + OUTCOME, '"agreed"', '"won"', "kind", "“won” is none of agreed"),
    "an outcome to come": broken(SOURCE + OUTCOME, "2022-01-10", "2990-01-10", "day", "10 Jan 2990 is still to come"),
}
NEGOTIATIONS = {
    "nothing": Broken(b"", 1, "negotiation", "is missing: the file of a negotiation begins with"),
    "Latin-1": Broken(TALKS.encode() + b"# caf\xe9", 1 + TALKS.count("\n"), "", "is not UTF-8 at letter 6 "),
    "null": broken(TALKS, "East", "E\0t", "", "Illegal character '\\x00' (at line 9, column 10)"),
    "an unknown field": broken(TALKS, "negotiates", "negotiate", "negotiate", "is no field of a side."),
    "an unknown table": add(TALKS, "[colour]", "colour", "is unknown here: the file of a negotiation holds"),
    "a field above all tables": Broken(f"\ncolour = 1\n{TALKS}".encode(), 2, "colour", "is unknown here"),
    "no slug": broken(TALKS, 'slug = "east"\n', "", "slug", "is required.")._replace(line=7),
    "a slug that is a path": broken(TALKS, 'slug = "east"', 'slug = "a/b"', "slug", "Use only the letters a to z"),
    "a side twice": broken(TALKS, 'slug = "west"', 'slug = "east"', "slug", "“east” stands twice."),
    "a name that is a number": broken(TALKS, '"East"', "5", "name", "is text, not “5”."),
    "an endless place": broken(TALKS, "order = 1", "order = inf", "order", "is a whole number, not “inf”."),
    "a place in words": broken(TALKS, "order = 1", 'order = "first"', "order", "is a whole number, not “first”."),
    "an hour for a day": broken(
        TALKS, "first_day = 2022-01-01", "first_day = 07:00:00", "first_day", f"“07:00:00” {NO_DAY}"
    ),
    "a list for a day": broken(TALKS, "since = 2022-01-01", "since = [2022]", "since", f"“[2022]” {NO_DAY}"),
    "an endless day": broken(TALKS, "since = 2022-01-01", "since = nan", "since", f"“nan” {NO_DAY}"),
    "a day with an hour": broken(
        TALKS, "proposed_on = 2021-12-17", "proposed_on = 2021-12-17T07:00:00Z", "proposed_on", "“2021"
    ),
    "a round on no day": broken(TALKS, "first_day = 2022-01-10", "first_day = true", "first_day", f"“True” {NO_DAY}"),
    "yes in words": broken(TALKS, "negotiates = true", 'negotiates = "perhaps"', "negotiates", "“perhaps” is neither"),
    "a side that is none": broken(TALKS, 'side = "east"', 'side = "north"', "side", "There is no side “north”"),
    "an actor that is none": broken(
        TALKS, 'actor = "moscow"', 'actor = "nobody"', "actor", "There is no actor “nobody”"
    ),
    "a topic that is none": broken(TALKS, 'topic = "borders"', 'topic = "x"', "topic", "There is no topic “x”"),
    "a slug without brackets": broken(
        TALKS, "definition", 'proposers = "moscow"\ndefinition', "proposers", "names each actor by its slug"
    ),
    "a package of itself": broken(
        TALKS, "definition", 'part_of = ["no-expansion"]\ndefinition', "part_of", "A proposal is no part of itself."
    ),
    "a variant of what follows": broken(
        TALKS, "definition", 'variant_of = "later"\ndefinition', "variant_of", "There is no proposal “later”, above or"
    ),
    "packages in a circle": broken(
        TALKS.replace(
            "[[event]]",
            '[[proposal]]\nslug = "b"\ntitle = "B"\ndefinition = "B"\ntopic = "borders"\n'
            'part_of = ["no-expansion"]\n[[event]]',
        ),
        "definition",
        'part_of = ["b"]\ndefinition',
        "part_of",
        "",
    ),
}
ACTORS = {
    "an open table": add(
        ACTOR, "[[actor", "", "Expected ']]' at the end of an array declaration (at line 6, column 8)"
    ),
    "Latin-1": Broken(ACTOR.encode() + b"# \xff", 6, "", "is not UTF-8 at letter 3 "),
    "a table of another file": add(
        ACTOR, '[[side]]\nslug = "south"', "side", "is unknown here: files of fixtures hold"
    ),
    "one table": broken(ACTOR, "[[actor]]", "[actor]", "actor", "stands under a line of its own"),
    "a kind that is none": broken(ACTOR, '"party"', '"planet"', "kind", "'planet' is none of the choices."),
    "an actor twice": add(ACTOR + ACTOR, "", "slug", "“north” stands twice.")._replace(line=7),
    "who speaks for nobody": add(ACTOR, 'speaks_for = "nobody"', "speaks_for", "There is no actor “nobody”"),
    "an article that is none": add(ACTOR, "article = 1", "article", "is text, not “1”."),
    "a member since no day": broken(MEMBER, "2020-01-01", "07:00:00", "since", f"“07:00:00” {NO_DAY}"),
    "a member of nothing": broken(MEMBER, '"washington"', '"none"', "coalition", "There is no actor “none”"),
    "a member of what is no coalition": broken(MEMBER, '"washington"', '"moscow"', "coalition", ""),
}
TEXTS = {
    "Latin-1": Broken(b"One.\nTwo caf\xe9", 2, "", "is not UTF-8 at letter 8 "),
    "UTF-16": Broken("One.".encode("utf-16"), 1, "", "is not UTF-8 at letter 1 "),
    "null": Broken(b"One.\r\nTwo\0", 2, "", "holds a null character, as letter 4 of this line."),
}
