"""The controlled words: one English value, one Chinese label, and what sources write for them."""

from itertools import chain

import pytest

from app.errors import Invalid
from app.registry import words
from app.registry.words import Degree, DraftingRole, Kind, Obligation, OrganizationKind, Status, Word

LISTS = [found for found in vars(words).values() if isinstance(found, type) and issubclass(found, Word) and list(found)]


@pytest.mark.parametrize(
    ("kind", "written", "word"),
    [
        (Status, "现行", Status.CURRENT),
        (Status, " 现行 ", Status.CURRENT),
        (Status, "current", Status.CURRENT),
        (Status, "Current", Status.CURRENT),
        (Status, "废止", Status.WITHDRAWN),
        (Status, "即将实施", Status.UPCOMING),
        (Status, "被代替", Status.SUPERSEDED),
        (Status, "未发布", Status.DRAFT),
        (Kind, "国家标准", Kind.NATIONAL),
        (Kind, "团体标准", Kind.ALLIANCE),
        (Kind, "国外标准", Kind.FOREIGN),
        (Kind, "enterprise", Kind.ENTERPRISE),
        (OrganizationKind, "企业", OrganizationKind.ENTERPRISE),
        (Obligation, "强制性", Obligation.MANDATORY),
        (DraftingRole, "为主", DraftingRole.LEAD),
        (Degree, "idt", Degree.IDT),
        (Degree, "等同采用", Degree.IDT),
        (Degree, "修改", Degree.MOD),
    ],
)
def test_words_are_read_in_english_and_chinese(kind: type[Word], written: str, word: Word) -> None:
    assert kind.read(written) is word


def test_an_unknown_word_is_refused_with_the_choices() -> None:
    with pytest.raises(Invalid, match="“有效期内”不在可选值之内：未发布、即将实施、现行、被代替、废止、未知"):
        Status.read("有效期内")
    with pytest.raises(Invalid):
        Status.read("")


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_no_two_words_of_a_list_read_alike(kind: type[Word]) -> None:
    spellings = list(chain.from_iterable({word.value, word.label, *word.spellings} for word in kind))
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_every_word_reads_back_from_its_value_and_its_label(kind: type[Word]) -> None:
    for word in kind:
        assert kind.read(word.value) is word
        assert kind.read(word.label) is word
        assert kind(word.value) is word
        assert word.label


def test_the_words_of_the_interface_stand_as_the_contract_names_them() -> None:
    """Kinds, statuses and obligations as files and programs send them."""
    assert [word.value for word in Kind] == [
        "national",
        "industry",
        "local",
        "alliance",
        "enterprise",
        "international",
        "foreign",
    ]
    assert [word.value for word in Status] == ["draft", "upcoming", "current", "superseded", "withdrawn", "unknown"]
    assert [word.value for word in Obligation] == ["mandatory", "recommended", "guidance"]
