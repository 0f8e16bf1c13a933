"""How a client is made: the arguments that the blocking and the awaiting one have in common."""

import os
from collections.abc import Callable, Mapping

from doorlist.client import places
from doorlist.client.desk import Answered, Desk
from doorlist.client.errors import AddressInvalid
from doorlist.client.surroundings import Surroundings

TIMEOUT_S, DEADLINE_S = 30.0, 120.0


class Opening:
    """The registration part of Zoom's REST API, on Doorlist or on the real one.

    Give the `account_id`, `client_id` and `client_secret` of a server-to-server app: the client gets itself tokens, and
    another a minute before one runs out. Or give a `token` that you have. What is not given is read from the
    environment: DOORLIST_ACCOUNT_ID, DOORLIST_CLIENT_ID, DOORLIST_CLIENT_SECRET, DOORLIST_TOKEN, DOORLIST_BASE_URL and
    DOORLIST_TOKEN_URL. `base_url` is the local Doorlist (http://127.0.0.1:8480) by itself, and "zoom" the real API.

    A call that meets a rate limit waits as long as the answer says and is sent again. One that changes nothing when it
    is done twice is sent again where the connection was lost or the server failed, up to four times, ever later; an add
    is looked up first. `timeout_s` is for one try, `deadline_s` for a call with all of its tries and waits; a call that
    is cut into many, or goes over pages, has it for each of them.

    `on_notice` is called with what the server has to say beside its answer, `on_reply` with every answer's rate limits;
    both from the thread or task of the call. May be used by many threads or tasks at once.

    Any call may raise, beside what it says itself: Unauthorized and MissingScope; RateLimited, where the client may not
    wait; DailyLimit; ValidationFailed, ServerError and NotFound; UnexpectedReply, for what is no answer of this API;
    ConnectionFailed and DeadlineExceeded, whose `maybe_done` says whether it may have been done; and AddressInvalid for
    ids that cannot be. All of them are a DoorlistError.
    """

    def __init__(
        self,
        *,
        account_id: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        token: str | None = None,
        base_url: str | None = None,
        token_url: str | None = None,
        timeout_s: float = TIMEOUT_S,
        deadline_s: float = DEADLINE_S,
        environ: Mapping[str, str] = os.environ,
        on_notice: Callable[[str], None] | None = None,
        on_reply: Callable[[Answered], None] | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        """Sends nothing yet. Raises CredentialsMissing, CredentialsInvalid and AddressInvalid."""
        if not (timeout_s > 0 and deadline_s > 0):
            raise AddressInvalid("timeout_s and deadline_s must be more than 0 seconds.")
        self._desk = Desk(
            place=places.place(base_url, token_url, environ),
            credentials=places.credentials(
                account_id=account_id, client_id=client_id, client_secret=client_secret, token=token, environ=environ
            ),
            surroundings=surroundings or Surroundings(),
            timeout_s=timeout_s,
            deadline_s=deadline_s,
            on_notice=on_notice,
            on_reply=on_reply,
        )
        self._start(self._desk)

    def _start(self, desk: Desk) -> None:
        raise NotImplementedError

    @property
    def base_url(self) -> str:
        """The address of the API, which ends in `/v2`."""
        return self._desk.api_url

    @property
    def is_doorlist(self) -> bool:
        """Whether the server is known to be a Doorlist; False until it has answered."""
        return self._desk.is_doorlist

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"
