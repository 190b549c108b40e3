import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song import Formula, MarkupError, MarkupSpan, Plain, Ruby, display, spans


def test_words_ruby_and_formulas_come_apart() -> None:
    assert spans(r"{傾|かたむ}きは \(f'(x)\) だ") == (
        Ruby(written="{傾|かたむ}", base="傾", kana="かたむ"),
        Plain(written="きは "),
        Formula(written=r"\(f'(x)\)", tex="f'(x)"),
        Plain(written=" だ"),
    )


def test_a_text_without_markup_is_one_span_and_an_empty_one_none() -> None:
    assert spans("学習率は一歩の大きさ") == (Plain(written="学習率は一歩の大きさ"),)
    assert spans("") == ()


@pytest.mark.parametrize("written", [r"\(x\)", r"\[x\]", "$x$", "$$x$$"])
def test_four_kinds_of_delimiters_hold_a_formula(written: str) -> None:
    assert spans(written) == (Formula(written=written, tex="x"),)


def test_braces_and_bars_in_a_formula_are_no_ruby() -> None:
    assert spans(r"\(\frac{a|b}{c}\)") == (Formula(written=r"\(\frac{a|b}{c}\)", tex=r"\frac{a|b}{c}"),)


@pytest.mark.parametrize("text", ["{0, 1}", "P(A|B)", "A | B", "{", "}", "｛0, 1｝"])
def test_braces_and_bars_alone_are_words(text: str) -> None:
    assert spans(text) == (Plain(written=text),)


@pytest.mark.parametrize(
    "text", ["罰金は$100です", "$1.5億", "$5から$10", "$20", "$5と $10", "($3)、$4 $5", "1$2"]
)
def test_a_dollar_before_an_amount_is_a_word(text: str) -> None:
    assert spans(text) == (Plain(written=text),)


def test_a_formula_may_begin_with_a_number_and_stand_beside_an_amount() -> None:
    assert spans("$2x$は$5") == (Formula(written="$2x$", tex="2x"), Plain(written="は$5"))
    assert spans("$5で$x$") == (Plain(written="$5で"), Formula(written="$x$", tex="x"))
    assert spans("$0.5$や$1$") == (
        Formula(written="$0.5$", tex="0.5"),
        Plain(written="や"),
        Formula(written="$1$", tex="1"),
    )


@pytest.mark.parametrize("kana", ["かたむ", "カタムキ", "セルー", "かた'むき", "かたむき'"])
def test_ruby_takes_kana_with_an_accent_mark(kana: str) -> None:
    assert spans(f"{{傾|{kana}}}") == (Ruby(written=f"{{傾|{kana}}}", base="傾", kana=kana),)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("損失《そんしつ》を", "損失"),
        ("｜重み《おもみ》を", "重み"),
        ("|Leaky ReLU《リーキーレルー》を", "Leaky ReLU"),
    ],
)
def test_ruby_in_the_manner_of_aozora_is_ruby(text: str, base: str) -> None:
    ruby, rest = spans(text)
    assert isinstance(ruby, Ruby)
    assert (ruby.base, rest) == (base, Plain(written="を"))
    assert display(text) == base + "を"


def test_brackets_of_a_title_are_words() -> None:
    assert spans("本《深層学習》の") == (Plain(written="本《深層学習》の"),)
    assert spans("《まなび》の会") == (Plain(written="《まなび》の会"),)


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("あ{傾|}", 1, "'{傾|}' needs kana after '|'; write it as {傾|かたむ}"),
        ("あ{傾|abc}", 1, "'{傾|abc}' needs kana after '|'; write it as {傾|かたむ}"),
        ("{傾|ーか}", 0, "'{傾|ーか}' needs kana after '|'; write it as {傾|かたむ}"),
        ("{傾|か''た}", 0, "'{傾|か''た}' needs kana after '|'; write it as {傾|かたむ}"),
        ("{|か}", 0, "'{|か}' has nothing before '|'; write it as {傾|かたむ}"),
        ("い {傾|か", 2, "'{傾|か' opens a ruby; close it with '}'"),
        ("{傾|か{重|おも}", 0, "'{傾|か' opens a ruby; close it with '}'"),
        ("傾|か}", 1, "'|か}' closes a ruby that was not opened; write it as {傾|かたむ}"),
        ("｛傾｜かたむ｝", 0, "ruby needs the half-width signs { | }; write it as {傾|かたむ}"),
        ("{傾｜かたむ}", 0, "ruby needs the half-width signs { | }; write it as {傾|かたむ}"),
        (r"{\(x\)|エックス}", 6, "'|エックス}' closes a ruby that was not opened; write it as {傾|かたむ}"),
        (r"式 \(x", 2, r"'\(' opens a formula; close it with '\)'"),
        (r"式 \[x\)", 2, r"'\[' opens a formula; close it with '\]'"),
        ("5$", 1, "'$' opens a formula; close it with '$'"),
        ("$$x$", 0, "'$$' opens a formula; close it with '$$'"),
        (r"x\)", 1, r"'\)' closes a formula that was not opened; write '\(' or '\[' before it"),
        (r"\( \)", 0, "an empty formula; fill it or remove it"),
    ],
)
def test_malformed_markup_is_named_with_its_offset(text: str, offset: int, message: str) -> None:
    with pytest.raises(MarkupError) as caught:
        spans(text)
    assert (caught.value.offset, str(caught.value)) == (offset, message)


def test_display_takes_the_base_of_ruby_and_renders_formulas() -> None:
    assert display(r"{傾|かたむ}きは \(\max(0,x)\)、$x^2$ でなく") == "傾きは max(0,x)、x² でなく"


pieces = st.one_of(
    st.text(alphabet="学習率ReLU0 、'\"#:", min_size=1).map(lambda text: Plain(written=text)),
    st.tuples(st.sampled_from(["傾", "重み", "A B"]), st.sampled_from(["かたむ", "オモ'ミ"])).map(
        lambda pair: Ruby(written=f"{{{pair[0]}|{pair[1]}}}", base=pair[0], kana=pair[1])
    ),
    st.text(alphabet="xy{}|_^0+", min_size=1).map(lambda tex: Formula(written=f"\\({tex}\\)", tex=tex)),
)


@given(st.lists(pieces))
def test_spans_put_together_are_the_text(given_spans: list[MarkupSpan]) -> None:
    text = "".join(span.written for span in given_spans)
    found = spans(text)
    assert "".join(span.written for span in found) == text
    marked_up = [span for span in given_spans if not isinstance(span, Plain)]
    assert [span for span in found if not isinstance(span, Plain)] == marked_up
