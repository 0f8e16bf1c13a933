"""Users, over the API."""

from doorlist.contract.shapes.fields import USERS_PAGE_SIZE_MAX
from doorlist.contract.shapes.users import UsersQuery
from doorlist.desk import users
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import users as on_wire


async def list_(call: Call) -> Reply:
    """The account's users."""
    query: UsersQuery = call.query.get()
    here = call.place(query, filters={"status": query.status}, size_max=USERS_PAGE_SIZE_MAX)

    def work(tx: Tx) -> users.UsersPage:
        status = str(here.filters["status"])
        return users.page(tx, call.caller, status=status, after=here.after, skip=here.skip, count=here.size + 1)

    page = await call.read(work)
    head = call.page_head(here, page.total, [user.id for user in page.users])
    return call.reply(head | {"users": [on_wire.reply(user) for user in page.users[: here.size]]})


async def get(call: Call) -> Reply:
    """One user."""
    user = await call.read(lambda tx: users.find(tx, call.caller, call.path["userId"]))
    return call.reply(on_wire.detail(user, call.account, call.links.base_url))
