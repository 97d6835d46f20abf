class QueryCounter:
    """Counts queries where they are executed: the query log of a long test drops the oldest."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(sql)
        return execute(sql, params, many, context)
