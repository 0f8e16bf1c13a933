"""Recordings on the wire."""

from collections.abc import Mapping

from doorlist.contract.shapes import recordings as shapes
from doorlist.model import Recording, RecordingFile, Take
from doorlist.wire import times
from doorlist.wire.links import Links

_EXTENSIONS = {
    "MP4": "MP4",
    "M4A": "M4A",
    "CHAT": "TXT",
    "TRANSCRIPT": "VTT",
    "CC": "VTT",
    "CSV": "CSV",
    "THUMBNAIL": "JPG",
}


def take(body: shapes.RecordingCreate) -> Take:
    """A file of a recording as its host describes it. Times without a zone are UTC."""
    file_type = body.file_type or "MP4"
    return Take(
        play_url=body.play_url,
        recording_type=body.recording_type or "shared_screen_with_speaker_view",
        file_type=file_type,
        file_extension=_EXTENSIONS.get(file_type, "JSON"),
        download_url=body.download_url or body.play_url,
        file_bytes=body.file_size or 0,
        topic=body.topic or None,
        started_at=None if body.recording_start is None else times.moment(body.recording_start),
        ended_at=None if body.recording_end is None else times.moment(body.recording_end),
    )


def settings(body: shapes.RecordingSettingsUpdate) -> Mapping[str, object]:
    """What is to change."""
    return body.model_dump(exclude_none=True)


def listed(recording: Recording, links: Links) -> dict[str, object]:
    """A recording in a list."""
    return {
        "uuid": recording.uuid,
        "id": recording.meeting_id,
        "account_id": recording.account_id,
        "host_id": recording.host_id,
        "topic": recording.topic,
        "type": str(int(recording.type)),
        "start_time": times.text(recording.start_time),
        "timezone": recording.timezone,
        "duration": recording.duration_min,
        "total_size": sum(file.file_bytes for file in recording.files),
        "recording_count": len(recording.files),
        "share_url": links.share(recording),
        "auto_delete": False,
        "recording_play_passcode": str(recording.settings["password"]),
        "recording_files": [_file(file, recording) for file in recording.files],
    }


def reply(recording: Recording, links: Links) -> dict[str, object]:
    """A recording, alone."""
    return listed(recording, links) | {"password": str(recording.settings["password"]), "participant_audio_files": []}


def settings_reply(recording: Recording) -> dict[str, object]:
    """Who may see a recording."""
    return {**recording.settings, "topic": recording.topic}


def _file(file: RecordingFile, recording: Recording) -> dict[str, object]:
    return {
        "id": file.id,
        "meeting_id": recording.uuid,
        "recording_start": times.text(file.started_at),
        "recording_end": times.text(file.ended_at),
        "file_type": file.file_type,
        "file_extension": file.file_extension,
        "file_size": file.file_bytes,
        "play_url": file.play_url,
        "download_url": file.download_url,
        "status": "completed",
        "recording_type": file.recording_type,
    }
