# Decides on registrants, decides on viewers of a recording, or registers many people, with curl:
# `bash registrants.sh status|recording|batch`.
#
# The environment says where and what: DESK_HOST, DESK_PORT, DESK_TOKEN, MEETING_ID, ACTION or AUTO_APPROVE, and
# REGISTRANTS, a JSON list.
set -eu

meeting="http://$DESK_HOST:$DESK_PORT/v2/meetings/$MEETING_ID"

ask() {
    curl --silent --show-error --fail-with-body --header "Authorization: Bearer $DESK_TOKEN" "$@"
}

case "$1" in
status)
    ask --request PUT --form-string "action=$ACTION" --form-string "registrants=$REGISTRANTS" \
        "$meeting/registrants/status"
    ;;
recording)
    ask --request PUT --form-string "action=$ACTION" --form-string "registrants=$REGISTRANTS" \
        "$meeting/recordings/registrants/status"
    ;;
batch)
    ask --form-string "auto_approve=$AUTO_APPROVE" --form-string "registrants=$REGISTRANTS" \
        "$meeting/batch_registrants"
    ;;
*)
    echo "status, recording or batch?" >&2
    exit 64
    ;;
esac
