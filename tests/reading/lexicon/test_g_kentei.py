"""The G検定 lexicon has something for every heading of the syllabus."""

from __future__ import annotations

from importlib.resources import files

import pytest

from lyricaudio.reading.lexicon.terms import load_lexicon

TEXT = files("lyricaudio.reading.lexicons").joinpath("g_kentei.tsv").read_text(encoding="utf-8")
TERMS = {term.term: term for term in load_lexicon(TEXT, "g_kentei.tsv").terms}

SYLLABUS = {
    "人工知能の定義と議論": "AI|AGI|Turing Test|ELIZA|Searle|人工無脳|身体性",
    "探索と推論": "Mini-Max法|αβ法|A*|STRIPS|SHRDLU|MCTS|深さ優先探索|枝刈り|探索木",
    "知識表現": "is-a|part-of|has-a|Cyc|MYCIN|DENDRAL|Watson|専門家システム",
    "機械学習とディープラーニングの歴史": "ILSVRC|ImageNet|AlexNet|LeNet|Hinton|McCarthy|Neocognitron",
    "教師あり学習": "教師あり学習|SVM|AdaBoost|XGBoost|決定木|単回帰分析|VARモデル|多重共線性",
    "教師なし学習": "教師なし学習|k-means|t-SNE|PCA|SVD|LDA|特異値分解|最近傍法",
    "強化学習": "Q学習|価値関数|UCB方策|ε-greedy|SARSA|REINFORCE|TD誤差|方策オン",
    "モデルの選択と評価": "真陽性|偽陰性|F値|ROC曲線|AUC|mAP|IoU|RMSE|AIC|BIC|k-分割交差検証|平均二乗誤差",
    "ニューラルネットワーク": "中間層|Perceptron|MLP|GPU|TPU|誤差逆伝播法|全結合層",
    "活性化関数": "活性化関数|ReLU|Leaky ReLU|PReLU|tanh|Sigmoid|Soft-max|GELU|死にニューロン問題",
    "誤差関数と正則化": "KL情報量|Contrastive Loss|Triplet Loss|L1正則化|L2正則化|LASSO|Drop-out",
    "最適化手法": "SGD|Adam|AdaGrad|RMSprop|AdaBound|AMSGrad|局所最適解|大域最適解|Early Stopping",
    "畳み込みとプーリング": "Padding|Stride|Dilated Convolution|受容野|Max Pooling",
    "正規化層とスキップ結合": "Batch Norm|Layer Norm|Group Normalization|ResNet|残差学習|Skip Connection",
    "回帰結合層": "RNN|LSTM|GRU|BPTT|CEC|Bidirectional RNN|Teacher Forcing",
    "アテンション": "Self-Attention|Multi-Head Attention|Source-Target Attention|Transformer|Query",
    "オートエンコーダ": "Auto-Encoder|VAE|VQ-VAE|infoVAE|β-VAE|変分オートエンコーダ",
    "データ拡張": "Cut-out|CutMix|Mix-up|Random Erasing|RandAugment|Paraphrasing",
    "画像認識": "VGG|GoogLeNet|SENet|MobileNet|EfficientNet|Faster R-CNN|YOLO|U-Net|SegNet|PSPNet|OpenPose",
    "自然言語処理": "word2vec|CBOW|Skip-gram|fastText|ELMo|BERT|GPT-3|GLUE|TF-IDF|BoW|PaLM|ChatGPT",
    "音声処理": "WaveNet|CTC|MFCC|PCM|FFT|HMM|A-D変換",
    "深層強化学習": "DQN|Rainbow|Ape-X|Agent 57|A3C|PPO|AlphaGo|AlphaStar|OpenAI Five|sim2real|RLHF",
    "データ生成": "GAN|DCGAN|CycleGAN|Pix2Pix|NeRF|Diffusion Model",
    "転移学習とマルチモーダル": "Fine-tuning|Few-shot|Zero-shot|CLIP|DALL-E|Flamingo|Image Captioning",
    "解釈性と軽量化": "CAM|Grad-CAM|LIME|SHAP|Permutation Importance|XAI|Pruning|Distillation|Edge AI",
    "AIプロジェクトとデータ": "CRISP-DM|MLOps|PoC|BPR|Web API|Docker|Jupyter Notebook|Python|費用対効果",
    "数理・統計": "期待値|相関係数|偏相関係数|四分位数|p値|最小二乗法|尤度関数|絶対値|疎行列|導関数",
    "法律と契約": "GDPR|NDA|仮名加工情報|要配慮個人情報|著作権法|不競法|SaaS",
    "倫理とガバナンス": "ELSI|FAT|LAWS|説明可能性|Adversarial Attack|Deepfake|Filter Bubble|AI Act|COMPAS",
}


@pytest.mark.parametrize("heading", SYLLABUS)
def test_every_heading_of_the_syllabus_has_terms(heading: str) -> None:
    assert [term for term in SYLLABUS[heading].split("|") if term not in TERMS] == []
