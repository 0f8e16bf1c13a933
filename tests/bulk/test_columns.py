"""Columns are what people call them."""

import pytest

from doorlist.bulk.columns import Columns, ColumnsUnclear, plan_columns


def named(columns: Columns) -> dict[str, str]:
    """Each field with what its column is called."""
    places = {**columns.fields, **{f"question:{title}": place for title, place in columns.answers.items()}}
    if columns.full_name is not None:
        places["full_name"] = columns.full_name
    return {name: columns.name(place) for name, place in places.items()}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["E-mail address", "First Name", "Last name", "Company", "Zip code"],
            {"email": 0, "first_name": 1, "last_name": 2, "org": 3, "zip": 4},
        ),
        (["EMAIL", "FIRST_NAME", "lastName", "JobTitle"], {"email": 0, "first_name": 1, "last_name": 2, "job_title": 3}),
        (["Email *", "First name (required)", "Surname"], {"email": 0, "first_name": 1, "last_name": 2}),
        (["Vorname", "Nachname", "E-Mail-Adresse", "PLZ"], {"first_name": 0, "last_name": 1, "email": 2, "zip": 3}),
        (["Vorname", "Name", "Mail"], {"first_name": 0, "last_name": 1, "email": 2}),
        (["Nom", "Prénom", "Courriel", "Société"], {"last_name": 0, "first_name": 1, "email": 2, "org": 3}),
        (["Nombre", "Apellidos", "Correo electrónico", "País"], {"first_name": 0, "last_name": 1, "email": 2, "country": 3}),
        (["NOME", "SOBRENOME", "E-MAIL", "TELEFONE"], {"first_name": 0, "last_name": 1, "email": 2, "phone": 3}),
        (["Nome", "Cognome", "Indirizzo e-mail"], {"first_name": 0, "last_name": 1, "email": 2}),
        (["Voornaam", "Achternaam", "E-mailadres"], {"first_name": 0, "last_name": 1, "email": 2}),
        (["名", "姓", "メールアドレス"], {"first_name": 0, "last_name": 1, "email": 2}),
    ],
)  # fmt: skip
def test_columns_are_known_by_what_people_call_them(header: list[str], expected: dict[str, int]) -> None:
    columns = plan_columns(header)
    assert (dict(columns.fields), columns.full_name, columns.ignored) == (expected, None, ())


@pytest.mark.parametrize("header", ["Full name", "Name", "full_name", "Nombre", "Nome", "Nombre completo", "姓名"])
def test_one_column_may_have_both_names(header: str) -> None:
    columns = plan_columns(["email", header])
    assert columns.full_name == 1
    assert dict(columns.fields) == {"email": 0}


def test_a_whole_name_is_not_needed_beside_both_of_its_parts() -> None:
    columns = plan_columns(["Name", "First name", "Last name", "Email"])
    assert named(columns) == {"first_name": "First name", "last_name": "Last name", "email": "Email"}
    assert columns.ignored == ("Name",)


def test_the_fields_own_name_wins_over_a_guess() -> None:
    columns = plan_columns(["Mail", "email", "Name", "first_name"])
    assert named(columns)["email"] == "email"
    assert columns.ignored == ("Mail",)
    assert dict(columns.guessed) == {"Name": "last_name"}


def test_questions_are_known_by_their_titles() -> None:
    columns = plan_columns(["email", "name", "level ", "Diet?", "Role"], questions=["Level", "Role", "Other"])
    assert dict(columns.answers) == {"Level": 2, "Role": 4}
    assert columns.ignored == ("Diet?",)


def test_a_question_titled_as_a_field_is_called_is_marked() -> None:
    columns = plan_columns(["email", "name", "city", "question:city"], questions=["city"])
    assert (columns.fields["city"], dict(columns.answers)) == (2, {"city": 3})
    titled = plan_columns(["email", "name", "City"], questions=["City"])
    assert (dict(titled.answers), "city" in titled.fields) == ({"City": 2}, False)


def test_marked_answers_count_where_the_questions_are_not_known() -> None:
    columns = plan_columns(["email", "name", "question:Level", "Diet"])
    assert (dict(columns.answers), columns.ignored) == ({"Level": 2}, ("Diet",))
    assert plan_columns(["email", "name", "question:Level"], questions=[]).ignored == ("question:Level",)


def test_a_person_can_say_which_column_is_what() -> None:
    mapped = {"email": "wer", "full_name": "Heißt", "question:level": "Kurs", "org": ""}
    columns = plan_columns(["email", "Wer", "heißt", "Kurs", "Firma"], mapped=mapped, questions=["Level"])
    assert named(columns) == {"email": "Wer", "full_name": "heißt", "question:Level": "Kurs"}
    assert columns.ignored == ("email", "Firma")


def test_what_a_server_gives_and_the_columns_of_refused_rows_are_passed_over() -> None:
    header = ["line", "reason", "id", "email", "first_name", "status", "create_time", "join_url", ""]
    columns = plan_columns(header)
    assert (dict(columns.fields), columns.ignored) == ({"email": 3, "first_name": 4}, ("column 9",))


@pytest.mark.parametrize(
    ("header", "mapped", "says"),
    [
        (["Report 2026"], {}, r'No column looks like the email\. The header has "Report 2026"\. .* delete the lines above it'),
        (["email"], {}, r"No column looks like the first name\. .*full_name=COLUMN"),
        (["Mail", "E-Mail-Adresse", "name"], {}, r'Both "Mail" and "E-Mail-Adresse" could be email; .*: --map "email=Mail"'),
        (["email", "name", "Company", "University"], {}, r'Both "Company" and "University" could be org'),
        (["email", "email", "name"], {}, r'two columns "email"'),
        (["a", "a", "name"], {"email": "a"}, r'There are 2 columns "a"'),
        (["Mail", "name"], {"email": "Mial"}, r'There is no column "Mial"\. Do you mean "Mail"\?'),
        (["Mail", "name"], {"emial": "Mail"}, r'There is no field "emial"\. Do you mean "email"\?'),
        (["Mail", "name"], {"status": "Mail"}, r'There is no field "status"'),
        (["Mail", "name"], {"email": "Mail", "first_name": "mail"}, r'The column "mail" is mapped twice'),
        (["email", "name", "Kurs"], {"question:Lvl": "Kurs"}, r'There is no custom question "Lvl"\. There are "Level"'),
    ],
)  # fmt: skip
def test_what_is_unclear_is_said_with_what_to_do(header: list[str], mapped: dict[str, str], says: str) -> None:
    with pytest.raises(ColumnsUnclear, match=says):
        plan_columns(header, mapped=mapped, questions=["Level"])


@pytest.mark.parametrize(
    ("kind", "fields"), [("meeting", {"language"}), ("webinar", {"language", "source_id"}), ("recording", set())]
)
def test_only_fields_that_the_kind_takes_are_taken(kind: str, fields: set[str]) -> None:
    columns = plan_columns(["email", "first_name", "language", "source_id"], kind=kind)
    assert columns.fields.keys() - {"email", "first_name"} == fields
