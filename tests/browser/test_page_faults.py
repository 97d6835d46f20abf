import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_login_page_of_the_admin_shows_no_fault(page, live_server):
    page.goto(f"{live_server}/admin/")
    assert page.get_by_label("Password").is_visible()


def test_blocked_script_and_uncaught_error_are_noticed(page, live_server, page_faults):
    """The watch of conftest.py itself: were it blind, every browser test would pass."""
    page.goto(f"{live_server}/admin/login/")
    with page.context.expect_event("console", lambda message: "script-src-elem" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('uncaught') })")
    seen = " ".join(page_faults)
    page_faults.clear()
    assert "Content-Security-Policy: script-src-elem" in seen
    assert "uncaught" in seen
