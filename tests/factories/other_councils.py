"""Invented plans of councils that lay them out in ways of their own, as files."""

from __future__ import annotations

import io
from typing import Any

from tests.factories.plan_parts import C, Heading, PlanDocument, Text, table

PROGRESS = "The teams have met and the plan for the next term was agreed with the schools. "


def highlight_report() -> PlanDocument:
    """One form for each workstream: labels down the left, one value each."""
    forms = [
        table(
            ("Workstream", title),
            ("Senior Responsible Owner", owner),
            ("Workstream lead", lead),
            ("Overall status (RAG)", status),
            ("Reason for status", reason),
            ("Mitigating action", "Two officers from March"),
            ("Impact if not delivered", "Families wait longer"),
            ("Progress since last report", "The backlog is smaller"),
            ("Planned for next period", "Interviews"),
        )
        for title, owner, lead, status, reason in (
            ("1. Timeliness", "Director of SEND", "Amara Lindqvist", "Amber", "Vacancies"),
            ("2. Joint work", "Director of Health", "Teo Marsh", "Green", "On schedule"),
        )
    ]
    return PlanDocument("report", (Heading("Eastmere SEND highlight report"), *forms))


def with_registers() -> PlanDocument:
    """A plan between a table of who is consulted and a register of risks as wide as itself."""
    return PlanDocument(
        "registers",
        (
            Heading("Tilford Priority Action Plan"),
            table(
                ("Task", "Responsible", "Accountable", "Consulted", "Informed"),
                ("Returns", "Data", "Director", "Health", "Forum"),
            ),
            Heading("APA1 – Waiting times", 2),
            table(
                ("Ref.", "Key activity", "Delivery lead", "Finish", "BRAG"),
                ("APA1.1", "Map every list", "Commissioner", "Dec 23", "B"),
                ("APA1.2", "Make an offer by need", "DCO", "Mar 24", "G"),
            ),
            Heading("APA2 – Plans", 2),
            table(
                ("Ref.", "Key activity", "Delivery lead", "Finish", "BRAG"),
                ("APA2.1", "Write a new template", "SEND Manager", "Jan 24", "A"),
            ),
            table(
                ("Risk", "Likelihood", "Impact", "Mitigation", "Owner"),
                ("Staff leave", "3", "4", "Pay", "Director"),
            ),
        ),
    )


def with_letters_as_numbers() -> PlanDocument:
    """Workstreams and objectives as rows inside one table."""
    return PlanDocument(
        "letters",
        (
            Heading("Inclusion Plan"),
            table(
                ("Objective / action", "Owner(s)", "Deadline", "RAG"),
                (C("Workstream A: Early years", across=4), None, None, None),
                (C("Objective A1: See needs early", across=4), None, None, None),
                ("Start a joint review", "Early Years Manager", "Jul-24", "G"),
                (C("Objective A2: Help at home", across=4), None, None, None),
                ("Widen portage", "Portage Lead", "Dec-24", "R"),
                (C("Workstream B: School age", across=4), None, None, None),
                (C("Objective B1: Fewer suspensions", across=4), None, None, None),
                ("Train the schools", "EP service", "Mar-25", "G"),
            ),
        ),
    )


def with_key_in_the_sheet() -> bytes:
    """A workbook: the key stands over the header of its one sheet, ratings are fills alone."""
    import openpyxl
    from openpyxl.styles import PatternFill

    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Otterbourne Accelerated Progress Plan"])
    colours = {"Blue": "0070C0", "Green": "00B050", "Amber": "FFC000", "Red": "FF0000"}
    for label, meaning in zip(colours, ("Complete", "On track", "Slipping", "Late"), strict=True):
        sheet.append([label, meaning])
        sheet.cell(sheet.max_row, 1).fill = PatternFill("solid", fgColor=colours[label])
    sheet.append([])
    sheet.append(["Ref", "Priority", "Action", "Lead", "Target date", "RAG"])
    for reference, priority, words, label in (
        ("1.1", "Leadership", "Refresh the terms", "Blue"),
        ("1.2", "Leadership", "Publish the data", "Amber"),
        ("2.1", "Joint work", "Agree one budget", ""),
    ):
        sheet.append([reference, priority, words, "SEND Manager", "31/01/2023"])
        if label:
            fill = PatternFill("solid", fgColor=colours[label])
            sheet.cell(sheet.max_row, 6).fill = fill
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cut_by_the_page() -> bytes:
    """A PDF whose rows run over pages without a rule where a page cuts them."""
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("cell", fontSize=8, leading=10, spaceBefore=0)
    rows = [("Ref", "Action", "Lead", "Timescale", "RAG", "Progress")] + [
        (f"1.{n}", f"Do piece of work {n}", "SEND Manager", "July 2022", "Amber", PROGRESS * 14)
        for n in range(1, 8)
    ]
    body = [[Paragraph(text, small) for text in row] for row in rows]
    looks: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
        *(("BACKGROUND", (4, at), (4, at), colors.orange) for at in range(1, 8)),
    ]
    widths = [40, 150, 90, 70, 50, 330]
    made = io.BytesIO()
    page = SimpleDocTemplate(made, pagesize=pagesizes.landscape(pagesizes.A4))
    page.build(
        [
            Paragraph("Ferndale Written Statement of Action", styles["Title"]),
            Paragraph("Priority 1: Timeliness", styles["Heading2"]),
            Table(body, colWidths=widths, repeatRows=1, splitInRow=1, style=looks),
        ]
    )
    return made.getvalue()


def with_shared_weaknesses() -> PlanDocument:
    """Two numbered weaknesses in one merged cell, a key of initials, leads by initials."""
    return PlanDocument(
        "shared",
        (
            Heading("Local Area Improvement Plan"),
            Text("Key to initials: RA = Assistant Director (Ruth Ames); TB – Tomas Brandt, DCO"),
            table(
                ("Area of weakness", "Ref", "Action", "Lead", "By when"),
                (C("1. Timeliness\n2. Advice", down=2), "1.1", "Set a standard", "RA/TB", "May 22"),
                (None, "1.2", "Track every request", "", "June 22"),
                ("3. Voice", "3.1", "Write a page about me", "PCF", "July 22"),
            ),
        ),
    )
