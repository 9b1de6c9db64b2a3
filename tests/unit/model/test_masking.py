"""The public version: people and accounts are masked, numbers of articles and amounts stay."""

from __future__ import annotations

from tests.helpers.engagements import an_engagement

from itsm_docs.model.masking import HIDDEN, public_version

VALID = "11010519491231002X"


def test_phones_accounts_and_names_of_staff_are_masked() -> None:
    """Whatever a stranger could call, write to or pay into."""
    engagement = an_engagement(
        **{
            "provider.account": {"holder": "大连某信息技术有限公司", "bank": "某银行", "number": "1234567890"},
            "provider.email": "a@b.example",
            "staff": [{"name": "王某某", "post": "工程师", "identity": VALID, "certificate": "OCP 1"}],
        }
    )
    public = public_version(engagement)

    assert public.provider.phone == public.client.phone == public.contacts[0].phone == HIDDEN
    assert public.provider.account is not None
    assert public.provider.account.number == HIDDEN
    assert public.provider.email == HIDDEN
    assert public.staff[0].name == "王＊＊"
    assert public.staff[0].identity is None
    assert "1234567890" not in public.model_dump_json(warnings=False)


def test_parties_prices_and_annexes_stay() -> None:
    """What has to be published is published, and nothing is renumbered."""
    engagement = an_engagement()
    public = public_version(engagement)

    assert public.client.name == engagement.client.name
    assert public.charges == engagement.charges
    assert public.annexes == engagement.annexes
    assert engagement.client.phone != HIDDEN


def test_an_identity_number_never_leaves_in_full() -> None:
    """Neither printed nor serialised; the digits stay for whoever compares them."""
    (person,) = an_engagement(staff=[{"name": "王某", "post": "工程师", "identity": VALID}]).staff

    assert str(person.identity) == "110105********002X"
    assert VALID not in person.model_dump_json()
    assert VALID not in repr(person)
