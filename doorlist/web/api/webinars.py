"""What webinars have beside registrants, over the API: panelists and tracking sources."""

from collections.abc import Mapping

from doorlist.desk import webinars
from doorlist.storage.database import Tx
from doorlist.web.api.call import Call, Reply
from doorlist.wire import webinars as on_wire


async def list_panelists(call: Call) -> Reply:
    """A webinar's panelists."""

    def work(tx: Tx) -> Mapping[str, object]:
        return on_wire.panelists(*webinars.panelists(tx, call.caller, call.number), call.links)

    return call.reply(await call.read(work))


async def invite(call: Call) -> Reply:
    """Make people panelists."""
    people = call.body.map(on_wire.invited)
    meeting = await call.write(lambda tx: webinars.invite(tx, call.caller, call.number, people))
    return call.reply(on_wire.panelists_created(meeting, call.now))


async def dismiss(call: Call) -> Reply:
    """Dismiss a panelist, or where none is named all of them."""
    await call.write(lambda tx: webinars.dismiss(tx, call.caller, call.number, call.path.get("panelistId")))
    return call.reply()


async def list_sources(call: Call) -> Reply:
    """A webinar's tracking sources."""

    def work(tx: Tx) -> Mapping[str, object]:
        return on_wire.tracking_sources(*webinars.tracking_sources(tx, call.caller, call.number), call.links)

    return call.reply(await call.read(work))


async def add_source(call: Call) -> Reply:
    """Make a tracking source."""
    name = call.body.map(lambda body: str(body.source_name))
    meeting, source = await call.write(lambda tx: webinars.add_source(tx, call.caller, call.number, name))
    return call.reply(on_wire.tracking_source(meeting, source, call.links))


async def delete_source(call: Call) -> Reply:
    """Remove a tracking source."""
    await call.write(lambda tx: webinars.delete_source(tx, call.caller, call.number, call.path["sourceId"]))
    return call.reply()
