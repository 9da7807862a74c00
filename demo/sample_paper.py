"""A made-up paper to add with `/catalog add` in the demo: `python -m demo.sample_paper` writes it beside this file.

Its results are invented. The papers in its reference list are real, and most of them are in the catalog.
"""

from __future__ import annotations

from pathlib import Path

from demo.typeset import Style, typeset

FILE = Path(__file__).with_name("one-factor-for-all-layers.pdf")
TITLE = "One Factor for All Layers: Sharing the Down-Projection of Low-Rank Adapters"
AUTHORS = "Robin Aldane and Miko Farrow"
INSTITUTION = "University of Nowhere"
NOTE = "A preprint, made up for the demo of Paper Club, 2024"
ABSTRACT = """
Low-rank adaptation trains two thin matrices beside every frozen weight of a language model. We ask how different the
first of the two has to be from layer to layer. Our answer is a small change to LoRA [1]: all layers share one
down-projection, and only the up-projection is their own. The shared factor halves the number of trained parameters and
loses little accuracy on sentence classification. On a quantized base model, it also makes room for a larger rank.
"""
INTRODUCTION = (
    """
Fine-tuning every weight of a large model is expensive. Adapters [3] avoid this cost with small layers between frozen
ones, at the price of a deeper network. LoRA [1] avoids both costs: it adds a product of two low-rank matrices to a
frozen weight, and the product can be merged into the weight afterwards. In this paper we build on LoRA [1] and make it
smaller still.
""",
    """
Why should that be possible? Aghajanyan et al. [4] found that fine-tuning moves a model in a subspace of a few hundred
dimensions. Their measurements motivate our main assumption: the directions that matter are largely the same in all
layers. If so, one projection onto these directions is enough.
""",
)
BACKGROUND = (
    """
Our base models are Transformers [5]. In every attention block, LoRA [1] replaces the frozen weight W by W + BA, where A
maps the input to r dimensions and B maps them back. Both matrices are trained separately for each layer. Prefix-tuning
[6] trains vectors in front of the keys and values instead, which takes a part of the context.
""",
    """
QLoRA [2] stores the frozen weights in four bits and trains adapters of the usual kind on top of them. We follow QLoRA
[2] in everything that concerns the base model: the data type, the double quantization and the paged optimizer. VeRA [8]
shares both matrices of an adapter across all layers, but keeps them random and trains only vectors of scales.
""",
)
METHOD = (
    """
We extend LoRA [1] in one place. Instead of a matrix A for each layer, there is a single matrix A for the whole model,
multiplied by a vector of r scales that each layer trains for itself. The scales follow VeRA [8], and the matrix B stays
as in LoRA [1]. After training,
the product of B, the scales and A is merged into the frozen weight, so the model runs as fast as before.
""",
    """
Our implementation starts from the code of QLoRA [2]. Because the shared factor receives gradients from every layer, its
learning rate is divided by the number of layers. We use Adam [7] with its default settings, and initialize B with
zeros, so that training starts from the base model, as in LoRA [1].
""",
)
EXPERIMENTS = (
    """
We fine-tune a base model of 350 million weights on the tasks of GLUE [9]. With rank 8, the shared factor trains 0.4
million parameters, while LoRA [1] trains 0.8 million. The average score falls from 85.1 to 84.8. Adapters [3] of the
same size reach 84.0, and prefix-tuning [6] reaches 83.2.
""",
    """
On a model with four-bit weights, QLoRA [2] leaves room for rank 16 on our card. The shared factor leaves room for rank
28, and the average score is 0.3 points higher than that of QLoRA [2].
""",
)
CONCLUSION = """
One down-projection is enough for all layers of the models that we tried. Whether this holds for models that are a
hundred times larger is open. It would also be interesting to know which directions the shared factor finds.
"""
REFERENCES = (
    """
[1] E. J. Hu, Y. Shen, P. Wallis, Z. Allen-Zhu, Y. Li, S. Wang, L. Wang, and W. Chen. LoRA: Low-Rank Adaptation of Large
Language Models. arXiv preprint arXiv:2106.09685, 2021.
""",
    """
[2] T. Dettmers, A. Pagnoni, A. Holtzman, and L. Zettlemoyer. QLoRA: Efficient Finetuning of Quantized LLMs. arXiv
preprint arXiv:2305.14314, 2023.
""",
    """
[3] N. Houlsby, A. Giurgiu, S. Jastrzebski, B. Morrone, Q. de Laroussilhe, A. Gesmundo, M. Attariyan, and S. Gelly.
Parameter-Efficient Transfer Learning for NLP. arXiv preprint arXiv:1902.00751, 2019.
""",
    """
[4] A. Aghajanyan, L. Zettlemoyer, and S. Gupta. Intrinsic Dimensionality Explains the Effectiveness of Language Model
Fine-Tuning. arXiv preprint arXiv:2012.13255, 2020.
""",
    """
[5] A. Vaswani, N. Shazeer, N. Parmar, J. Uszkoreit, L. Jones, A. N. Gomez, L. Kaiser, and I. Polosukhin. Attention Is
All You Need. arXiv preprint arXiv:1706.03762, 2017.
""",
    """
[6] X. L. Li and P. Liang. Prefix-Tuning: Optimizing Continuous Prompts for Generation. arXiv preprint
arXiv:2101.00190, 2021.
""",
    """
[7] D. P. Kingma and J. Ba. Adam: A Method for Stochastic Optimization. arXiv preprint arXiv:1412.6980, 2014.
""",
    """
[8] D. J. Kopiczko, T. Blankevoort, and Y. M. Asano. VeRA: Vector-based Random Matrix Adaptation. arXiv preprint
arXiv:2310.11454, 2023.
""",
    """
[9] A. Wang, A. Singh, J. Michael, F. Hill, O. Levy, and S. R. Bowman. GLUE: A Multi-Task Benchmark and Analysis
Platform for Natural Language Understanding. arXiv preprint arXiv:1804.07461, 2018.
""",
)
SECTIONS = {
    "Abstract": (ABSTRACT,),
    "1 Introduction": INTRODUCTION,
    "2 Background": BACKGROUND,
    "3 Method": METHOD,
    "4 Experiments": EXPERIMENTS,
    "5 Conclusion": (CONCLUSION,),
}


def sample_paper() -> bytes:
    """Return the paper as a PDF."""
    parts = [(Style.TITLE, TITLE), *((Style.BYLINE, line) for line in (AUTHORS, INSTITUTION, NOTE))]
    for heading, paragraphs in SECTIONS.items():
        parts += [(Style.HEADING, heading), *((Style.TEXT, paragraph) for paragraph in paragraphs)]
    parts += [(Style.HEADING, "References"), *((Style.REFERENCE, reference) for reference in REFERENCES)]
    return typeset(TITLE, parts)


if __name__ == "__main__":
    FILE.write_bytes(sample_paper())
