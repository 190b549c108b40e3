import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyricaudio.song.readabletex import readable


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"f(x)=\max(0,x)", "f(x)=max(0,x)"),
        (r"\frac{\partial E}{\partial z}\times z_w", "∂E/∂z×z_w"),
        (r"w \leftarrow w - \eta \nabla L", "w ← w - η ∇ L"),
        (r"w\leftarrow w-\eta\nabla L", "w←w-η∇L"),
        (r"a\times b", "a×b"),
        (r"|\lambda| \ll 1", "|λ| ≪ 1"),
        (r"0.9^{10}\approx 0.35", "0.9¹⁰≈0.35"),
        ("x^2", "x²"),
        ("x^{n+1}", "xⁿ⁺¹"),
        ("W^T x", "Wᵀ x"),
        ("h^{(l)}", "h^(l)"),
        ("w_i", "w_i"),
        ("w_{ij}", "w_ij"),
        ("w_{i+1}", "w_(i+1)"),
        ("e^{x_i}", "e^(x_i)"),
        (r"\sum_{i=1}^{n} x_i", "Σ_(i=1)ⁿ x_i"),
        (r"\frac12", "1/2"),
        (r"\frac{1}{2}x", "(1/2)x"),
        (r"\frac{a+b}{cd}", "(a+b)/cd"),
        (r"\frac{1}{ab/c}", "1/(ab/c)"),
        (r"\left(\frac{\frac{a}{b}}{c}\right)", "(a/b/c)"),
        (r"\sqrt{d_k}", "√d_k"),
        (r"\sqrt{a+b}", "√(a+b)"),
        (r"\hat{y}", "ŷ"),
        (r"\mathrm{ReLU}(x)", "ReLU(x)"),
        (r"y=\sin x", "y=sin x"),
        (r"\{0,1\}", "{0,1}"),
        (r"50\%", "50%"),
        (r"a \quad b\,c", "a b c"),
        (r"\begin{cases} x & (x>0) \\ 0 & (x \le 0) \end{cases}", "x (x>0) ; 0 (x ≤ 0)"),
        ("x^10", "x¹⁰"),
        ("10^-3", "10⁻³"),
        ("x^{0.5}", "x^0.5"),
        ("e^{x^2}", "e^(x²)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"\binom{n}{k}", "nCk"),
        (r"\|w\|", "‖w‖"),
        (r"\begin{array}{lc}a&b\end{array}", "a b"),
        (r"\unknown{x}", "unknownx"),
        ("{{x}", "{x"),
    ],
)
def test_tex_is_shown_as_plain_characters(tex: str, shown: str) -> None:
    assert readable(tex) == shown


@given(st.text(alphabet=r"\{}^_ab12+-(), /|&~αβ", max_size=60))
def test_anything_is_shown_on_one_line(tex: str) -> None:
    shown = readable(tex)
    assert shown == " ".join(shown.split())


@given(st.text(alphabet="abcxyz0123456789+=()", max_size=60))
def test_plain_formulas_stay_as_they_are(tex: str) -> None:
    assert readable(tex) == tex
