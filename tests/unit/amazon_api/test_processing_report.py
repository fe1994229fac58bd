"""Amazon's report on a feed: every shape that is known, and nothing taken for what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amazon_api.errors import Unreadable
from amazon_api.processing_report import ProcessingReport, ReportResult, read_report

ORDER_ID = "404-1234567-7654321"


def result(number="2", code="Error", words="Refused", more="", reason="18028"):
    """Return a result as Amazon writes it; a number of None is left out."""
    told = f"<MessageID>{number}</MessageID>" if number is not None else ""
    return (
        f"<Result>{told}<ResultCode>{code}</ResultCode>"
        f"<ResultMessageCode>{reason}</ResultMessageCode>"
        f"<ResultDescription>{words}</ResultDescription>{more}</Result>"
    )


def summary(processed=3, successful=2, errors=1, warnings=0):
    return (
        f"<ProcessingSummary><MessagesProcessed>{processed}</MessagesProcessed>"
        f"<MessagesSuccessful>{successful}</MessagesSuccessful>"
        f"<MessagesWithError>{errors}</MessagesWithError>"
        f"<MessagesWithWarning>{warnings}</MessagesWithWarning></ProcessingSummary>"
    )


def report(*parts, status="Complete", declaration='<?xml version="1.0" encoding="UTF-8"?>'):
    """Return the text of a report in its envelope."""
    return (
        f"{declaration}\n"
        '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<Header><DocumentVersion>1.02</DocumentVersion>"
        "<MerchantIdentifier>A2EXAMPLE</MerchantIdentifier></Header>"
        "<MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID>"
        "<ProcessingReport><DocumentTransactionID>50009019872</DocumentTransactionID>"
        f"<StatusCode>{status}</StatusCode>{''.join(parts)}</ProcessingReport></Message>"
        "</AmazonEnvelope>"
    )


def read(*parts, **changes) -> ProcessingReport:
    return read_report(report(*parts, **changes).encode())


class TestShapes:
    def test_all_went_well(self):
        told = read(summary(3, 3, 0, 0))
        assert told == ProcessingReport("Complete", 3, 3, 0, 0, ())
        assert told.names_failures

    def test_some_messages_were_refused_and_others_warned_of(self):
        more = f"<AdditionalInfo><AmazonOrderID>{ORDER_ID}</AmazonOrderID></AdditionalInfo>"
        told = read(
            summary(3, 2, 1, 1),
            result("2", "Error", "Invalid carrier", more),
            result("3", "Warning", "Late", reason="99"),
        )
        assert (told.processed, told.successful, told.with_error, told.with_warning) == (3, 2, 1, 1)
        assert told.results == (
            ReportResult(2, True, "18028", "Invalid carrier", ORDER_ID),
            ReportResult(3, False, "99", "Late", None),
        )
        assert told.names_failures

    def test_without_a_summary_the_counts_are_not_known(self):
        told = read(result("2"))
        assert (told.processed, told.successful, told.with_error) == (None, None, None)
        assert told.names_failures

    def test_counts_that_are_no_numbers_are_not_known(self):
        assert read(summary("many", "", -1, "1.5")).processed is None

    @pytest.mark.parametrize("number", ["0", None, "", "none", "-1", "１", "9" * 30])
    def test_an_error_without_its_message_is_of_the_whole_feed(self, number):
        told = read(summary(), result(number))
        assert told.of_whole_feed == told.results
        assert told.results[0].message_id is None
        assert told.by_message == {}
        assert not told.names_failures

    def test_a_warning_of_the_whole_feed_hides_no_failure(self):
        told = read(summary(3, 3, 0, 1), result("0", "Warning"))
        assert told.names_failures

    def test_more_errors_counted_than_named_leave_the_others_in_doubt(self):
        told = read(summary(3, 1, 2, 0), result("2"))
        assert not told.names_failures
        assert list(told.by_message) == [2]

    def test_errors_counted_and_none_named_leave_all_in_doubt(self):
        assert not read(summary(3, 0, 3, 0)).names_failures

    @pytest.mark.parametrize("status", ["Rejected", "Processing", "", "SomethingNew"])
    def test_a_feed_that_was_not_worked_off_leaves_all_in_doubt(self, status):
        told = read(summary(3, 3, 0, 0), status=status)
        assert told.status == status
        assert not told.names_failures

    def test_a_message_named_several_times_has_one_outcome(self):
        told = read(
            summary(2, 1, 1, 1),
            result("2", "Warning", "Late"), result("2", "Error", "No such item"),
            result("2", "Error", "No such item"), result("2", "Error", "Bad date"),
            result("3", "Warning", "Late"), result("3", "Warning", "Very late"),
        )  # fmt: skip
        assert len(told.results) == 6
        assert told.by_message[2].is_error
        assert told.by_message[2].description == "No such item\nBad date"
        assert not told.by_message[3].is_error
        assert told.by_message[3].description == "Late\nVery late"
        assert told.names_failures

    def test_a_kind_of_result_that_is_new_is_taken_for_an_error(self):
        assert read(result("2", "Fatal")).results[0].is_error

    def test_spaces_comments_and_a_namespace_do_not_matter(self):
        text = report(summary(" 3 "), result(" 2 ", " Error\n", "\n Two <!-- x -->words \n"))
        text = text.replace("<AmazonEnvelope ", '<AmazonEnvelope xmlns="urn:amazon" ')
        told = read_report(f"\n\n{text}\n<!-- the end -->\n".encode())
        assert told.processed == 3
        assert told.by_message[2].description == "Two words"

    def test_the_report_may_stand_without_its_envelope(self):
        text = report(summary(), result())
        inner = text[text.index("<ProcessingReport>") : text.index("</Message>")]
        assert list(read_report(inner.encode()).by_message) == [2]

    def test_several_reports_in_one_document_are_one(self):
        text = report(summary(3, 2, 1, 0), result("2"))
        inner = text[text.index("<ProcessingReport>") : text.index("</Message>")]
        second = inner.replace(">2<", ">7<").replace(">Complete<", ">Rejected<")
        told = read_report(text.replace(inner, inner + second).encode())
        assert (told.status, told.processed, told.with_error) == ("Rejected", 6, 2)
        assert list(told.by_message) == [2, 7]


class TestEncodings:
    WORDS = "Référence refusée à l’expédition : 12 €"

    def text(self, encoding="UTF-8"):
        declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
        return report(result("2", words=self.WORDS), declaration=declaration)

    @pytest.mark.parametrize(
        ("declared", "written"),
        [
            ("UTF-8", "utf-8"), ("UTF-8", "utf-8-sig"), ("utf-16", "utf-16"), ("", "utf-8"),
            ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("ISO-8859-15", "cp1252"),
            ("UTF-8", "cp1252"), ("", "cp1252"), ("us-ascii", "utf-8"), ("nonsense", "cp1252"),
            ("UTF-8", "utf-16"), ("", "utf-16-le"),
        ],
    )  # fmt: skip
    def test_are_found_out_whatever_is_declared(self, declared, written):
        content = self.text(declared).encode(written)
        if written == "utf-16-le":
            content = b"\xff\xfe" + content
        words = read_report(content).by_message[2].description
        assert words == self.WORDS or declared == "ISO-8859-15"
        assert words.startswith("Référence refusée")

    def test_of_japan_are_known_by_amazons_name(self):
        text = report(result("2", words="注文 ①"), declaration=self.text("Windows-31J")[:44])
        assert read_report(text.encode("cp932")).by_message[2].description == "注文 ①"

    def test_that_fit_nothing_lose_no_result(self):
        content = self.text().encode("cp1252").replace(b"12", b"\x81\x8d")
        assert 2 in read_report(content).by_message

    @pytest.mark.parametrize("wrong", ["\0", "\x07", "\x1f", "&#0;", "&#x1B;", "&#11;", "&#xFFFE;",
                                       "&#xD800;", "&#9999999;"])  # fmt: skip
    def test_characters_that_xml_forbids_are_left_out(self, wrong):
        told = read(result("2", words=f"one{wrong}two"))
        assert told.by_message[2].description.split() == ["one", "two"]

    def test_references_that_xml_allows_are_read(self):
        told = read(result("2", words="A &amp; B &#233;&#xE9; &lt;x&gt;"))
        assert told.by_message[2].description == "A & B éé <x>"


class TestUnreadable:
    @pytest.mark.parametrize(
        "content",
        [b"", b"  \n", b"\xef\xbb\xbf", b"\0\0\0", b"sku\terror\nMUG\t18028\n", b"Error", b"{}",
         b'{"errors": []}', b"\x1f\x8b\x08\x00broken", b"\x89PNG\r\n\x1a\n"],
    )  # fmt: skip
    def test_is_what_is_no_xml(self, content):
        with pytest.raises(Unreadable):
            read_report(content)

    @pytest.mark.parametrize(
        "content",
        [b"<Error><Code>AccessDenied</Code></Error>", b"<html><body>Welcome</body></html>",
         b"<AmazonEnvelope/>", b"<ProcessingReports/>"],
    )  # fmt: skip
    def test_is_what_is_another_xml(self, content):
        with pytest.raises(Unreadable, match="no processing report"):
            read_report(content)

    def test_is_half_of_a_report(self):
        """Read as far as it goes, it would turn the failures behind it into successes."""
        whole = report(summary(), *(result(str(number)) for number in range(1, 9))).encode()
        for end in range(60, len(whole) - 20, 97):
            with pytest.raises(Unreadable):
                read_report(whole[:end])

    def test_does_not_quote_the_report(self):
        with pytest.raises(Unreadable, match=r"broken XML \(line 2\)") as caught:
            read(result(words="Jane <Doe"))
        assert "Jane" not in str(vars(caught.value))


class TestHostile:
    BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "boom"}">' for n in range(10))

    @pytest.mark.parametrize(
        "doctype",
        [
            f"<!DOCTYPE x [{BOMB}]>",
            '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
            "<!DOCTYPE x>",
        ],
    )
    @pytest.mark.parametrize("written", ["utf-8", "utf-16", "cp1252"])
    def test_document_types_are_refused(self, doctype, written):
        text = report(result(words="&a9;"), declaration=doctype)
        with pytest.raises(Unreadable, match="document type"):
            read_report(text.encode(written))

    def test_an_entity_that_nobody_declared_is_broken_xml(self):
        with pytest.raises(Unreadable, match="broken"):
            read(result(words="&secret;"))

    def test_nesting_beyond_reason_ends(self):
        with pytest.raises(Unreadable):
            read_report(b"<a>" * 100_000)

    def test_a_very_long_text_is_cut(self):
        assert len(read(result(words="x" * 100_000)).results[0].description) == 5_000

    def test_many_results_are_read(self):
        told = read(*(result(str(number)) for number in range(1, 5001)))
        assert len(told.by_message) == 5000

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_report_or_unreadable(self, content):
        with pytest.raises(Unreadable):
            read_report(content)

    @given(st.text(max_size=60), st.sampled_from(["utf-8", "utf-16", "cp1252", "cp932"]))
    def test_any_words_are_read_or_refused(self, words, written):
        content = report(result(words=words)).encode(written, "replace")
        try:
            assert 2 in read_report(content).by_message
        except Unreadable:
            assert set(words) & set("<&")
