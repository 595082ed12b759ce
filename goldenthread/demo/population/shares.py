"""The shape of the population: counts and shares of England.

Source: Department for Education, “Education, health and care plans”, reporting year 2025 (Explore
Education Statistics): caseload, needs, new plans, requests, assessments, timeliness, annual
reviews, ceased plans, personal budgets and residential settings, national rows. Where the
statistics say nothing (circumstances, visits, places out of the area) the shares are assumed, and
stand under ASSUMED.
"""

from __future__ import annotations

# Plans by age on 31 August and kind of placement: mainstream, special, alternative provision,
# further education, elsewhere, early years without a URN, not known.
PLACES = ("mainstream", "special", "ap", "fe", "elsewhere", "early_years", "unknown")
PLANS_BY_AGE: dict[int, tuple[int, ...]] = {
    2: (88, 52, 4, 0, 86, 289, 14),
    3: (1204, 298, 19, 4, 224, 2464, 89),
    4: (15736, 4568, 8, 6, 397, 1331, 471),
    5: (21939, 7497, 43, 5, 525, 210, 628),
    6: (21835, 8561, 101, 7, 588, 71, 704),
    7: (22327, 10217, 162, 9, 631, 22, 714),
    8: (23381, 11233, 196, 13, 760, 22, 807),
    9: (24614, 11776, 240, 12, 891, 35, 813),
    10: (26893, 12290, 282, 19, 1033, 25, 863),
    11: (23933, 19650, 250, 22, 1544, 10, 1366),
    12: (23398, 20523, 375, 29, 1789, 6, 1052),
    13: (22276, 21153, 563, 46, 2187, 4, 1130),
    14: (21300, 20940, 932, 111, 2668, 8, 1166),
    15: (20062, 19198, 1165, 180, 3144, 7, 1130),
    16: (4680, 10339, 261, 18740, 5446, 5, 2534),
    17: (2883, 8229, 131, 17696, 6186, 3, 1356),
    18: (1035, 5428, 71, 14595, 6023, 4, 1442),
    19: (338, 1045, 27, 12956, 5237, 4, 1208),
    20: (156, 398, 13, 9418, 3773, 4, 733),
    21: (80, 232, 9, 6402, 2613, 0, 469),
    22: (52, 138, 1, 3950, 1818, 0, 299),
    23: (18, 62, 5, 2434, 1316, 0, 195),
    24: (6, 47, 0, 1306, 748, 0, 114),
    25: (2, 6, 0, 198, 123, 0, 42),
}
MAINSTREAM = {"school": 245540, "resourced": 15529, "unit": 8995, "independent": 7174}
SPECIAL = {"maintained": 85920, "academy": 73932, "independent": 29647, "non_maintained": 4381}
FURTHER = {"college": 70998, "specialist": 9675, "provider": 7485}
# Of those elsewhere, below and from 16: SEN2's codes.
ELSEWHERE_CHILD = {"OLA": 8600, "EHE": 6100, "OPA": 850, "OTH": 1300}
ELSEWHERE_YOUNG = {
    "NEET": 18056, "NIEC": 1806, "NIEO": 5452, "OLA": 2924, "EHE": 1055, "OPA": 162, "OTH": 3445,
}  # fmt: skip
RESIDENTIAL_A, RESIDENTIAL_B = 1396 / 638745, 825 / 638745

# Years for which a plan has been in place, by the plans of each: 1 is the first year.
YEARS_IN_PLACE = {
    1: 114091, 2: 92975, 3: 72118, 4: 60306, 5: 56012, 6: 46309, 7: 56535, 8: 53450, 9: 39868,
    10: 23114, 11: 6043, 12: 17924,
}  # fmt: skip

SEX = {"M": 451239, "F": 187502}
# By the census's main codes.
ETHNICITY = {
    "WBRI": 414338, "WOTH": 27449, "WROM": 2349, "WIRI": 1577, "WIRT": 946, "MWBC": 12420,
    "MWAS": 7352, "MWBA": 5563, "MOTH": 15397, "AIND": 10812, "APKN": 21416, "ABAN": 8868,
    "AOTH": 10216, "CHNE": 1783, "BAFR": 23881, "BCRB": 7835, "BOTH": 6709, "OOTH": 10683,
    "NOBT": 49151,
}  # fmt: skip
# Kinds of first need, per cent, by the youngest age of each band; the rest is not known.
NEEDS_BY_AGE: tuple[tuple[int, dict[str, float]], ...] = (
    (0, {"ASD": 21.2, "SLCN": 46.8, "SEMH": 1.1, "MLD": 4.7, "SPLD": 1.1, "PD": 8.0, "SLD": 5.5,
         "PMLD": 4.0, "HI": 3.0, "VI": 1.8, "MSI": 0.6, "OTH": 2.0}),
    (4, {"ASD": 31.8, "SLCN": 45.2, "SEMH": 5.8, "MLD": 4.1, "SPLD": 0.6, "PD": 4.5, "SLD": 3.4,
         "PMLD": 1.6, "HI": 1.3, "VI": 0.8, "MSI": 0.2, "OTH": 0.5}),
    (7, {"ASD": 32.8, "SLCN": 27.5, "SEMH": 16.8, "MLD": 8.5, "SPLD": 1.9, "PD": 3.9, "SLD": 4.1,
         "PMLD": 1.5, "HI": 1.2, "VI": 0.8, "MSI": 0.3, "OTH": 0.9}),
    (11, {"ASD": 31.5, "SLCN": 15.0, "SEMH": 25.7, "MLD": 12.2, "SPLD": 3.0, "PD": 3.6, "SLD": 3.9,
          "PMLD": 1.2, "HI": 1.4, "VI": 0.8, "MSI": 0.3, "OTH": 1.3}),
    (16, {"ASD": 30.4, "SLCN": 11.5, "SEMH": 28.3, "MLD": 12.3, "SPLD": 2.5, "PD": 3.9, "SLD": 4.0,
          "PMLD": 1.2, "HI": 1.7, "VI": 0.9, "MSI": 0.2, "OTH": 1.6}),
    (19, {"ASD": 30.3, "SLCN": 12.4, "SEMH": 19.8, "MLD": 16.0, "SPLD": 2.4, "PD": 5.1, "SLD": 5.6,
          "PMLD": 1.6, "HI": 2.0, "VI": 1.1, "MSI": 0.3, "OTH": 2.1}),
)  # fmt: skip

# Of 100 requests: what was decided. Of decided ones: within six weeks.
REQUESTS = {"agreed": 65.4, "refused": 25.2, "outstanding": 7.8, "withdrawn": 1.6}
DECIDED_IN_6_WEEKS = 0.848
ASSESSMENTS_NOT_ISSUED = 0.061
NOT_ISSUED_IN_16_WEEKS = 0.341
# Of plans issued: within 20 weeks, up to a year, later; and those with an exception.
TIMELINESS = {"20_weeks": 41448, "a_year": 42402, "longer": 6478}
EXCEPTIONS = 1 - 84866 / 90392
MEDIATION_OF_REFUSALS, APPEALS_OF_REFUSALS = 0.20, 0.09
MEDIATION_OF_NOT_ISSUED, APPEALS_OF_NOT_ISSUED = 0.25, 0.18
MEDIATION_OF_PLANS, APPEALS_OF_PLANS = 0.012, 0.02

# Of plans that were to be reviewed in the year: held in it, held before, never.
REVIEWS = {"held": 327577, "overdue": 126184, "never": 70893}
# Of those with a meeting: decision outstanding; of decisions: within 4 weeks, and which.
DECISION_OUTSTANDING = 89238 / 453761
DECIDED_IN_4_WEEKS = 0.444
OUTCOMES = {"amend": 219538, "keep": 135264, "cease": 4087}

# Plans ceased in a year, of those in place; and why.
CEASED_A_YEAR = 44862 / 638745
CEASED = {
    "disengaged": 16091, "transferred": 13953, "employment": 4053, "needs-met": 3955,
    "higher-education": 2579, "age": 1990, "left-england": 928, "died": 475, "other": 837,
}  # fmt: skip
PERSONAL_BUDGETS = 19596 / 638745
BUDGETS = {"organised": 3889, "direct": 14307, "both": 1400}
GROWTH = 0.9  # how many plans there were a year earlier, of those of a year

ASSUMED = {
    "out_of_area": {"special_independent": 0.55, "special": 0.04, "mainstream": 0.03, "fe": 0.06},
    "named_unlike_attended": 0.004,
    "awaiting-provision": 0.015,
    "missing-education": 0.007,
    "off-roll": 0.004,
    "part-time": 0.022,
    "whereabouts-unknown": 0.0012,
    "looked_after": 0.045,
    "looked_after_by_others": 0.008,
    "transferred_in": 0.05,
    "social_care": 0.16,
    "phase_in_time": 0.86,
}
