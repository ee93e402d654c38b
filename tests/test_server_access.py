"""Tokens at the API's routes, and another model put live through them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intentbot.deployment.versions import Versions
from intentbot.errors import FileError
from intentbot.server.app import create_app
from intentbot.server.settings import ServerSettings
from tests.serving import calling, issue

PROGRAMS = {
    "/api/v1/classify": {"text": "hello"},
    "/model/parse": {"text": "hello"},
    "/v1/models/tiny:predict": {"instances": ["hello"]},
    "/v2/models/tiny/infer": {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["hello"]}]},
}
CHATS = {"/api/v1/reply": {"text": "hello"}, "/webhooks/rest/webhook": {"message": "hello"}}


def test_programs_need_a_token_once_there_is_one(model_folder: Path, tmp_path: Path) -> None:
    """Before, everybody may classify; then a client's token is asked for, as a header or in the address."""
    with calling(model_folder, tmp_path) as site:
        assert all(site.post(path, json=body).status_code == 200 for path, body in PROGRAMS.items())
    token = issue(tmp_path, "client")
    with calling(model_folder, tmp_path) as site:
        for path, body in PROGRAMS.items():
            refused = site.post(path, json=body)
            assert refused.status_code == 401 and refused.headers["www-authenticate"] == "Bearer"
            assert site.post(path, json=body, headers={"Authorization": f"Bearer {token}"}).status_code == 200
            assert site.post(f"{path}?token={token}", json=body).status_code == 200
        assert site.post("/model/parse", json={}).json()["reason"] == "NotAuthenticated"
        assert all(site.post(path, json=body).status_code == 200 for path, body in CHATS.items())


def test_a_private_chat_needs_a_token(model_folder: Path, tmp_path: Path) -> None:
    """With --private nobody talks to the bot without a token; health needs none."""
    token = issue(tmp_path, "client")
    with calling(model_folder, tmp_path, is_private=True) as site:
        for path, body in CHATS.items():
            assert site.post(path, json=body).status_code == 401
            assert site.post(path, json=body, headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert site.get("/webhooks/rest/").status_code == site.get("/readyz").status_code == 200


def test_another_model_is_put_live(model_folder: Path, tmp_path: Path) -> None:
    """An admin's token puts a model beside the served one live; what is no model is said, and nothing changes."""
    shutil.copytree(model_folder, tmp_path / "models" / "tiny")
    shutil.copytree(model_folder, tmp_path / "models" / "other")
    admin, client = (issue(tmp_path / "data", scope) for scope in ("admin", "client"))
    headers = {"Authorization": f"Bearer {admin}"}
    with calling(tmp_path / "models" / "tiny", tmp_path / "data") as site:
        assert site.put("/model", json={"model_file": "other"}).status_code == 401
        wrong = site.put("/model", json={"model_file": "other"}, headers={"Authorization": f"Bearer {client}"})
        assert wrong.status_code == 403 and wrong.json()["status"] == "failure"
        assert site.put("/model", json={"model_file": "other"}, headers=headers).status_code == 204
        for name, status in (("../../../etc", 404), ("missing", 400), ("99", 404), ("a\x00b", 404), ("", 400)):
            answer = site.put("/model", json={"model_file": name}, headers=headers)
            assert answer.status_code in (status, 400, 404) and answer.json()["message"]
        assert site.put("/model", json={}, headers=headers).status_code == 400
        assert site.post("/api/v1/reply", json={"text": "hello"}).status_code == 200
        assert site.get("/status", headers=headers).json()["num_active_training_jobs"] == 0


def test_a_full_disk_is_no_fault_of_who_puts_a_model(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a version cannot be written the answer is 500 and says why; what is live goes on."""

    def fail(*_: object, **__: object) -> None:
        raise FileError("live.json cannot be written: no space left.", "Make room on the disk.")

    secret = issue(tmp_path, "admin")
    with calling(model_folder, tmp_path) as site:
        monkeypatch.setattr(Versions, "promote", fail)
        answer = site.put("/model", json={"model_file": "1"}, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 500 and "no space left" in answer.json()["message"]
        assert site.post("/api/v1/reply", json={"text": "hello"}).status_code == 200


@pytest.mark.parametrize("n_workers", [1, 2])
def test_a_store_that_is_down_at_the_start_keeps_nobody_from_talking(
    model_folder: Path, tmp_path: Path, n_workers: int
) -> None:
    """The server starts without its database, and answers each message by itself."""
    url = "postgresql://nobody:secret@127.0.0.1:9/none"
    settings = ServerSettings(model=model_folder, data=tmp_path, store=url, n_workers=n_workers)
    assert create_app(settings)
    with calling(model_folder, tmp_path, store=url) as site:
        assert site.post("/api/v1/reply", json={"text": "hello"}).json()["intent"] == "greet"
        refused = site.post("/api/v1/classify", json={"text": "hello"})
        assert refused.status_code == 503 and "secret" not in refused.text
