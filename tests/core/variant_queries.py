"""Queries that differ from a paper's name or title by one sign or word."""

from __future__ import annotations

# Other papers and models. Asking back is fine; a card would be wrong.
OTHERS: tuple[str, ...] = (
    *("LoRA+", "LoRA++", "LoRA-GA", "LoRA-XS", "LoRA-FA", "QA-LoRA", "ReLoRA", "AdaLoRA", "LoRA without regret"),
    *("unet++", "U-Net++", "UNet 3+", "Attention U-Net", "nnU-Net"),
    *("DPO-positive", "DPOP", "BERT-tiny", "RoBERTa-large", "ALBERT v2", "FLAN-T5", "mT5", "GPT-NeoX", "GPT Neo"),
    *("Mamba-2", "mamba 2", "Vision Mamba", "MambaByte", "Jamba", "FlashAttention-2", "FlashDecoding"),
    *("AdamW", "Adam+", "Adam-mini", "AMSGrad", "DDIM", "DDPM++", "NCSN++", "S4D", "S5", "S4ND", "Hyena DNA"),
    *("StripedHyena", "ZeRO++", "ZeRO-Offload", "ZeRO-Infinity", "PPO2", "TRPO+", "Orca 2", "Gopher 2", "PaLM 2"),
    *("Stable Diffusion XL", "Megatron-Turing NLG", "Latent Consistency Models", "Retentive Network"),
    *("Attention Is Not Explanation", "Pay Attention to MLPs", "Hungry Hungry Humans", "GPT-3 davinci"),
    *("Large Language Models are Zero-Shot Reasoners", "Scaling Laws for Transfer", "Orca: Progressive Learning"),
    *("Scaling Laws for Autoregressive Generative Modeling", "Scaling Data-Constrained Language Models"),
    *("Deep Reinforcement Learning with Double Q-learning", "Sequence to Sequence Learning with Keras"),
    *("Flow matching for generative modeling", "Reformer", "GRPO", "LongLoRA", "Mixture of LoRA experts", "VQ-VAE"),
    "Attention is not all you need: pure attention loses rank",
)

# Titles close to one of ours. The answer is "This one comes closest", not a card.
ASKED: tuple[tuple[str, str], ...] = (
    ("Attention Is Not All You Need", "attention"),
    ("Attention Is Off By One", "attention"),
    ("Improved Denoising Diffusion Probabilistic Models", "ddpm"),
    ("Denoising Diffusion Implicit Models", "ddpm"),
    ("Language Models are Zero-Shot Learners", "gpt3"),
    ("Training Compute-Optimal Protein Language Models", "chinchilla"),
    ("Diffusion Models Beat GANs on Image Classification", "adm"),
    ("Generating Long Sequences with Dense Transformers", "sparse-transformer"),
    ("Neural Controlled Differential Equations", "neural-ode"),
    ("Rotary Position Embedding for Vision Transformer", "roformer"),
    ("Direct Preference Optimization with an Offset", "dpo"),
    ("Your Language Model is Not Secretly a Reward Model", "dpo"),
    ("Parameter-Efficient Transfer Learning for Vision", "adapters"),
    ("Structured State Spaces for Time Series", "s4"),
    ("High-Resolution Video Synthesis with Latent Diffusion Models", "ldm"),
    ("Prefix-Tuning Without Prompts", "prefix-tuning"),
    ("Unified Scaling Laws for Compressed Representations", "clark"),
)

# Words around a name, or a size that the paper itself reports, still mean the same paper.
MEANT: tuple[tuple[str, str], ...] = (
    ("T5-large", "t5"),
    ("BERT-large", "bert"),
    ("GPT-3 Brown", "gpt3"),
    ("the lora paper please", "lora"),
    ("LoRA (ICLR 2022)", "lora"),
    ("bert devlin et al. 2018", "bert"),
    ("vaswani et al 2017 attention", "attention"),
    ("mixture of experts shazeer", "moe2017"),
    ("A2C", "a3c"),
    ("helpful honest harmless", "askell"),
    (
        "Ho, J., Jain, A., Abbeel, P.: Denoising diffusion probabilistic models. In: NeurIPS, vol. 33 (2020)",
        "ddpm",
    ),
)
