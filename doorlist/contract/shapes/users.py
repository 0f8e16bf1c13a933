"""Users: what lists and single users look like."""

from typing import Annotated, Literal

from pydantic import Field

from doorlist.contract.shapes.fields import PAGE_SIZE_DEFAULT, USERS_PAGE_SIZE_MAX, Page, PageQuery, Reply


class UsersQuery(PageQuery):
    """Which users."""

    page_size: Annotated[
        int,
        Field(ge=1, description=f"Records in a page; more than {USERS_PAGE_SIZE_MAX} is taken as that."),
    ] = PAGE_SIZE_DEFAULT
    status: Annotated[Literal["active", "inactive", "pending"], Field(description="Their standing.")] = "active"


class User(Reply):
    """A user (type 1 Basic, 2 Licensed)."""

    id: str
    first_name: str
    last_name: str
    display_name: str
    email: str
    type: Literal[1, 2]
    role_id: str
    role_name: str
    pmi: int
    use_pmi: bool
    timezone: str
    language: str
    status: Literal["active", "inactive", "pending"]
    created_at: str
    user_created_at: str
    verified: Literal[0, 1]
    dept: str


class UserDetail(User):
    """A user, alone."""

    account_id: str
    account_number: int
    cluster: str
    personal_meeting_url: str
    login_types: list[int]


class UserList(Page):
    """Users of the account."""

    users: list[User]
