"""Invented extracts of the national list of settings, with the columns of the real one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

_CODED = [
    "TypeOfEstablishment",
    "EstablishmentTypeGroup",
    "EstablishmentStatus",
    "ReasonEstablishmentOpened",
    "ReasonEstablishmentClosed",
    "PhaseOfEducation",
    "Boarders",
    "OfficialSixthForm",
    "Gender",
    "ReligiousCharacter",
    "Diocese",
    "AdmissionsPolicy",
    "SpecialClasses",
    "TrustSchoolFlag",
    "Trusts",
    "Federations",
    "GOR",
    "DistrictAdministrative",
    "AdministrativeWard",
    "ParliamentaryConstituency",
    "UrbanRural",
    "PreviousLA",
    "QABName",
    "MSOA",
    "LSOA",
]
_NAMED = [
    "NurseryProvision",
    "ReligiousEthos",
    "SchoolSponsorFlag",
    "SchoolSponsors",
    "FederationFlag",
    "County",
    "BSOInspectorateName",
    "TeenMoth",
    "CCF",
    "SENPRU",
    "EBD",
    "FTProv",
    "EdByOther",
    "Section41Approved",
    "FurtherEducationType",
    "TypeOfResourcedProvision",
    "GSSLACode",
    "InspectorateName",
    "BoardingEstablishment",
    "Country",
    "EstablishmentAccredited",
]
_PLAIN = [
    "EstablishmentNumber",
    "OpenDate",
    "CloseDate",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "SchoolCapacity",
    "CensusDate",
    "NumberOfPupils",
    "NumberOfBoys",
    "NumberOfGirls",
    "PercentageFSM",
    "UKPRN",
    "FEHEIdentifier",
    "LastChangedDate",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "Postcode",
    "SchoolWebsite",
    "TelephoneNum",
    "HeadTitle",
    "HeadFirstName",
    "HeadLastName",
    "HeadPreferredJobTitle",
    "InspectorateReport",
    "DateOfLastInspectionVisit",
    "NextInspectionVisit",
    "TeenMothPlaces",
    "PlacesPRU",
    "ResourcedProvisionOnRoll",
    "ResourcedProvisionCapacity",
    "SenUnitOnRoll",
    "SenUnitCapacity",
    "Easting",
    "Northing",
    "SENStat",
    "SENNoStat",
    "PropsName",
    "PreviousEstablishmentNumber",
    "UPRN",
    "SiteName",
    "QABReport",
    "CHNumber",
    "FSM",
    "AccreditationExpiryDate",
]
COLUMNS = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentName",
    *(f"{name} ({part})" for name in _CODED for part in ("code", "name")),
    *(f"{name} (name)" for name in _NAMED),
    *(f"SEN{number} (name)" for number in range(1, 14)),
    *_PLAIN,
)

USUAL: Mapping[str, str] = {
    "LA (code)": "901",
    "LA (name)": "Eastmere",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (name)": "Primary",
    "OpenDate": "01-09-1996",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "Boarders (name)": "No boarders",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "Section41Approved (name)": "Not applicable",
    "TypeOfResourcedProvision (name)": "Not applicable",
    "SEN1 (name)": "Not Applicable",
    "Street": "1 Mill Lane",
    "Town": "Eastmere",
    "Postcode": "ZE1 1AA",
    "SchoolCapacity": "210",
    "NumberOfPupils": "198",
    "UKPRN": "10099001",
}
SPECIAL: Mapping[str, str] = {
    "TypeOfEstablishment (name)": "Community special school",
    "EstablishmentTypeGroup (name)": "Special schools",
    "PhaseOfEducation (name)": "Not applicable",
    "SEN1 (name)": "ASD - Autistic Spectrum Disorder",
    "SEN2 (name)": "SpLD - Specific Learning Difficulty",
}


def setting(urn: int | str, name: str, **columns: str) -> dict[str, str]:
    """A row; further columns by their own names (`**{"OpenDate": "01-09-2019"}`)."""
    return {**USUAL, "URN": str(urn), "EstablishmentName": name, **columns}


def as_csv(
    rows: Iterable[Mapping[str, str]],
    *,
    columns: Iterable[str] = COLUMNS,
    encoding: str = "cp1252",
) -> bytes:
    """The file that Get Information about Schools would give."""
    columns = list(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue().encode(encoding)


def many(count: int) -> Iterable[dict[str, str]]:
    """A list of any length, spread over 150 authorities; one in twelve is special, one in four
    closed."""
    for number in range(count):
        row = setting(200_000 + number, f"Invented School {number}")
        if number % 12 == 0:
            row |= SPECIAL
        if number % 4 == 0:
            row |= {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2015"}
        authority = 100 + number % 150
        row |= {"LA (code)": str(authority), "LA (name)": f"Authority {authority}"}
        yield row


def links(rows: Iterable[tuple[int, int, str, str]]) -> bytes:
    """GIAS's second file: (URN, URN it is linked to, kind of link, since)."""
    columns = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
    told = [
        dict(zip(columns, (str(one), str(to), "", kind, since), strict=True))
        for one, to, kind, since in rows
    ]
    return as_csv(told, columns=columns)
