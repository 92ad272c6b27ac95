"""`twin gauge`: verdict, components, tolerance, JSON, and every way a file can be no study."""

import json

import pytest
from support.quality_data import GAUGE_STUDY, expected

from twin.cli.app import main

HEAD = "part,operator,reading\n"
GOOD = HEAD + "".join(f"{p},{o},{p + t / 10}\n" for p in (1, 2) for o in "AB" for t in (0, 1))


@pytest.fixture
def gauge(capsys):
    """Return a function that runs the command: exit code, stdout, stderr."""

    def call(*words):
        with pytest.raises(SystemExit) as ended:
            main(["gauge", *map(str, words)])
        streams = capsys.readouterr()
        return ended.value.code, streams.out, streams.err

    return call


def test_the_example_of_the_manual_is_judged_in_its_words(gauge):
    code, out, _ = gauge(GAUGE_STUDY)
    assert code == 0
    assert "%GRR is 27.9 % of the total variation (26.7 % by average and range): may be acceptable" in out
    assert "4 categories" in out
    assert "pooled with repeatability" in out
    assert "tolerance" not in out


def test_json_holds_both_methods_with_their_components(gauge):
    document = json.loads(gauge(GAUGE_STUDY, "--json")[1])
    assert document["study"] == {"parts": 10, "operators": 3, "trials": 3}
    by_range = {row["source"]: row for row in document["average_range"]["sources"]}
    assert by_range["gauge"]["sd"] == pytest.approx(expected("Q5_AR_GRR"), rel=1e-6)
    assert by_range["gauge"]["sd_low"] is None
    by_variance = {row["source"]: row for row in document["anova"]["sources"]}
    assert "interaction" not in by_variance
    for row in by_variance.values():
        assert row["sd_low"] < row["sd"] < row["sd_high"]
    shares = [by_variance[name]["share_of_variance"] for name in ("gauge", "part")]
    assert sum(shares) == pytest.approx(1.0)


def test_a_wide_tolerance_makes_the_same_gauge_acceptable(gauge):
    documents = [json.loads(gauge(GAUGE_STUDY, "--json", "--tolerance", width)[1]) for width in (8, 40)]
    assert [d["anova"]["verdict_of_tolerance"] for d in documents] == [
        "may be acceptable for some applications",
        "acceptable",
    ]
    assert documents[0]["anova"]["grr_share_of_tolerance"] == pytest.approx(6 * 0.302373 / 8, rel=1e-5)
    assert "% of tolerance" in gauge(GAUGE_STUDY, "--tolerance", 8)[1]


def test_order_of_rows_and_further_columns_do_not_matter(gauge, tmp_path):
    lines = GAUGE_STUDY.read_text().splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([*lines[:2], *reversed(lines[2:])]))
    first, second = (json.loads(gauge(file, "--json")[1]) for file in (GAUGE_STUDY, turned))
    assert second["anova"]["grr_share_of_sd"] == pytest.approx(first["anova"]["grr_share_of_sd"], rel=1e-12)


FAULTS = [
    ("part,appraiser,reading\n1,A,2\n", 1, "rename 'appraiser' to 'operator'"),
    (GOOD.replace("1,A,1.1", "1,A,one"), 3, "must be a number, found 'one'"),
    (GOOD.replace("1,A,1.1", "1,A,nan"), 3, "must be a number"),
    (GOOD.replace("1,A,1.1", "1,,1.1"), 3, "the operator is empty"),
    (GOOD.replace("1,A,1.1", "1,A,1,1"), 3, "4 cells"),
    (GOOD + "2,B,2.2\n", 10, "operator B has 3 readings of part 2, usual are 2"),
    (GOOD.replace("2,B,2.0\n2,B,2.1\n", ""), None, "operator B has 0 readings of part 2"),
    (HEAD + "1,A,1\n1,B,2\n2,A,3\n2,B,4\n", None, "two readings or more"),
    (HEAD + "1,A,1\n1,A,2\n2,A,3\n2,A,4\n", None, "two operators or more"),
    (HEAD + "1,A,1\n1,A,2\n1,B,3\n1,B,4\n", None, "two parts or more"),
    (HEAD + "1,A,1\n1,A,1\n1,B,1\n1,B,1\n2,A,3\n2,A,3\n2,B,3\n2,B,3\n", None, "never differ"),
    ("", None, "no header line"),
]


@pytest.mark.parametrize(("text", "line", "message"), FAULTS, ids=[message for _, _, message in FAULTS])
def test_a_file_that_is_no_study_is_refused_with_file_and_line(text, line, message, gauge, tmp_path):
    file = tmp_path / "study.csv"
    file.write_text(text)
    code, out, err = gauge(file)
    assert (code, out) == (3, "")
    assert message in err
    assert (f"{file}:{line}:" if line else str(file)) in err
    assert json.loads(gauge(file, "--json")[1])["errors"][0]["line"] == line


def test_every_fault_of_a_file_is_named_in_one_pass(gauge, tmp_path):
    file = tmp_path / "study.csv"
    file.write_text(GOOD.replace("1,A,1.1", "1,A,x").replace("2,B,2.1", "2,,2.1"))
    err = gauge(file)[2]
    assert "found 'x'" in err
    assert "operator is empty" in err


def test_a_missing_file_and_a_tolerance_of_nothing(gauge, tmp_path):
    assert gauge(tmp_path / "none.csv")[0] == 3
    assert gauge(GAUGE_STUDY, "--tolerance", 0)[0] == 2
    assert gauge(GAUGE_STUDY, "--tolerance", "nan")[0] == 2
