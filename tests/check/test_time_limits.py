"""The time limits of the procedure and the lesser rules of Bill C-12, as texts tell them; their days against the rulebook."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from check.test_law_in_other_words import PACT
from openasylum.check import Text, check_texts
from openasylum.check.statutes.forms import statements
from openasylum.law.provisions import provisions

AGREES, CHANGED = "agrees", "was_so_has_changed"
BOC = "Each refugee claimant fills out a Basis of Claim form. "
FDA = "Chaque demandeur d’asile remplit le formulaire Fondement de la demande d’asile. "
RAD = "A refused refugee claimant may turn to the Refugee Appeal Division. "
SAR = "Le demandeur d’asile débouté peut s’adresser à la Section d’appel des réfugiés. "


def at(text: str, language: str = "en", day: date | None = None) -> set[tuple[str, str]]:
    """The statements of law in a text of a day, each with its verdict."""
    report = check_texts([Text("t", text, language, day)], as_of=AS_OF)
    return {(str(one.measure), one.verdict) for one in report.findings if one.kind == "law"}


@pytest.mark.parametrize(
    ("text", "name", "verdict", "language"),
    [
        (
            "At the border they have 15 days to hand in the Basis of Claim form for refugee claims.",
            "basis_of_claim_in_fifteen_days",
            AGREES,
            "en",
        ),
        (
            BOC + "The claimant must file it within fifteen days.",
            "basis_of_claim_in_fifteen_days",
            AGREES,
            "en",
        ),
        (
            "Le demandeur d’asile dispose de 15 jours pour remettre son formulaire FDA.",
            "basis_of_claim_in_fifteen_days",
            AGREES,
            "fr",
        ),
        (
            BOC + "It is now due 45 days after referral: the BOC form goes to the Division.",
            "basis_of_claim_in_forty_five_days",
            AGREES,
            "en",
        ),
        (
            "La SPR accorde maintenant 45 jours pour le formulaire FDA des demandeurs d’asile.",
            "basis_of_claim_in_forty_five_days",
            AGREES,
            "fr",
        ),
        (
            "Inland, claimants submit the Basis of Claim form at the time of the eligibility interview.",
            "basis_of_claim_with_the_claim",
            AGREES,
            "en",
        ),
        (
            "Au bureau intérieur, le demandeur d’asile remet le formulaire FDA lors de l’entrevue.",
            "basis_of_claim_with_the_claim",
            AGREES,
            "fr",
        ),
        (
            "A refugee hearing in Canada is to be held no later than 60 days after referral.",
            "hearing_in_sixty_days",
            AGREES,
            "en",
        ),
        (
            "L’audience des demandeurs d’asile doit avoir lieu à la CISR dans les 60 jours.",
            "hearing_in_sixty_days",
            AGREES,
            "fr",
        ),
        (
            "Refugee claimants from a DCO get a hearing of the IRB within 45 days.",
            "hearing_in_forty_five_days",
            CHANGED,
            "en",
        ),
        (
            "L’audience à la SPR des demandeurs d’un pays d’origine désigné a lieu dans les 30 jours.",
            "hearing_in_thirty_days",
            CHANGED,
            "fr",
        ),
        (
            RAD + "Three copies of the notice of appeal are filed no later than 15 days after.",
            "appeal_in_fifteen_days",
            AGREES,
            "en",
        ),
        (
            RAD + "You have 15 days after receipt of the decision of the Board to do so.",
            "appeal_in_fifteen_days",
            AGREES,
            "en",
        ),
        (SAR + "L’avis d’appel est à déposer dans les quinze jours.", "appeal_in_fifteen_days", AGREES, "fr"),
        (
            RAD + "The appellant’s record follows within 30 days.",
            "appeal_perfected_in_thirty_days",
            AGREES,
            "en",
        ),
        (
            RAD + "The Division gives 45 days for perfecting an appeal.",
            "appeal_perfected_in_forty_five_days",
            AGREES,
            "en",
        ),
        (
            SAR + "Le dossier de l’appelant est dû au plus tard 45 jours après.",
            "appeal_perfected_in_forty_five_days",
            AGREES,
            "fr",
        ),
        (
            RAD + "The RAD must render a decision 90 days after the appeal is perfected.",
            "appeal_decided_in_ninety_days",
            AGREES,
            "en",
        ),
        (
            "The Refugee Appeal Division was written into the Act, but is never implemented.",
            "no_appeal_division_yet",
            CHANGED,
            "en",
        ),
        (
            "La Section d’appel des réfugiés n’a toujours pas été mise en place.",
            "no_appeal_division_yet",
            CHANGED,
            "fr",
        ),
        (
            "In Canada, a refused refugee claimant has 15 days to file an application for leave.",
            "leave_in_fifteen_days",
            AGREES,
            "en",
        ),
        (
            "Au Canada, le demandeur débouté a quinze jours pour demander un contrôle judiciaire.",
            "leave_in_fifteen_days",
            AGREES,
            "fr",
        ),
        (
            "You can apply for a PRRA only after 12 months have passed since the decision on your claim.",
            "no_risk_assessment_for_a_year",
            AGREES,
            "en",
        ),
        (
            "Il faut attendre douze mois après le refus de la demande d’asile avant un ERAR.",
            "no_risk_assessment_for_a_year",
            AGREES,
            "fr",
        ),
        (
            "Refused refugees cannot apply on humanitarian grounds for 12 months.",
            "no_humanitarian_request_for_a_year",
            AGREES,
            "en",
        ),
        (
            "Le demandeur d’asile débouté ne peut invoquer des motifs humanitaires pendant un an.",
            "no_humanitarian_request_for_a_year",
            AGREES,
            "fr",
        ),
        (
            "Someone whose refugee claim is refused cannot ask for a temporary resident permit for a year.",
            "no_temporary_permit_for_a_year",
            AGREES,
            "en",
        ),
        (
            "The removal order is in force seven days after the refugee claim is found ineligible.",
            "removal_order_in_force_after_seven_days",
            AGREES,
            "en",
        ),
        (
            "La demande est irrecevable si le demandeur d’asile a déjà obtenu l’asile : la demande d’asile ne sera pas lue.",
            "protected_here_before",
            AGREES,
            "fr",
        ),
        (
            "A claim cannot be made by someone who is already a protected person in Canada: the refugee claim is not read.",
            "protected_here_before",
            AGREES,
            "en",
        ),
    ],
)
def test_time_limits_as_texts_tell_them(text: str, name: str, verdict: str, language: str) -> None:
    assert (name, verdict) in at(text, language)


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        (
            "Bill C-12 would make a removal order effective the same day a claim for asylum is withdrawn.",
            "removal_order_in_force_on_withdrawal",
            "en",
        ),
        (
            "Selon le projet de loi C-12, la mesure de renvoi prendrait effet le jour même du retrait de la demande d’asile.",
            "removal_order_in_force_on_withdrawal",
            "fr",
        ),
        (
            "Under Bill C-12, asylum claims would be decided only while the claimant is physically present in Canada.",
            "decided_only_while_in_canada",
            "en",
        ),
        (
            "Avec C-12, la demande d’asile serait tranchée seulement si le demandeur est physiquement présent au pays.",
            "decided_only_while_in_canada",
            "fr",
        ),
        (
            "Under Bill C-12, claimants who voluntarily return home to persecution would have their asylum claim deemed abandoned.",
            "gone_home_is_abandoned",
            "en",
        ),
        (
            "Bill C-12 would have only complete claims for asylum referred to the Board.",
            "complete_claims_first",
            "en",
        ),
        (
            "Le projet de loi C-12 ferait déférer seulement les demandes complètes à la Commission.",
            "complete_claims_first",
            "fr",
        ),
    ],
)
def test_the_lesser_rules_of_the_bill_are_law_since(text: str, name: str, language: str) -> None:
    assert (name, CHANGED) in at(text, language)


@pytest.mark.parametrize(
    "text",
    [
        PACT + "The tax court wants the notice of appeal within 15 days.",
        "The Minister may reply to the appeal of a refugee claimant within 15 days.",
        "Refugee claimants argued that a hearing in 60 days was impossible, and asked for more.",
        "Critics call for a hearing of refugee claims within 60 days.",
        BOC + "About 15 days later the claimant was arrested at home.",
        "In the United States, the notice of an asylum appeal must be received within 15 days.",
        "The London tribunal refused the asylum claim; he had 15 days to apply for judicial review.",
        "An application for leave about a refugee is to be filed within 15 days in the Federal Court of Australia.",
        "Refugee claimants in Canada waited 45 days for a hearing at city hall, and 60 days for housing.",
        "It took 90 days for the RAD to make a decision on the refugee claim.",
        "In Germany, an asylum seeker has 15 days to appeal to the Federal Court.",
    ],
)
def test_other_limits_are_not_those_of_the_procedure(text: str) -> None:
    assert not [name for name, _ in at(text) if "_days" in name]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("After waiting a year, the refugee learned that her PRRA was refused.", "en"),
        ("The refugee’s humanitarian and compassionate application was denied one year later.", "en"),
        ("He withdrew his refugee claim the same day, and no removal order was issued.", "en"),
        ("Après un an d’attente, l’ERAR de la réfugiée a été refusé.", "fr"),
        ("Le jour même du retrait de sa demande d’asile, la mesure de renvoi a été levée.", "fr"),
        ("In the United States, an asylum seeker must file within one year of arrival.", "en"),
    ],
)
def test_what_happened_to_someone_is_no_rule(text: str, language: str) -> None:
    assert at(text, language) == set()


def test_a_rule_of_a_bill_in_an_older_text_is_told_of_the_bill_in_any_tense() -> None:
    listed = (
        "Bill C-97 includes proposed amendments to the Immigration and Refugee Protection Act that would:\n"
        "- Introduce ineligibility for a claimant who previously made a claim for refugee protection in another country."
    )
    assert at(listed) == {("claimed_elsewhere", CHANGED)}
    french = (
        "Le nouveau projet de loi durcit le droit d’asile. La demande est irrecevable si la personne a déjà "
        "demandé l’asile dans un autre pays."
    )
    assert at(french, "fr", date(2019, 4, 12)) == {("claimed_elsewhere", CHANGED)}
    assert at(french, "fr", date(2019, 7, 12)) == {("claimed_elsewhere", AGREES)}


def test_who_is_caught_by_the_bar_of_2019_has_a_risk_assessment() -> None:
    bar = "A claim is ineligible if the claimant has an earlier claim in another country. "
    assert ("prior_claim_has_risk_assessment", AGREES) in at(
        bar + "Such claimants have access only to a PRRA."
    )


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        (
            "You cannot appeal to the Refugee Appeal Division if:\n- the claim was withdrawn",
            "given_up_no_appeal",
            "en",
        ),
        (
            "A refugee claim with no credible basis has no right of appeal to the RAD.",
            "unfounded_no_appeal",
            "en",
        ),
        (
            "Vous ne pouvez pas faire appel à la SAR :\n- si la demande d’asile est manifestement infondée;",
            "unfounded_no_appeal",
            "fr",
        ),
        (
            "L’étranger désigné n’a aucun droit d’appel à la Section d’appel des réfugiés.",
            "designated_foreigner_no_appeal",
            "fr",
        ),
        (
            PACT
            + "Those under its exceptions, and the manifestly unfounded, have no right of appeal to the RAD.",
            "excepted_no_appeal",
            "en",
        ),
    ],
)
def test_who_has_no_appeal(text: str, name: str, language: str) -> None:
    assert (name, AGREES) in at(text, language)


@pytest.mark.parametrize(
    ("name", "citation", "parameter", "number"),
    [
        ("basis_of_claim_in_fifteen_days", "IRPR 159.8(2)", "days", 15),
        ("basis_of_claim_in_forty_five_days", "IRPR 159.8(2)", "practice_notice_days", 45),
        ("hearing_in_sixty_days", "IRPR 159.9", "days", 60),
        ("appeal_in_fifteen_days", "IRPR 159.91", "file_days", 15),
        ("appeal_perfected_in_thirty_days", "IRPR 159.91", "perfect_days", 30),
        ("appeal_perfected_in_forty_five_days", "IRPR 159.91", "practice_notice_days", 45),
        ("appeal_decided_in_ninety_days", "IRPR 159.92", "days", 90),
        ("leave_in_fifteen_days", "IRPA 72(2)(b)", "days", 15),
        ("no_risk_assessment_for_a_year", "IRPA 112(2)(b.1)", "months", 12),
        ("no_humanitarian_request_for_a_year", "IRPA 25(1.2)(c)", "months", 12),
        ("no_temporary_permit_for_a_year", "IRPA 24(4)", "months", 12),
        ("removal_order_in_force_after_seven_days", "IRPA 49(2)(b)", "days", 7),
        ("removal_order_in_force_on_withdrawal", "IRPA 49(2)(f)", "days", 0),
    ],
)
def test_the_limits_are_those_of_the_rulebook(name: str, citation: str, parameter: str, number: int) -> None:
    one = next(one for one in statements().statements if one.id == name)
    rule = provisions()[citation]
    assert citation in one.provisions and rule.parameters[parameter] == number
    since = rule.parameters["practice_notice_from"] if parameter == "practice_notice_days" else None
    assert str(one.so[0].first) == str(since or rule.in_force[0].first)
