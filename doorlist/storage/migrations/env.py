"""Where Alembic begins: it runs on the connection that `doorlist.storage.migrate` holds the lock of."""

from alembic import context

from doorlist.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
