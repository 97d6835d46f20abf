"""A middleware that notes which parameters of the query string a page reads."""

from django.http import QueryDict

asked = set()


class WatchedQuery(QueryDict):
    watched = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.watched = True  # it looks into itself while it is filled

    def note(self, name):
        if self.watched:
            asked.add(name)

    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)

    def get(self, name, default=None):
        self.note(name)
        return super().get(name, default)

    def getlist(self, name, default=None):
        self.note(name)
        return super().getlist(name, default)


def watch(get_response):
    def answer(request):
        request.GET = WatchedQuery(request.META["QUERY_STRING"])
        return get_response(request)

    return answer
