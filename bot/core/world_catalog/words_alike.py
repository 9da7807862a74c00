"""Common words that one typing error would turn into another common word: "mode" and "model", "word" and "world".

Of 200,000 titles, at least twenty have the word, and at least twenty the other. The import doesn't count words itself:
only a large one would find these, and whether two papers are the same would depend on the rest of the import.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

SHORTEST_STEM = 4
SHORT_WORD = 4
LONGEST_SHARED_ENDING = 2
LONG_WORD = 6  # letters; words as long may be two letters apart
SUBSTANCE = re.compile(r"([a-z]{3,})(?:ate|ide|ite|ane|ene|yne)s?")
ENDS_LIKE_CENTER = re.compile(r"(?<=[tb])er(?=s?$)")
# Endings of one word's forms. Authors change these from one version to the next: "estimation", "estimator".
FORMS = """
    s es e ed d er ers r rs ing ings ion ions or ors ive al ally ly y ic ics ical ity ies ied ent ence ency ant ance
    ancy ous n ism ist ial able ably ized izes ization ation ations ate ated ates um a us i is
"""
ENDINGS = frozenset(["", *FORMS.split()])
OF_VERBS = frozenset({"e", "ed", "es", "ing", "ings", "ion", "ions", "ation"})
OF_GREEK = {"on", "a"}  # "criterion", "criteria"
WORDS = """
    absorption actin acting action actor addition adsorption adverse aging along altitude among angle angular ankle
    annular arcs area aria arms asking asymmetric asymmetries attitude auction audition automation automaton averse axes
    axis back bacteria bacterial ball band banding bang base based basic basin basis batch bath bayes beads beam bearing
    beat beating bell belt bench bend bending bent bert best beta bias biased biases bidding binding bits black blend
    blending blind bloch block blocking blue blume blur bond bonded bonding bone border born boron bose boson both
    bouncing bound bounded bounding brain bridge bridging bright bringing broad bunch cage caging cannot caption care
    carnot cars case cation cats cause cerium cesium chance change changing charge charged charging charmed chip click
    clip clock cloning closing cluster clustered clutter cluttered coast code coil coin cold competing computing cone
    confirmation conformation connection content context convection cooper copper cord core cost cover cues curie curse
    curve cuts death decay defect deflection delay delocalization dependence dependency depth detect dilated diluted
    does donor door dots double doublet drag driver drug early edge edit eight ejection elections electrons evaluation
    even event exit face fact factor fail fair fake fall falling fast fate feed feet file fill filling film find finder
    fine finger fire firing five fixing flame fleet flight flocking flying foam foil fold food foot forced forcing form
    formed forming fraction fractional frame frank friction frictional fuel full functions fused fusing gain gait game
    gans gaps gases gate gating gaze generalize generalized ghost gliding gold good grain gram grating gray grazing grid
    grip ground grounding guiding half hall halo hand hard hate have head heading healing heart heat heating height held
    help hole holography home homography host hull hydrogel hydrogen identify identity imitation indices induces inertia
    inertial infer inner inter internal interval ions isotopic isotropic issues junctions knight knot know lamb land
    lane laser last late layer lead leading leaf least left legs lens less life lift light like limb limitation line
    link list lite live load loading locking logic logit long look looking loop lorentz lorenz loss lost lung lying mach
    made magnet magneto make making maps marching marker market mars maser mask masking mass massively master match
    matching math matter media medial median medical meet melt mental mess meta metal mind mini minima minimal minimax
    mining mixing mobility modal mode model moire more most motility mott move much multiple multiplex multipole naive
    native nearly need neel night nobel node note novel odes optical optically optimal optimally order over paced packed
    packet packing painting parity parking parsing part party pass passing passively past patch path penning perception
    perceptron persona personal phase photon photos phrase picking pile pinch pinning pions pipe pitch place plan plane
    plant plate play player plug plus pointing pole poly pool poor pore port pose position positron post powder power
    preference printing probing produce product projectile projection projective promoting prompting protection proton
    proving pure purity racing radii radio rain ranged ranging rank ranked ranking rare rate rating ratio read real
    reference reflection refraction rejection related relating relaxed relaxing relocalization replay reply reset rest
    retina retinal retraction ride ridge right river road robot role roll room root rope round rounding rover rule safe
    same sample sampler sand scan scanning scars score section seed seeing seeking seen selection seven shading shape
    shaped shaping share shared sharing sharp shaw sheared shearing shift shock shop short shot show side sided silver
    simple simpler simplex simulation sine single singlet site situ size sized skid skill skin skip sleep slice slide
    slip slit slot slow smart snap soap solar solver some sonar span spanning spectra spectral speed spike spin spinal
    spine spinning spiral splatting splay spline split splitting sports spot spring stable stack stacking stage stair
    stand star stark start state steep step stepping stick sticking still stimulation stitching stock stone stop
    stopping strain strained string strong suction suit suite sums svms swap swarm swift swing switching symmetric
    symmetries table tabular take taking tale talk talking taming task team teaming tearing tele tell term test text
    than that them then they thick thin think thinking thinning this thompson thomson three thrust timing tissues
    tomography tone trace tracer tracing track tracker tracking trade trading train trained trans traps tree trick
    triple triplet true trust tube tubular tune tuning turing turning twin used user using valuation value valve vehicle
    vesicle viral virial waals waiting wake walk wall wang warm wave wedge weight well weyl while white whole wide width
    wigner wild wind winding wing winner winning wire with word work world writing zeno zero
"""
ALIKE = frozenset(WORDS.split())
THREES = frozenset(f" {word} "[at : at + 3] for word in ALIKE for at in range(len(word)))
FEWEST_ODD = 4


def are_two_words(one: str, other: str) -> bool:
    """Return whether these have nearly the same letters, but are more likely two words than one with a typing error.

    Common words a letter apart are. So are most words two letters apart, as "simulation" and "situation", since few
    make two errors in one word. If letters only changed places, as in "form" and "from", it is a typing error.
    """
    if sorted(one) == sorted(other):
        return False
    if _are_substances(one, other):
        return True
    if are_forms(one, other):
        return False
    apart = OSA.distance(one, other, score_cutoff=2)
    if apart != 2 or min(len(one), len(other)) < LONG_WORD:  # noqa: PLR2004
        return apart == 1 and _is_known(one) and _is_known(other)
    # "Supervised" has become "supervized", and so differs from "supervsed" in two letters.
    return OSA.distance(_british(one), _british(other)) > 1 and not _looks_mistyped(one, other)


def are_short_words(one: str, other: str) -> bool:
    """Return whether both are so short that a typing error would make another word, as with "spin" and "swin"."""
    return len(one) == len(other) <= SHORT_WORD and sorted(one) != sorted(other) and OSA.distance(one, other) == 1


def _are_substances(one: str, other: str) -> bool:
    """Return whether only the chemical ending differs: chlorate and chloride, butane and butene."""
    mine, others = SUBSTANCE.fullmatch(one), SUBSTANCE.fullmatch(other)
    return bool(mine and others and mine[1] == others[1])


def _looks_mistyped(one: str, other: str) -> bool:
    """Return whether one word has many groups of three letters that common words don't have: "commumicatjon"."""
    mine, others = ({f" {word} "[at : at + 3] for at in range(len(word))} for word in (one, other))
    return max(len(mine - others - THREES), len(others - mine - THREES)) >= FEWEST_ODD


def _british(word: str) -> str:
    """Return the word as it may have been before `in_one_spelling`, so that a typing error in it counts once."""
    return ENDS_LIKE_CENTER.sub("re", word).replace("z", "s").replace("ell", "el")


def _is_known(word: str) -> bool:
    return word in ALIKE or word.removesuffix("s") in ALIKE


def are_forms(one: str, other: str, endings: frozenset[str] = ENDINGS) -> bool:
    """Return whether two words are the same beginning with two of the endings."""
    shared = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    longest = min(len(one), len(other)) if shared is None else shared
    if {one[longest:], other[longest:]} == OF_GREEK:
        return True
    # The stem may be shorter than what both share: "estimating" and "estimation" share "estimati".
    stems = range(longest, max(SHORTEST_STEM, longest - LONGEST_SHARED_ENDING) - 1, -1)
    return any(one[size:] in endings and other[size:] in endings for size in stems)
