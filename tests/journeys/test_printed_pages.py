"""Reading and mending printed sample pages, on a small page of our own making."""

import json
import subprocess
from typing import Any

import pytest
from journeys import printed

PEOPLE = [{"id": "ID1", "email": "ada@example.com"}]
ITEM: dict[str, Any] = {
    "request": {
        "url": {
            "raw": "{{baseUrl}}/meetings/:meetingId/registrants/status?occurrence_id=some day soon",
            "variable": [{"key": "meetingId", "value": "1"}],
        },
        "body": {
            "formdata": [
                {"key": "action", "value": "approve"},
                {"key": "registrants", "value": '[{"id":"x","email":"y"},{"email":"z"}]'},
            ]
        },
    },
}
CURL = """\
curl -X PUT
-H "Authorization: Bearer <access_token>"
--form 'action=approve'
--form 'registrants=approve[{"id":"x","email":"y"},{"email":"z"}]'
https://api.example.com/v2/meetings/:meetingId/registrants/status?occurrence_id=some day soon"""
PROGRAMS = {
    "Python": """\
req.put_Path("/")
req.AddParam("registrants","approve[{\\"id\\":\\"x\\",\\"email\\":\\"y\\"},{\\"email\\":\\"z\\"}]")
req.AddHeader("Authorization","Bearer <access_token>")
resp = http.SynchronousRequest("soon",80,False,req)
if (resp == None):
print("no")
sys.exit()
while i < 2 :
print(i)
i = i + 1
print("end")""",
    "C#": """\
req.Path = "/";
req.AddParam("registrants","approve[{\\"id\\":\\"x\\",\\"email\\":\\"y\\"},{\\"email\\":\\"z\\"}]");
req.AddHeader("Authorization","Bearer <access_token>");
var resp = http.SynchronousRequest("soon",80,false,req);
Debug.WriteLine("{end}");""",
    "lianja": """\
loReq.Path = "/v2/meetings/:meetingId/registrants/status"
loReq.AddParam("registrants",'approve[{"id":"x","email":"y"},{"email":"z"}]')
loReq.AddHeader("Authorization","Bearer <access_token>")
loResp = loHttp.SynchronousRequest("api.example.com",443,.T.,loReq)""",
}


def page(language: str) -> printed.Page:
    text = [
        f"{language} / Example API / Decide on it's registrants",
        "Back to Collection Items",
        PROGRAMS[language],
        "Curl Command",
        CURL,
        "Postman Collection Item JSON",
        json.dumps(ITEM),
    ]
    return printed.read("\n".join(text))


def ready(language: str, form: printed.Form) -> str:
    read = page(language)
    program = printed.pointed_at(printed.mended(read), read, "127.0.0.1", 8080)
    return printed.filled(program, read, token="T", meeting_id=85746065, people=PEOPLE, form=form)


@pytest.mark.parametrize("language", PROGRAMS)
def test_a_page_is_taken_apart(language: str) -> None:
    read = page(language)
    assert (read.language, read.title) == (language, "Example API / Decide on it's registrants")
    assert read.program == PROGRAMS[language] + "\n"
    assert read.curl == CURL
    assert read.item == ITEM


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(printed.PageError):
        printed.read("Python / Example API / Something\nprint(1)\n")


def test_python_gets_its_indentation_back() -> None:
    lines = printed.mended(page("Python")).splitlines()
    assert lines[4:] == [
        "if (resp == None):",
        '    print("no")',
        "    sys.exit()",
        "while i < 2 :",
        "    print(i)",
        "    i = i + 1",
        'print("end")',
    ]


def test_a_csharp_fragment_gets_a_class_around_it_and_keeps_its_lines() -> None:
    mended = printed.mended(page("C#"))
    assert PROGRAMS["C#"] in mended
    assert mended.count("{") == mended.count("}")
    assert "static void Main()" in mended


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("Python", 'SynchronousRequest("127.0.0.1",8080,False,req)'),
        ("C#", 'SynchronousRequest("127.0.0.1",8080,false,req);'),
        ("lianja", 'SynchronousRequest("127.0.0.1",8080,.F.,loReq)'),
    ],
)
def test_a_program_is_pointed_at_a_desk_without_tls(language: str, expected: str) -> None:
    assert expected in ready(language, "as printed")


def test_a_cut_path_is_the_items_own_and_a_whole_one_stays() -> None:
    whole = "/v2/meetings/85746065/registrants/status"
    assert f'put_Path("{whole}?occurrence_id=some day soon")' in ready("Python", "as printed")
    assert f'put_Path("{whole}")' in ready("Python", "as meant")
    assert f'loReq.Path = "{whole}"\n' in ready("lianja", "as printed")


def test_as_printed_keeps_the_value_glued_in_front_and_as_meant_does_not() -> None:
    people = r"[{\"id\":\"ID1\",\"email\":\"ada@example.com\"},{\"email\":\"z\"}]"
    assert f'AddParam("registrants","approve{people}")' in ready("Python", "as printed")
    assert f'AddParam("registrants","{people}");' in ready("C#", "as meant")
    assert """'approve[{"id":"ID1","email":"ada@example.com"},{"email":"z"}]'""" in ready("lianja", "as printed")


def test_people_take_the_first_printed_places_and_only_the_printed_keys() -> None:
    people = [{"id": "A", "email": "a@example.com"}, {"id": "B", "email": "b@example.com"}]
    value = printed.with_people('approve[{"id":"x"},{"email":"y"}]', people, "as meant")
    assert json.loads(value) == [{"id": "A"}, {"email": "b@example.com"}]


def test_more_people_than_printed_places_are_refused() -> None:
    with pytest.raises(printed.PageError):
        printed.with_people('[{"id":"x"}]', PEOPLE * 2, "as printed")


def test_the_token_is_filled_in() -> None:
    for language in PROGRAMS:
        assert '"Bearer T"' in ready(language, "as printed")


@pytest.mark.parametrize("lost", ["<access_token>", "put_Path", "AddParam", "SynchronousRequest"])
def test_a_program_without_a_place_to_fill_is_refused(lost: str) -> None:
    read = page("Python")
    program = printed.mended(read).replace(lost, "lost")
    with pytest.raises(printed.PageError):
        printed.filled(
            printed.pointed_at(program, read, "127.0.0.1", 8080), read, token="T", meeting_id=1, people=PEOPLE
        )


@pytest.mark.parametrize(
    ("form", "glue", "query"), [("as printed", "approve", "?occurrence_id=some%20day%20soon"), ("as meant", "", "")]
)
def test_a_curl_command_is_one_command_for_a_shell(form: printed.Form, glue: str, query: str) -> None:
    people = [{"id": "ID1", "email": "o'neill@example.com"}]
    command = printed.curl_command(
        page("Python"), host="127.0.0.1", port=8080, token="T", meeting_id=85746065, people=people, form=form
    )
    show = f"curl() {{ printf '%s\\n' \"$@\"; }}\n{command}"
    shown = subprocess.run(["sh", "-c", show], capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown == [
        "-X",
        "PUT",
        "-H",
        "Authorization: Bearer T",
        "--form",
        "action=approve",
        "--form",
        f'registrants={glue}[{{"id":"ID1","email":"o\'neill@example.com"}},{{"email":"z"}}]',
        f"http://127.0.0.1:8080/v2/meetings/85746065/registrants/status{query}",
    ]


def test_a_postman_item_is_filled_in_a_copy() -> None:
    filled = printed.filled_item(ITEM, meeting_id=85746065, people=PEOPLE)
    assert filled["request"]["url"]["variable"] == [{"key": "meetingId", "value": "85746065"}]
    assert filled["request"]["body"]["formdata"][1]["value"] == '[{"id":"ID1","email":"ada@example.com"},{"email":"z"}]'
    assert ITEM["request"]["url"]["variable"] == [{"key": "meetingId", "value": "1"}]
