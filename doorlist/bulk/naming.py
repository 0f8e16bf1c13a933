"""What columns are called: the contract's fields, what people call them in several languages, and custom questions."""

import re
import unicodedata

from doorlist.contract.shapes.registrants import PROFILE_FIELDS

IMPORTED = ("email", "first_name", "last_name", *PROFILE_FIELDS, "language", "source_id")
"""The fields that a registrant can be added with, but for custom answers."""
_NOT_OF = {"meeting": ("source_id",), "webinar": (), "recording": ("language", "source_id")}
EXPORTED_ALONE = ("id", "registrant_id", "status", "create_time", "join_url", "share_url", "participant_pin_code")
"""Fields that a server gives: they are written to exported files and ignored in imported ones."""
REFUSED = ("line", "reason")
"""The columns that the file of refused rows has more: they are ignored when it is imported."""
OTHER_ANSWERS = "other_answers"
"""The column of an exported table with answers to questions that have no column."""
FULL_NAME = "full_name"
"""Stands for both names in one cell."""

_QUESTION = "question:"

_SPOKEN = {
    "email": (
        "e-mail,mail,email address,e-mail address,mail address,email id,your email,work email,contact email,primary email,"
        "registrant email,user email,e-mail-adresse,emailadresse,mailadresse,mail-adresse,adresse e-mail,adresse email,"
        "adresse mail,adresse électronique,courriel,adresse courriel,correo,correo electrónico,correo e,e-mail corporativo,"
        "dirección de correo,dirección de correo electrónico,dirección de email,endereço de e-mail,endereço de email,"
        "correio eletrónico,correio eletrônico,indirizzo email,indirizzo e-mail,indirizzo di posta elettronica,posta elettronica,"
        "e-mailadres,mailadres,e-postadress,e-post,epost,adres e-mail,adres email,електронна пошта,электронная почта,почта,"
        "メール,メールアドレス,电子邮件,电子邮箱,邮箱,電子郵件,이메일"
    ),
    "first_name": (
        "first,given name,given names,forename,firstname,fname,name first,christian name,vorname,rufname,prénom,prénoms,nombre,"
        "nombres,nombre de pila,primer nombre,nome próprio,primeiro nome,nome,voornaam,förnamn,fornavn,etunimi,imię,jméno,"
        "имя,名,名字"
    ),
    "last_name": (
        "last,family name,surname,second name,lastname,lname,name last,nachname,familienname,zuname,nom,nom de famille,apellido,"
        "apellidos,primer apellido,sobrenome,apelido,último nome,cognome,achternaam,efternamn,etternavn,efternavn,sukunimi,"
        "nazwisko,příjmení,фамилия,姓"
    ),
    FULL_NAME: (
        "full name,name,fullname,your name,complete name,display name,participant,participant name,attendee,attendee name,"
        "registrant,registrant name,contact name,name und vorname,vollständiger name,vor- und nachname,vorname nachname,"
        "vorname und nachname,teilnehmer,teilnehmername,nom complet,nom et prénom,prénom et nom,participant·e,nombre completo,"
        "nombre y apellido,nombre y apellidos,nome completo,nome e cognome,nome e sobrenome,volledige naam,naam,imię i nazwisko,"
        "фио,氏名,姓名,이름"
    ),
    "address": (
        "street,street address,address 1,address line 1,postal address,adresse,straße,strasse,anschrift,postanschrift,rue,"
        "adresse postale,dirección,dirección postal,calle,domicilio,endereço,morada,rua,indirizzo,adres,住所,地址"
    ),
    "city": (
        "town,stadt,ort,wohnort,ville,commune,ciudad,localidad,cidade,localidade,città,comune,plaats,stad,miasto,город,市,城市"
    ),
    "state": (
        "province,region,state province,state or province,bundesland,land kanton,kanton,région,département,estado,provincia,"
        "comunidad autónoma,distrito,regione,provincie,województwo,область,都道府県,省"
    ),
    "zip": (
        "zip code,zipcode,postal code,postcode,post code,zip postal code,plz,postleitzahl,code postal,cp,código postal,cep,cap,"
        "kod pocztowy,индекс,郵便番号,邮编"
    ),
    "country": "country region,nation,land,staat,pays,país,pais,paese,nazione,kraj,страна,国,国家",
    "phone": (
        "phone number,telephone,telephone number,tel,mobile,mobile phone,mobile number,cell,cell phone,cellphone,contact number,"
        "telefon,telefonnummer,handy,handynummer,mobil,mobilnummer,rufnummer,téléphone,numéro de téléphone,portable,teléfono,"
        "número de teléfono,móvil,celular,telefone,número de telefone,telemóvel,telefono,cellulare,telefoon,telefoonnummer,"
        "телефон,電話,電話番号,电话,手机"
    ),
    "comments": (
        "comment,questions comments,questions and comments,remarks,remark,notes,note,kommentar,kommentare,bemerkung,bemerkungen,"
        "anmerkung,anmerkungen,notiz,commentaire,commentaires,remarque,remarques,comentario,comentarios,observaciones,comentário,"
        "comentários,observações,commenti,opmerkingen,uwagi"
    ),
    "industry": "sector,branche,industrie,secteur,secteur d'activité,sector,industria,setor,indústria,settore,branża",
    "org": (
        "organization,organisation,organization name,organisation name,company,company name,employer,institution,firm,university,"
        "school,firma,unternehmen,einrichtung,hochschule,arbeitgeber,entreprise,société,établissement,empresa,organización,compañía,"
        "institución,organização,instituição,azienda,organizzazione,società,bedrijf,organisatie,firma organizacja,organizacja,"
        "компания,организация,会社名,公司"
    ),
    "job_title": (
        "title,job,position,role,jobtitle,occupation,profession,berufsbezeichnung,position funktion,funktion,beruf,stelle,"
        "fonction,poste,intitulé du poste,cargo,puesto,puesto de trabajo,profesión,função,profissão,qualifica,ruolo,functie,"
        "stanowisko,должность,役職,职位"
    ),
    "no_of_employees": (
        "number of employees,employees,no of employees,company size,organization size,organisation size,headcount,"
        "anzahl der mitarbeiter,mitarbeiterzahl,anzahl mitarbeiter,nombre d'employés,effectif,número de empleados,"
        "número de funcionários,numero di dipendenti"
    ),
    "purchasing_time_frame": "purchasing timeframe,purchase time frame,purchase timeframe,time frame,timeframe,kaufzeitraum",
    "role_in_purchase_process": "role in purchase,purchase role,role in the purchase process,rolle im kaufprozess",
    "language": "preferred language,sprache,langue,idioma,língua,lingua,taal,język,язык",
    "source_id": "tracking source id,tracking source",
    "id": "registrant id",
    "status": "registration status,approval status",
    "create_time": "registration time,registered at,registered on",
    "join_url": "join link",
}

_NOISE = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """A column's name as it is compared: without case, accents, signs and what stands in brackets or after a star."""
    bare = (
        re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name) if re.search(r"[^\s(\[]", name.split("(")[0].split("[")[0]) else name
    )
    letters = unicodedata.normalize("NFKD", bare.replace("ß", "ss").casefold())
    return " ".join(_NOISE.sub(" ", "".join(each for each in letters if not unicodedata.combining(each))).split())


def imported(kind: str) -> tuple[str, ...]:
    """The fields that a registrant of a meeting, webinar or recording can be added with."""
    return tuple(name for name in IMPORTED if name not in _NOT_OF[kind])


FIELD_OF = {plain(name): name for name in (*IMPORTED, *EXPORTED_ALONE)}
"""The fields by their own names, as they are compared."""
SPOKEN_FIELD_OF = {
    plain(word): field for field, words in reversed(list(_SPOKEN.items())) for word in words.split(",") if plain(word)
}
"""The fields by what people call them, as it is compared."""
RESERVED = FIELD_OF.keys() | SPOKEN_FIELD_OF.keys() | {plain(name) for name in (*REFUSED, FULL_NAME, OTHER_ANSWERS)}


def question_header(title: str, *, always: bool = False) -> str:
    """What the column of a custom question is called: its title, marked where a field might be meant by that."""
    if (
        always
        or not title.strip()
        or title != title.strip()
        or plain(title) in RESERVED
        or question_of(title) is not None
    ):
        return _QUESTION + title
    return title


def question_of(header: str) -> str | None:
    """The title that a marked column names; None if it is not marked."""
    if header[: len(_QUESTION)].lower() != _QUESTION:
        return None
    return header[len(_QUESTION) :]


def header_name(cell: str) -> str:
    """A column's name as it stands in a header, without surrounding blanks, which a question's title may have."""
    name = cell.strip()
    return cell.lstrip() if question_of(name) is not None else name
