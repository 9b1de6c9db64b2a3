"""A contact is named with its side in front, and the side is said once."""

from __future__ import annotations

import pytest

from itsm_docs.model.party import Contact


@pytest.mark.parametrize(
    ("side", "role", "full"),
    [
        ("甲方", "项目主管", "甲方项目主管"),
        ("甲方", "甲方项目主管", "甲方项目主管"),
        ("乙方", "服务台", "乙方服务台"),
        ("乙方", "乙方分管负责人", "乙方分管负责人"),
    ],
)
def test_the_side_stands_once_before_the_role(side: str, role: str, full: str) -> None:
    """Data may write the role with or without its side; a document never doubles it."""
    contact = Contact.model_validate(
        {"side": side, "role": role, "name": "王某", "phone": "0411-0000", "hours": "7×24", "matters": "联系"}
    )

    assert contact.full_role == full
