"""What we ship of others' work: only what we use, nothing that is licensed to one website."""

from pathlib import Path

import pytest

from goldenthread.pages import vendoring

SHIPPED = vendoring.DESTINATION
BUILT = (SHIPPED / "govuk-frontend.min.css").read_text("utf-8")
SCRIPT = (SHIPPED / "govuk-frontend.min.js").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["GDS Transport", "@font-face", "crest", "crown", "GOV.UK", "url("]
)
def test_the_stylesheet_carries_no_licensed_typeface_crest_or_name(name: str) -> None:
    assert name not in BUILT


@pytest.mark.asvs("3.7.1")
@pytest.mark.parametrize("name", ["GDS Transport", "GOV.UK", "sourceMappingURL"])
def test_the_script_carries_no_name_of_another_website(name: str) -> None:
    assert name not in SCRIPT


@pytest.mark.asvs("14.2.3")
def test_no_font_or_picture_is_shipped() -> None:
    kinds = {path.suffix for path in SHIPPED.rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg", ".txt"}


def test_each_vendored_work_has_its_licence_beside_it() -> None:
    assert "MIT" in (SHIPPED / "licences" / "govuk-frontend.txt").read_text("utf-8")
    assert "Zero-Clause BSD" in (SHIPPED / "licences" / "htmx.txt").read_text("utf-8")


def test_a_rule_about_a_component_we_do_not_use_is_dropped() -> None:
    css = ".govuk-cookie-banner{color:red}.govuk-button{color:blue}"
    assert vendoring.trimmed(css) == ".govuk-button{color:blue}"


def test_of_a_shared_rule_only_our_selectors_are_kept() -> None:
    css = ".govuk-accordion a,.govuk-link:not(.a,.b){color:red}"
    assert vendoring.trimmed(css) == ".govuk-link:not(.a,.b){color:red}"


def test_an_emptied_media_query_is_dropped_with_its_rules() -> None:
    css = "@media print{.govuk-tabs{a:b}}@media print{.govuk-tag{a:b}}"
    assert vendoring.trimmed(css) == "@media print{.govuk-tag{a:b}}"


def test_the_typeface_becomes_ours_and_links_print_without_their_address() -> None:
    css = (
        ".govuk-body{font-family:GDS Transport,arial,sans-serif}"
        '@media print{[href^="/"].govuk-link:after{content:" (" attr(href) ")";font-size:90%}}'
    )
    assert vendoring.our_stylesheet(css) == (
        ".govuk-body{font-family:var(--gt-type,arial,sans-serif)}"
    )


def test_vendoring_writes_the_stylesheet_and_both_scripts(tmp_path: Path) -> None:
    built = tmp_path / "govuk" / "dist" / "govuk"
    built.mkdir(parents=True)
    (built / "govuk-frontend.min.css").write_text(".govuk-tag{a:b}.govuk-tabs{a:b}")
    (built / "govuk-frontend.min.js").write_text("throw 'GOV.UK Frontend'\n//# sourceMappingURL=x")
    (tmp_path / "htmx" / "dist").mkdir(parents=True)
    (tmp_path / "htmx" / "dist" / "htmx.min.js").write_text("htmx")
    out = tmp_path / "out"
    vendoring.vendor(tmp_path / "govuk", tmp_path / "htmx", out)
    assert (out / "govuk-frontend.min.css").read_text() == ".govuk-tag{a:b}"
    assert (out / "govuk-frontend.min.js").read_text() == "throw 'govuk-frontend'"
    assert (out / "htmx.min.js").read_text() == "htmx"
