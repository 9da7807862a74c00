"""Finds the catalog topic that a query names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.search.text import normalise, stem
from bot.core.search.words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

# Other names in the field for the shipped topics. A topic's slug and name count anyway.
OTHER_NAMES = {
    "transformers": "transformer architecture, transformer models, attention mechanism, attention models, "
    "positional encoding, position encoding, positional embedding, position embedding, sequence to sequence models",
    "language-models": "language model, llm, large language model, lm, language modeling, language modelling, "
    "neural language models, foundation model, pretrained language model, pretraining, pre-training, nlp",
    "scaling-laws": "scaling, scaling law papers, training dynamics, scaling behavior, neural scaling",
    "parameter-efficient-fine-tuning": "peft, pefts, parameter efficient finetuning, parameter-efficient tuning, "
    "efficient fine-tuning methods, fine-tuning, finetuning, llm fine-tuning, parameter-efficient training, "
    "adapter methods, low-rank methods",
    "diffusion": "diffusion model, diffusion generative models, score-based models, "
    "image generation, image synthesis, text to image, text2image, t2i",
    "generative-models": "generative model, generative modeling, generative modelling, generative ai, genai, "
    "deep generative models",
    "alignment": "ai alignment, llm alignment, safety, ai safety, llm safety, human feedback, preference tuning, "
    "preference alignment, reward model, reward modeling, rlhf methods, value alignment, preference data",
    "reinforcement-learning": "rl, deep rl, drl, deep reinforcement learning, policy gradient, policy optimization, "
    "policy gradients, actor critic",
    "efficient-transformers": "efficient attention, linear attention, long context, long contexts, fast transformers, "
    "subquadratic attention, attention efficiency, memory efficient transformers",
    "efficient-training-and-inference": "efficient training, efficient inference, inference, serving, model serving, "
    "llm inference, distributed training, model parallelism, parallelism, data parallelism, large scale training, "
    "mlsys, training systems, inference efficiency, parallel training",
    "quantization": "quantisation, quant, ptq, low precision, low-bit, model compression, compression, int4, "
    "quantized models, weight quantization, llm quantization",
    "mixture-of-experts": "moe, moes, smoe, mixture of expert models, expert models, sparse models, routing, "
    "sparse mixture of experts, conditional computation, sparsity",
    "state-space-models": "ssm, ssms, state space, state-space model, deep state space models, "
    "long sequence modeling, long range sequence modeling",
    "optimization": "optimiser, optimizer, optimisation, optimizers, optimization algorithms, training optimization",
}
ONE_PAPER = frozenset({"classic", "famous", "first", "known", "original", "paper"})


def topic_names(topics: Mapping[str, str]) -> dict[str, str]:
    """Return the slugs of topics by all their names, in the form of `plain_name`."""
    names: dict[str, str] = {}
    for slug, name in topics.items():
        for known in (slug, name, *OTHER_NAMES.get(slug, "").split(",")):
            names.setdefault(plain_name(known), slug)
    names.pop("", None)
    return names


def plain_name(text: str) -> str:
    """Return a topic's name without endings, spaces and the words people put around it ("papers on").

    "The original … paper" keeps its words, because it means one paper.
    """
    return "".join(stem(word) for word in normalise(text).split() if word not in STOP_WORDS - ONE_PAPER)
