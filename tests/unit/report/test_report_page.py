"""The report: one page that holds everything, the same bytes for the same results."""

from __future__ import annotations

import dataclasses
import gzip
import os
import re
import shutil
import subprocess
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.command_line import TWO_STATIONS

import twin
from twin.analysis.analysed_results import AnalysedResults
from twin.analysis.measures import line_measures
from twin.analysis.results import Results, results_of
from twin.line.library import lines_folder
from twin.records.tables import empty
from twin.report.answer import headline
from twin.report.pages.comparison import comparison_page, write_page, write_results
from twin.report.sections import all_sections
from twin.storage.folder import FolderRefused
from twin.storage.saved import line_files, load_saved
from twin.study.api import Comparison

SECTIONS = (
    "answer", "differences", "limits", "time", "material", "quality", "course", "energy", "cells",
    "spread", "tolerance", "capability", "control", "web", "lines", "inputs",
    "assumptions", "statistics", "checklist", "reproduce",
)  # fmt: skip
COUNT_FIGURES = """<script>addEventListener("load", () => {
  const tall = (svg) => svg.getBoundingClientRect().height > 20;
  const drawn = (f) => tall(f.querySelector("svg")) && f.querySelector("svg text");
  document.body.dataset.seen = [...document.querySelectorAll("figure")].filter(drawn).length;
  document.body.dataset.wide = document.documentElement.scrollWidth;
});</script>"""
"""Writes what the browser makes of the figures where --dump-dom shows it."""

BROWSER_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-logging=stderr", "--dump-dom",
)  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Elements(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def shipped() -> Comparison:
    lines = [twin.load_line(lines_folder() / f"{kind}_sulfide_cathode.toml") for kind in ("dry", "wet")]
    return twin.compare(lines, horizon="6 d", warmup="2 d", replications=2, workers=1)


@pytest.fixture(scope="module")
def folder(shipped: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "dry_vs_wet"
    twin.write_report(shipped, folder)
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def render(results: Results) -> str:
    """Return the page of results."""
    return comparison_page(AnalysedResults(results, line_files(results)))


def delay_line(name: str, second: str = "12 min") -> dict[str, object]:
    return tomllib.loads(TWO_STATIONS.format(name=name, second=second, source=""))


def test_every_section_is_there_in_order(page: str) -> None:
    found = re.findall(r'<section id="([a-z]+)"', page)
    assert [key for key in found if key in SECTIONS] == list(SECTIONS)


def test_a_section_is_one_file_named_after_its_key_and_has_a_place_of_its_own() -> None:
    sections = all_sections()
    assert [section.key for section in sections if section.key != "ranges"] == list(SECTIONS[1:])
    assert len({section.order for section in sections}) == len(sections)
    assert {section.build.__module__.rsplit(".", 1)[1] for section in sections} == {s.key for s in sections}


def test_the_page_loads_nothing_from_elsewhere(page: str) -> None:
    for tag, attributes in Elements(page).found:
        for name in ("src", "href", "xlink:href"):
            value = attributes.get(name) or ""
            assert value.startswith(("#", "data:")) or not value, f"{tag} {name}={value}"
    assert not re.search(r"url\((?!#)", page)
    assert "@import" not in page


def test_no_identifier_stands_twice(page: str) -> None:
    found = [attributes["id"] for _, attributes in Elements(page).found if "id" in attributes]
    assert len(found) == len(set(found))


def test_every_figure_says_what_it_shows(page: str) -> None:
    figures = [attributes for tag, attributes in Elements(page).found if tag == "figure"]
    assert len(figures) >= 20
    assert all(attributes.get("aria-label") for attributes in figures)
    assert len(re.findall("<figure ", page)) == len(re.findall("<svg ", page))


def test_the_page_holds_no_date_and_does_not_depend_on_the_run_time(page: str, shipped: Comparison) -> None:
    results = results_of(shipped)
    slower = dataclasses.replace(results, wall_s=results.wall_s + 1234.5)
    assert not re.search(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", page)
    assert render(slower) == page


def test_writing_again_gives_the_same_bytes(shipped: Comparison, folder: Path, tmp_path: Path) -> None:
    twin.write_report(shipped, tmp_path / "again")
    for file in (path for path in folder.rglob("*") if path.is_file()):
        assert (tmp_path / "again" / file.relative_to(folder)).read_bytes() == file.read_bytes(), file.name


def test_the_page_can_be_rebuilt_from_what_lies_beside_it(folder: Path, page: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "index.html").unlink()
    write_page(*load_saved(copy))
    assert (copy / "index.html").read_text(encoding="utf-8") == page


def test_the_resolved_lines_read_back_to_the_same_lines(shipped: Comparison, folder: Path) -> None:
    for study in shipped.studies:
        assert twin.load_line(folder / f"{study.line.name}.toml") == study.line


def test_the_tables_hold_every_event(shipped: Comparison, folder: Path) -> None:
    packed = folder / "tables" / "dry-sulfide-cathode" / "events.csv.gz"
    rows = gzip.decompress(packed.read_bytes()).decode().splitlines()
    assert len(rows) == len(shipped.studies[0].events) + 1


def test_the_answer_names_both_lines_and_gives_intervals(page: str) -> None:
    answer = page.split('id="answer"')[1].split("</section>")[0]
    for said in ("dry-sulfide-cathode", "wet-sulfide-cathode", "Why:", "\u00a0±\u00a0"):
        assert said in answer


def test_the_energy_of_the_dry_room_stands_beside_that_of_the_stations(
    page: str, shipped: Comparison
) -> None:
    differences = page.split('id="differences"')[1].split("</section>")[0]
    assert differences.index(">energy<") < differences.index(">energy of the dry room<")
    alone = results_of(shipped.studies[0], "")
    (said,) = headline(alone, line_measures(alone))
    assert re.search(r"for \S+ ± \S+ kWh/m² at its stations, \S+ ± \S+ kWh/m² for its dry room", said)


def test_inputs_count_what_is_sourced_and_assumed(page: str, shipped: Comparison) -> None:
    inputs = page.split('id="inputs"')[1].split("</section>")[0]
    line = shipped.studies[0].line
    assumed = sum(value.source == "assumption" for value in line.values)
    bare = sum(not value.source for value in line.values)
    calibrated = sum(value.source.startswith("calibrated:") for value in line.values)
    chosen = sum(value.source.startswith("chosen") for value in line.values)
    first = re.findall(r"<td[^>]*>([^<]*)</td>", inputs)[:7]
    sourced = len(line.values) - chosen - calibrated - assumed - bare
    counted = (len(line.values), sourced, chosen, calibrated, assumed, bare)
    assert first == [line.name, *map(str, counted)]


def test_the_checklist_has_24_answered_rows(page: str) -> None:
    rows = page.split('id="checklist"')[1].split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == 24
    assert not [row for row in rows if "not stated" in row]


def test_two_equal_lines_give_an_answer_without_a_winner(tmp_path: Path) -> None:
    lines = [twin.load_line(delay_line("one")), twin.load_line(delay_line("two"))]
    result = twin.compare(lines, horizon="4 d", warmup="1 d", replications=3, workers=1)
    text = twin.write_report(result, tmp_path / "same").read_text(encoding="utf-8")
    assert "two and one give the same results in every replication" in text


def test_lines_without_material_leave_out_what_they_do_not_know(tmp_path: Path) -> None:
    lines = [twin.load_line(delay_line("one")), twin.load_line(delay_line("two", "15 min"))]
    result = twin.compare(lines, horizon="4 d", warmup="1 d", replications=3, workers=1)
    text = twin.write_report(result, tmp_path / "delay").read_text(encoding="utf-8")
    assert 'id="figure-time-1"' in text
    for section in ("quality", "energy"):
        assert f'<section id="{section}"' not in text


def test_without_the_first_replication_nothing_is_drawn_from_its_tables(shipped: Comparison) -> None:
    results = results_of(shipped)
    bare = tuple(dataclasses.replace(shown, tables=empty(), interrupted=True) for shown in results.lines)
    partial = dataclasses.replace(results, lines=bare)
    text = render(partial)
    assert "The first replication is missing" in text
    assert "Why:" not in text
    drawn = set(re.findall(r'id="figure-([a-z]+)-1"', text))
    assert drawn == {"differences", "energy", "lines", "statistics"}


def test_one_line_and_three_lines_have_a_page(tmp_path: Path) -> None:
    times = {"a": "9 min", "b": "11 min", "c": "14 min"}
    lines = [twin.load_line(delay_line(name, time)) for name, time in times.items()]
    alone = twin.simulate(lines[0], horizon="4 d", warmup="1 d", replications=2, workers=1)
    three = twin.compare(lines, horizon="4 d", warmup="1 d", replications=3, workers=1)
    one = twin.write_report(alone, tmp_path / "one").read_text(encoding="utf-8")
    many = twin.write_report(three, tmp_path / "three").read_text(encoding="utf-8")
    assert "a is limited by" in one
    assert 'id="figure-differences-1"' not in one
    assert "b − a" in many
    assert "c − a" in many


def test_a_missed_target_stands_on_the_page_and_is_still_there_when_it_is_rebuilt(tmp_path: Path) -> None:
    study = twin.simulate(twin.load_line(delay_line("a")), "4 d", "1 d", replications=2, workers=1)
    miss = "target missed by a: yield<1.1 (it is 1.000)"
    results = dataclasses.replace(results_of(study), misses=(miss,))
    text = write_results(results, tmp_path / "missed").read_text(encoding="utf-8")
    assert 'role="alert">Target missed by a: yield&lt;1.1 (it is 1.000).' in text
    assert write_page(*load_saved(tmp_path / "missed")).read_text(encoding="utf-8") == text


def test_many_remarks_do_not_stand_between_the_reader_and_the_answer() -> None:
    study = twin.simulate(twin.load_line(delay_line("a")), "4 d", "1 d", replications=2, workers=1)
    misses = tuple(f"target missed by a: yield<{1 + place}" for place in range(1, 6))
    text = render(dataclasses.replace(results_of(study), misses=misses)).split('id="answer"')[0]
    assert text.count('role="alert"') == 3
    folded = text.split('<details class="warning">')[1]
    assert all(f"yield&lt;{1 + place}." in text for place in range(1, 6))
    assert "yield&lt;6." in folded


def test_names_are_shown_as_text_not_as_markup(tmp_path: Path) -> None:
    result = twin.simulate(
        twin.load_line(delay_line("<b>bold</b> & co")), horizon="4 d", warmup="1 d", replications=2, workers=1
    )
    text = twin.write_report(result, tmp_path / "markup").read_text(encoding="utf-8")
    assert "<b>bold" not in text
    assert "&lt;b&gt;bold" in text


def test_a_folder_that_is_not_ours_is_left_alone(shipped: Comparison, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderRefused, match="twin replaces only folders it wrote"):
        twin.write_report(shipped, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_every_figure_without_complaint(page: str, tmp_path: Path, width: int) -> None:
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium found, and CI must look at the page")
        pytest.skip("no Chromium found")
    probe = tmp_path / "index.html"
    probe.write_text(page.replace("</body>", f"{COUNT_FIGURES}</body>"), encoding="utf-8")
    flags = (*BROWSER_FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900")
    command = [browser, *flags, probe.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    said = [row for row in done.stderr.splitlines() if "CONSOLE" in row]
    seen = re.search(r'data-seen="(\d+)"', done.stdout)
    wide = re.search(r'data-wide="(\d+)"', done.stdout)
    assert said == []
    assert seen is not None
    assert int(seen[1]) == page.count("<figure ")
    assert wide is not None
    assert int(wide[1]) <= max(width, 500)
