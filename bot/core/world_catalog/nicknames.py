"""Names by which everybody knows a paper although its title has another one: "ResNet", "the VAE paper"."""

from __future__ import annotations

from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS

LONGEST = 60
# Some names have two papers, each as well known.
IDS = """
    3dgs 2308.04079, alexnet 10.1145/3065386, alphafold 10.1038/s41586-021-03819-2 10.1038/s41586-019-1923-7, alphafold2
    10.1038/s41586-021-03819-2, alphago 10.1038/nature16961, alphagozero 10.1038/nature24270, alphazero 1712.01815,
    batchnorm 1502.03167, biggan 1809.11096, byol 2006.07733, coco 1405.0312, convnext 2201.03545, cyclegan 1703.10593,
    dalle 2102.12092, dalle2 2204.06125, dcgan 1511.06434, ddpg 1509.02971, densenet 1608.06993, detr 2005.12872, dino
    2104.14294 2203.03605, dqn 1312.5602 10.1038/nature14236, elmo 1802.05365, fasttext 1607.04606, gan 1406.2661, gans
    1406.2661, gat 1710.10903, gaussiansplatting 2308.04079, gcn 1609.02907, gin 1810.00826, glove 10.3115/v1/d14-1162,
    googlenet 1409.4842, gradcam 1610.02391, graphsage 1706.02216, groupnorm 1803.08494, gru 1406.1078, inception
    1409.4842, kan 2404.19756, layernorm 1607.06450, lime 1602.04938, lstm 10.1162/neco.1997.9.8.1735, lstms
    10.1162/neco.1997.9.8.1735, mae 2111.06377, maml 1703.03400, mlpmixer 2105.01601, mobilenet 1704.04861, moco
    1911.05722, mscoco 1405.0312, muzero 1911.08265, neuralode 1806.07366, pix2pix 1611.07004, resnet 1512.03385,
    resnets 1512.03385, sac 1801.01290, sam 2304.02643 2010.01412, shap 1705.07874, simclr 2002.05709, stylegan
    1812.04948, stylegan2 1912.04958, swin 2103.14030, td3 1802.09477, ulmfit 1801.06146, unclip 2204.06125, vae
    1312.6114, vaes 1312.6114, vgg 1409.1556, vgg16 1409.1556, vgg19 1409.1556, vggnet 1409.1556, vqvae 1711.00937, wgan
    1701.07875, wgangp 1704.00028, word2vec 1301.3781 1310.4546
"""
KNOWN = {name: tuple(ids) for name, *ids in map(str.split, IDS.split(","))}


def nicknamed(query: str) -> tuple[tuple[str, ...], str]:
    """Return the arXiv ids or DOIs of the papers that a query has a nickname of, and its other telling words."""
    plain = normalise(query, LONGEST)
    words = [word for word in plain.split() if word not in STOP_WORDS]
    if known := KNOWN.get("".join(words)):
        return ((), "") if " et al" in plain else (known, "")
    # In "Kan et al. 2024", it is somebody's name.
    at = next((at for at, word in enumerate(words) if word in KNOWN and f"{word} et al" not in plain), None)
    return ((), "") if at is None else (KNOWN[words[at]], " ".join(words[:at] + words[at + 1 :]))
