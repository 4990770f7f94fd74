"""Figures that articles cite of the world around the Agreement: refugees chosen abroad, hotels, Mexico, encounters."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts

RIGHT = frozenset({"agrees", "agrees_rounded"})


def verdicts(text: str) -> dict[str, str]:
    """The verdict on each figure of a text."""
    return {one.quoted: one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The ceiling on refugee admissions to the United States is 7,500 for fiscal year 2026.", 1),
        ("Biden put the refugee ceiling at 125,000 for fiscal year 2022.", 1),
        ("Under Trump the cap on refugees went down to 45,000 in fiscal 2018, 30,000 in 2019 and 18,000 in 2020.", 3),
        ("In May 2021 Biden moved the cap on refugees from 15,000 to 62,500.", 2),
        ("Pour l’exercice 2026, le plafond de réfugiés des États-Unis est de 7 500, contre 125 000 sous Biden.", 2),
        ("Les États-Unis ont admis 100 034 réfugiés pendant l’exercice 2024.", 1),
        ("Canada resettled over 51,000 refugees in 2023 and more than 49,000 in 2024.", 2),
        ("Canada’s target for resettled refugees in 2025 went from 43,750 to 38,350.", 2),
        ("Le Canada prévoit accueillir 23 000 réfugiés parrainés et 15 250 réfugiés pris en charge par le gouvernement en 2025.", 2),
        ("Ottawa means to grant permanent residence to 115,000 protected persons over two years.", 1),
        ("At the end of 2023 more than 117 million people were forcibly displaced.", 1),
        ("Between ports, irregular claims came down to 9 per day after the Protocol.", 1),
        ("In 2023 some 60 per cent of the asylum claims of Mexicans were rejected, withdrawn or abandoned.", 1),
        ("The Board took in 25,236 claims from Mexico in 2023; 2,894 were accepted and 2,424 rejected.", 3),
        ("In February 2024 the Department housed about 7,800 asylum claimants in hotels, 5,100 of them in Ontario.", 2),
        ("Le Ministère a transféré 10 580 demandeurs d’asile du Québec vers d’autres provinces.", 1),
        ("Budget 2023 set aside $530 million for hotels for asylum claimants.", 1),
        ("The Interim Federal Health Program covered 518,136 people in 2023-24.", 1),
        ("U.S. agents counted 198,929 encounters at the northern border in fiscal 2024, against 27,180 in fiscal 2021.", 2),
        ("The Swanton Sector went from 365 apprehensions in fiscal 2021 to 6,925 in fiscal 2023.", 2),
        ("Toronto’s shelters took in 2,800 asylum seekers a night in May 2023, up from 530 in September 2021.", 2),
        ("Le PRAIDA offre 1150 places aux demandeurs d’asile.", 1),
        ("Between January and April 2025 asylum claims were down 36 per cent from a year before.", 1),
        ("Canada resettled 28,100 refugees in 2018, ahead of the United States with 22,900; the world resettled 92,400.", 3),
        ("In the first six days of April 2025, 557 claims were made at Lacolle; in January 2026 there were 797.", 2),
        ("Some 350,000 Haitians hold Temporary Protected Status in the United States.", 1),
        ("Claims at the land border fell from 8,896 in 2004 to 4,033 in 2005, or by 55 per cent, under the Agreement.", 3),
        ("En 2017, seulement 10 % des demandes des Haïtiens entrés irrégulièrement ont été acceptées.", 1),
        ("Southbound apprehensions rose from 499 in the third quarter of 2022 to 2,987 in the third quarter of 2023.", 2),
        ("Le 1er octobre 2024, le Québec comptait 614 677 résidents non permanents, dont 174 137 demandeurs d’asile.", 2),
        ("By their last known address, Quebec had 35 per cent of Canada’s asylum claimants in 2023.", 1),
        ("Les réfugiés pris en charge par le gouvernement passeront de 15 250 en 2025 à 13 250 en 2026.", 2),
        ("A maximum of 45,000 refugees may enter the United States in fiscal year 2018.", 1),
        ("Apprehensions in the Swanton Sector went from 1,109 in March 2024 to 54 in March 2025, down 95 per cent.", 3),
        ("Toronto’s shelters took in 3,900 refugee claimants in November 2023 and nearly 6,500 in August 2024.", 2),
        ("In all 196,714 claims were pending at the Board on April 30, 2024, among them 30,159 from Mexico.", 2),
        ("In the course of 2023 more than 17,000 asylum seekers were housed in federal hotels.", 1),
        ("U.S. agents stopped 43,764 Indian nationals at the northern border in fiscal 2024, and 30,010 in fiscal 2023.", 2),
        ("Un total de 158 700 réfugiés ont été réinstallés dans le monde en 2023.", 1),
    ],
)  # fmt: skip
def test_a_figure_that_articles_cite_is_found(text: str, figures: int) -> None:
    found = verdicts(text)
    assert len(found) == figures and set(found.values()) <= RIGHT, found


@pytest.mark.parametrize(
    "text",
    [
        "The refugee ceiling of the United States was 45,000 in fiscal 2019.",  # that of 2018
        "The refugee ceiling of the United States is 12,000 for fiscal 2026.",
        "The United States admitted 30,000 refugees in 2017.",  # in 2019
        "Germany resettled 51,000 refugees in 2023.",
        "Canada resettled 51,000 refugees in 2019.",
        "The city capped refugees at 7,500 beds.",
        "About 60 per cent of the asylum claims from Haiti were rejected or withdrawn in 2023.",
        "The Department housed about 4,500 claimants in hotels in June 2023.",
        "Asylum claims in Quebec fell by 34 per cent between January and April 2025.",  # irregular ones, in Canada
        "Asylum claims fell 32% in January and February 2025 compared with a year earlier.",  # January to August
    ],
)
def test_the_number_of_another_time_place_or_thing_is_not_taken_for_it(text: str) -> None:
    assert not RIGHT & set(verdicts(text).values()), verdicts(text)
