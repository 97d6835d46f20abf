"""The floors: the least that anything yielding the same result must do. They know nothing of the product.

Each takes a bare database connection, plain SQL, and what was cut out of the product's answer beforehand (its shell,
the strings of its rows and cells), and yields the product's answer, to the byte.
"""

import csv
import json
import tempfile
import zipfile
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

import numpy as np
import xlsxwriter

SLICE = 1500  # so many columns at a time: what is multiplied stays in the processor's cache


def fetch(database, sql, params=()):
    """Return the rows of a query."""
    return _run(database, sql, params).fetchall()


def _run(database, sql, params):
    cursor = database.cursor()
    if type(database).__module__.startswith("sqlite3"):
        sql = sql.replace("%s", "?")
        cursor.execute(sql.replace("%%", "%"), list(params))
    else:
        cursor.execute(sql, list(params))
    return cursor


# Pages


def draw_matrix(database, sql, page, shell):
    """Ask for the page without rows (`shell`), fetch the claims of its cells and join their strings.

    `page` is a cutting.Matrix.
    """
    shell()
    filled = set()
    column_of = page.column_of
    for row in fetch(database, sql):
        filled.add((row[0], column_of.get(row[1])))
    html = [page.before]
    for proposal, start, end in page.rows:
        html.append(start)
        for number in range(page.columns):
            cell = proposal, number
            html.append(page.cells[cell] if cell in filled else page.blanks[cell])
        html.append(end)
    html.append(page.after)
    return "".join(html).encode()


def draw_list(database, count, rows, page, shell):
    """Ask for the page without rows (`shell`), count the list's rows, fetch those of the page and join their strings.

    `count` and `rows` are (SQL, parameters), `page` is a cutting.List.
    """
    shell()
    ((number,),) = fetch(database, *count)
    joined = "".join([page.rows[row[0]] for row in fetch(database, *rows)])
    return f"{page.before[number]}{joined}{page.after}".encode()


def run_queries(database, queries, page, shell=tuple):
    """Run the queries of a page bare and yield its bytes; `shell` asks for it without its rows."""
    shell()
    for sql, params in queries:
        fetch(database, sql, params)
    return b"".join(page)


RUNS = frozenset("=+@\t\r'＝＋－＠")  # first signs of texts that a spreadsheet runs, but for those of numbers

# Files. Booleans come as 0 and 1, days as texts or dates, as the database has them; `cells` are the names of columns.


def write_csv(database, sql, params):
    """Write a query's rows as CSV with Excel's mark."""
    buffer = StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    cursor = _run(database, sql, params)
    writer.writerow([column[0] for column in cursor.description])
    while rows := cursor.fetchmany(2000):
        writer.writerows(rows)
    return buffer.getvalue().encode()


def write_json(database, sql, params, flags):
    """Write a query's rows as a list of objects; `flags` are the places of the columns that hold yes or no."""
    cursor = _run(database, sql, params)
    names = [column[0] for column in cursor.description]
    written = []
    while rows := cursor.fetchmany(2000):
        for row in rows:
            cells = list(row)
            for place in flags:
                cells[place] = bool(cells[place])
            written.append(json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False, default=date.isoformat))
    return ("[\n" + ",\n".join(written) + "\n]\n").encode()


def write_xlsx(database, sql, params, days):
    """Write a query's rows as a workbook; return its sheet. `days` are the places of the columns that hold days."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("claims")
        cursor = _run(database, sql, params)
        names = [column[0] for column in cursor.description]
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(names) - 1, 14)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        line = 0
        while rows := cursor.fetchmany(2000):
            for row in rows:
                line += 1
                for column, cell in enumerate(row):
                    if column in days and cell:
                        made = cell if isinstance(cell, date) else date.fromisoformat(cell)
                        sheet.write_datetime(line, column, made, day)
                    elif isinstance(cell, int):
                        sheet.write_number(line, column, cell)
                    elif cell:
                        sheet.write_string(line, column, cell)
        book.close()
        return read_sheet(path)


def read_sheet(file):
    """Return the bytes of a workbook's first sheet: a workbook as a whole holds the time of its making."""
    with zipfile.ZipFile(file) as book:
        return book.read("xl/worksheets/sheet1.xml")


def write_package(database, sql, params, name, others):
    """Write a query's rows as a CSV file of a zip file, beside `others`, which are there (name → bytes), each with its
    SHA-256; return all files. At each text is looked whether a spreadsheet would run it, as the format wants it."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    cursor = _run(database, sql, params)
    writer.writerow([column[0] for column in cursor.description])
    while rows := cursor.fetchmany(2000):
        for row in rows:
            writer.writerow([f"'{c}" if c.__class__ is str and c[:1] in RUNS else c for c in row])
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in {**others, name: buffer.getvalue().encode()}.items():
                archive.writestr(path, content)
                sha256(content)
        return read_files(file)


def read_files(file):
    """Return the files of a zip file: it holds the time of its making too."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_lines(database, sql, params, page):
    """Fetch the claims of a long table's cells and write its rows, which `page` (a cutting.Lines) knows by cell."""
    filled = {row[:3] for row in fetch(database, sql, params)}
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(page.before)
    writer.writerows(row for cell, row in page.rows if cell in filled)
    return buffer.getvalue().encode()


# Agreement of all pairs of rows of an array of values from −2 to +2


def compare_pairs(values, blank):
    """Return of each two rows in how many columns both have a value, and the sum of their distances there."""
    parts = [multiply(*write_masks(values[:, at : at + SLICE], blank)) for at in range(0, values.shape[1], SLICE)]
    return [sum(part) for part in zip(*parts, strict=True)]


def write_masks(values, blank):
    """Write what is multiplied: who has a value, 0, ±1 (all that bounds need), and the four signs of each value.

    A sign says whether a value reaches −1, 0, 1 and 2: two values of distance d differ in d of them.
    """
    rows, columns = values.shape
    masks, signs = np.empty((3, rows, columns), np.float32), np.empty((rows, 4, columns), np.float32)
    valued = values != blank
    masks[0], masks[1], masks[2] = valued, values == 0, (values == 1) | (values == -1)
    for place, step in enumerate((-1, 0, 1, 2)):
        signs[:, place] = 2 * (values >= step).view("int8") - valued.view("int8")
    return masks.reshape(3 * rows, columns), signs.reshape(rows, 4 * columns)


def multiply(masks, signs):
    """Multiply what is `written`."""
    valued = masks[: len(signs)]
    counts = masks @ valued.T
    both = counts[: len(signs)]
    return both, 2 * both - signs @ signs.T / 2


# Writing


def write(database, tables):
    """Write rows into tables, [(name, columns, rows)], in one transaction: executemany, or COPY."""
    if type(database).__module__.startswith("sqlite3"):
        database.execute("BEGIN IMMEDIATE")
        for name, columns, rows in tables:
            places = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO {name} ({_quote_columns(columns)}) VALUES ({places})", rows)
        database.execute("COMMIT")
        return
    with database.transaction():
        for name, columns, rows in tables:
            with database.cursor().copy(f"COPY {name} ({_quote_columns(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _quote_columns(columns):
    return ", ".join(f'"{column}"' for column in columns)


def read_contents(database, tables):
    """Return the rows of tables, [(name, columns)], as `write` takes them, in the order of their ids."""
    return [
        (name, cols, fetch(database, f"SELECT {_quote_columns(cols)} FROM {name} ORDER BY 1, 2"))
        for name, cols in tables
    ]
