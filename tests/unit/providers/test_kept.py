"""Answers kept on disk: asked conditionally, trusted only as they were written."""

from __future__ import annotations

import pytest
from publishers.server import Reply

from analysis.data.providers.base import Payload, Provider, Request
from analysis.data.providers.kept import Answers
from analysis.data.providers.publisher import Rules

KEY = "https://data.publisher.example/a&id=X"
TAGGED = {"etag": '"1"', "set-cookie": "secret=1", "content-type": "text/csv"}


def files(folder):
    return sorted(path.suffix for path in folder.iterdir())


def test_an_answer_comes_back_as_it_was_kept(tmp_path):
    kept = Answers(tmp_path / "kept")
    assert len(kept) == 0 and KEY not in kept
    kept[KEY] = Payload(Request("x"), b"body\x00", TAGGED)
    found = Answers(tmp_path / "kept")[KEY]
    assert (found.body, dict(found.headers), list(kept)) == (b"body\x00", {"etag": '"1"'}, [KEY])
    assert files(tmp_path / "kept") == [".body", ".json"], "and no draft is left"
    del kept[KEY]
    assert len(kept) == 0 and files(tmp_path / "kept") == []
    with pytest.raises(KeyError):
        del kept[KEY]


def test_an_answer_without_a_validator_is_not_kept(tmp_path):
    Answers(tmp_path)[KEY] = Payload(Request("x"), b"body", {"content-type": "text/csv"})
    assert files(tmp_path) == []


@pytest.mark.parametrize("suffix", [".body", ".json"])
@pytest.mark.parametrize("content", [b"", b"altered", b"\xff", b"[]", b"{}", None])
def test_what_was_altered_counts_as_not_kept(tmp_path, suffix, content):
    kept = Answers(tmp_path)
    kept[KEY] = Payload(Request("x"), b"body", TAGGED)
    [path] = tmp_path.glob(f"*{suffix}")
    path.unlink() if content is None else path.write_bytes(content)
    assert KEY not in kept


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    kept = Answers(tmp_path / "file" / "folder")
    kept[KEY] = Payload(Request("x"), b"body", TAGGED)
    assert KEY not in kept


def test_a_second_run_asks_conditionally_and_gets_its_own_request_back(serve, tmp_path):
    class Example(Provider):
        name, hosts = "example", frozenset({"data.publisher.example"})
        rules = Rules(hosts)

        def requests(self, table, since=None):
            return [Request("https://data.publisher.example/a", (("id", "X"),), kind="part")]

        def parse(self, table, payloads):
            raise NotImplementedError

    def answer(asked):
        return (
            Reply(b"", 304)
            if asked.headers.get("if-none-match") == '"1"'
            else Reply(b"body", headers={"ETag": '"1"'})
        )

    provider = Example()
    for sent in (b"body", b""):
        transport, server = serve(answer, provider, kept=Answers(tmp_path))
        found = transport.fetch(provider, provider.requests("t")[0])
        assert (found.body, found.request.kind, found.status) == (b"body", "part", 200)
        assert server.answer(server.asked[0]).body == sent
