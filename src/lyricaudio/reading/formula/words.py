"""The words of formulas: what commands, functions and signs are called. ``'`` marks the accent."""

from __future__ import annotations

LETTER_COMMANDS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "varrho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "l",
}  # fmt: skip

SIGN_COMMANDS = {
    "partial": "∂", "nabla": "∇", "infty": "∞", "sum": "∑", "prod": "∏", "int": "∫", "times": "×",
    "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "odot": "⊙", "otimes": "⊗", "oplus": "⊕",
    "circ": "∘", "ast": "*", "star": "*", "leq": "≤", "le": "≤", "leqslant": "≤", "geq": "≥", "ge": "≥",
    "geqslant": "≥", "neq": "≠", "ne": "≠", "ll": "≪", "gg": "≫", "lt": "<", "gt": ">", "approx": "≈",
    "simeq": "≈", "sim": "∼", "equiv": "≡", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂",
    "subseteq": "⊂", "supset": "⊃", "cup": "∪", "cap": "∩", "emptyset": "∅", "varnothing": "∅",
    "forall": "∀", "exists": "∃", "to": "→", "rightarrow": "→", "mapsto": "→", "longrightarrow": "→",
    "leftarrow": "←", "gets": "←", "Rightarrow": "⇒", "implies": "⇒", "Leftrightarrow": "⇔", "iff": "⇔",
    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖",
    "|": "‖", "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "neg": "¬", "lnot": "¬", "ldots": "…",
    "cdots": "…", "dots": "…", "vdots": "…", "prime": "′", "top": "⊤", "perp": "⊥", "colon": ":",
    "langle": "⟨", "rangle": "⟩", "lbrace": "(", "rbrace": ")", "{": "(", "}": ")", "%": "%",
    "degree": "°", "coloneqq": "=", "triangleq": "=",
}  # fmt: skip

SIGNS = {
    "=": "イコ'ール", "≠": "ノットイコ'ール", "≈": "ニアリーイコ'ール", "≒": "ニアリーイコ'ール",
    "≃": "ニアリーイコ'ール", "≅": "ゴードー", "≤": "ショーナリイコ'ール", "≦": "ショーナリイコ'ール",
    "≥": "ダイナリイコ'ール", "≧": "ダイナリイコ'ール", "<": "ショーナリ", ">": "ダイナリ",
    "≪": "ショーナリショーナリ", "≫": "ダイナリダイナリ", "≡": "ゴードー", "∝": "ヒレー",
    "∼": "シタガウ", "+": "プラス", "-": "マイナス", "−": "マイナス", "±": "プラスマイ'ナス",
    "∓": "マイナスプ'ラス", "×": "カケ'ル", "⋅": "カケ'ル", "·": "カケ'ル", "*": "カケ'ル", "÷": "ワル",
    "⊙": "アダマールセ'キ", "∘": "マル", "⊗": "テンソルセ'キ", "⊕": "チョクワ'", "∈": "ゾクス'ル",
    "∉": "ゾクサナイ", "⊂": "フクマレ'ル", "⊃": "フク'ム", "∪": "カ'ップ", "∩": "キャ'ップ",
    "∧": "カ'ツ", "∨": "マ'タワ", "¬": "ノ'ット", "∀": "ス'ベテノ", "∃": "ソンザイスル", "⇒": "ナ'ラバ",
    "⇔": "ドーチ", "→": "ヤジ'ルシ", "←": "ヤジ'ルシ",
}  # fmt: skip
"""Relations and operators: each is an accent phrase of its own."""

NAMES = {
    "∂": "ラウ'ンド", "∇": "ナ'ブラ", "∞": "ムゲ'ンダイ", "∑": "シ'グマ", "Σ": "シ'グマ",
    "∏": "プロ'ダクト", "∫": "インテ'グラル", "√": "ル'ート", "∅": "クーシュ'ーゴー", "⊥": "スイチョク",
    "⊤": "テ'ンチ",
}  # fmt: skip
"""Signs that are a name, or stand before their operand."""

FUNCTIONS = {
    "max": "マ'ックス", "min": "ミ'ン", "log": "ロ'グ", "ln": "エルエ'ヌ", "exp": "エクスポネ'ンシャル",
    "sin": "サ'イン", "cos": "コサ'イン", "tan": "タ'ンジェント", "sinh": "ハイパボリックサ'イン",
    "cosh": "ハイパボリックコサ'イン", "tanh": "ハイパボリックタ'ンジェント", "lim": "リ'ミット",
    "arg": "ア'ーグ", "argmax": "アーグマ'ックス", "argmin": "アーグミ'ン", "sup": "ス'ープ",
    "inf": "イ'ンフ", "det": "デターミ'ナント", "rank": "ラ'ンク", "tr": "トレ'ース",
    "dim": "ディメ'ンション", "diag": "ダイア'グ", "sgn": "サ'イン", "sign": "サ'イン",
    "var": "バリ'アンス", "cov": "コバリ'アンス", "mod": "モ'ッド", "erf": "エ'ルフ",
}  # fmt: skip

TRAILING_SIGNS = {"'": "ダ'ッシュ", "′": "ダ'ッシュ", "!": "カ'イジョー"}
"""Said right after their operand."""

LIMITED = {"∑", "∏", "∫", "Σ", "lim"}
"""Their scripts are the limits: from the lower to the upper."""

ACCENTS = {
    "hat": "ハ'ット", "widehat": "ハ'ット", "bar": "バ'ー", "overline": "バ'ー", "tilde": "チ'ルダ",
    "widetilde": "チ'ルダ", "dot": "ド'ット", "ddot": "ツード'ット", "vec": "ベ'クトル",
    "underline": "",
}  # fmt: skip
"""Said after their argument."""

EXPONENTS = {
    "T": "テ'ンチ", "⊤": "テ'ンチ", "top": "テ'ンチ", "*": "ス'ター", "ast": "ス'ター",
    "star": "ス'ター", "+": "プ'ラス", "-": "マ'イナス", "′": "ダ'ッシュ", "prime": "ダ'ッシュ",
    "∘": "ド", "circ": "ド", "dagger": "ダ'ガー", "c": "シ'ー",
}  # fmt: skip
"""Superscripts that are no powers."""

STYLES = frozenset({
    "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathbb", "mathfrak", "mathscr", "boldsymbol",
    "bm", "operatorname", "rm", "bf", "it", "cal", "Bbb", "underbrace", "overbrace",
})  # fmt: skip
"""Of these only the argument is said."""

TEXT_COMMANDS = frozenset({
    "text", "textrm", "textbf", "textit", "mbox", "hbox",
})  # fmt: skip
"""Their argument is text and no formula."""

UNSAID = frozenset({
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "displaystyle",
    "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "middle", "mathop", "mathrel",
    "mathbin", "hline", "!", ",", ";", ":", ">", "quad", "qquad",
})  # fmt: skip

SPACINGS = frozenset({"quad", "qquad", "\\"})
"""Spacing that parts two statements."""
