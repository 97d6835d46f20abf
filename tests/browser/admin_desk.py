"""Somebody at work in the admin: how journeys log in, choose rows and code a claim, with scripts and without."""

from django.urls import reverse


class Desk:
    """One user's browser window; `scripts` says whether JavaScript runs in it."""

    def __init__(self, context, base, scripts=True):
        self.page = context.new_page()
        self.base = base
        self.scripts = scripts

    def visit(self, name, *args, query=""):
        self.page.goto(f"{self.base}{reverse(name, args=args)}{query}")

    def log_in(self, user):
        self.visit("admin:index")
        self.page.get_by_label("Username").fill(user.username)
        self.page.get_by_label("Password").fill("password")
        self.page.get_by_role("button", name="Log in").click()
        return self

    def choose(self, field, row):
        """Choose a row in a field in which one types; `row` has a slug."""
        if not self.scripts:
            self.page.fill(f"[name={field}-typed]", row.slug)
            return
        self.page.click(f".field-{field} .select2-selection")
        self.page.locator(".select2-search__field").last.type(str(row)[:20])
        self.page.get_by_role("option", name=str(row), exact=True).click()

    def code(self, source, quote, holder, proposal, value="1", **fields):
        """Fill in the form of a new claim, without saving it."""
        self.visit("admin:claims_claim_add")
        self.choose("source", source)
        self.page.fill("[name=quote]", quote)
        self.choose("holder", holder)
        speaker = fields.pop("speaker", holder)
        if speaker:
            self.choose("speaker", speaker)
        self.choose("proposal", proposal)
        self.page.select_option("[name=value]", value)
        for name, text in fields.items():
            self.page.fill(f"[name={name}]", text)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def said(self):
        """Return what the page says at its top."""
        return self.page.locator(".messagelist").inner_text()

    def text(self):
        return self.page.locator("body").inner_text()
