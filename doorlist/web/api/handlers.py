"""Which function answers which operation; a test sees to it that none is without."""

from collections.abc import Awaitable, Callable, Mapping

from doorlist.web.api import meetings, recordings, registrants, users, webhooks
from doorlist.web.api.call import Call, Reply

HANDLERS: Mapping[str, Callable[[Call], Awaitable[Reply]]] = {
    "users": users.list_,
    "user": users.get,
    "meetings": meetings.list_,
    "meetingCreate": meetings.create,
    "meeting": meetings.get,
    "meetingUpdate": meetings.change,
    "meetingDelete": meetings.delete,
    "meetingStatus": meetings.set_status,
    "meetingRegistrants": registrants.list_,
    "meetingRegistrantCreate": registrants.add,
    "meetingRegistrantGet": registrants.get,
    "meetingregistrantdelete": registrants.delete,
    "meetingRegistrantStatus": registrants.set_status,
    "addBatchRegistrants": registrants.add_batch,
    "meetingRegistrantsQuestionsGet": registrants.get_questions,
    "meetingRegistrantQuestionUpdate": registrants.change_questions,
    "recordingsList": recordings.list_,
    "recordingGet": recordings.get,
    "recordingCreate": recordings.create,
    "recordingSettingUpdate": recordings.get_settings,
    "recordingSettingsUpdate": recordings.change_settings,
    "meetingRecordingRegistrants": registrants.list_of_recording,
    "meetingRecordingRegistrantCreate": registrants.add_to_recording,
    "meetingRecordingRegistrantStatus": registrants.set_status_of_recording,
    "recordingRegistrantsQuestionsGet": recordings.get_questions,
    "recordingRegistrantQuestionUpdate": recordings.change_questions,
    "webhooks": webhooks.list_,
    "webhookCreate": webhooks.create,
    "webhook": webhooks.get,
    "webhookUpdate": webhooks.change,
    "webhookDelete": webhooks.delete,
    "webhookValidate": webhooks.validate,
    "webhookReplay": webhooks.replay,
    "webhookDeliveries": webhooks.list_deliveries,
    "webhookResend": webhooks.resend,
}
