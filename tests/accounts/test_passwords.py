"""Passwords: what is good enough, and that what is kept of one is argon2id as it is used in earnest."""

import re

import pytest
from argon2 import PasswordHasher, Type

from app.accounts import passwords
from app.accounts.passwords import fits, hashed, is_outdated, made_password, require_good
from app.errors import Invalid


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ninechars", "至少 10 个字符"),
        ("a" * 201, "最多 200 个字符"),
        ("aaaaaaaaaaaa", "过于简单"),
        ("1234567890", "过于简单"),
        ("lihua-lihua-2024", "登录名或姓名"),
    ],
    ids=["short", "long", "one-sign", "row-of-digits", "own-name"],
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_remedy(password, reason):
    with pytest.raises(Invalid) as refused:
        require_good(password, "lihua", "李华")
    assert [each.field for each in refused.value.fields] == ["password"]
    assert reason in refused.value.fields[0].reason


@pytest.mark.parametrize("password", ["正确的马电池订书钉和别的", "correct horse battery", "x7#kd-pp2!q", "lihua keeps bees"])
def test_length_is_enough_whatever_the_signs(password):
    require_good(password, "lihua", "李华")


def test_what_is_kept_is_argon2id_as_rfc_9106_asks(monkeypatch):
    """RFC 9106, section 4: the second recommended option, 3 passes over 64 MiB in 4 lanes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    kept = hashed("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher().type is Type.ID
    assert fits("correct horse battery", kept)
    assert not fits("correct horse batterx", kept)
    assert not is_outdated(kept)


def test_a_hash_of_weaker_parameters_is_seen_to_be_outdated(monkeypatch):
    weak = hashed("correct horse battery")
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    assert is_outdated(weak)


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=8"])
def test_nothing_fits_where_nothing_usable_is_kept(kept):
    assert not fits("", kept)


def test_made_passwords_are_long_typed_easily_and_never_the_same():
    made = {made_password() for _time in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch("[a-kmnp-z2-9]{20}", each) for each in made)
    for each in made:
        require_good(each, "admin")
