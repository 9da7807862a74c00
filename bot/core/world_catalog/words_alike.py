"""Common words that a typing error would turn into another common word: "mode" and "model", "word" and "world".

They are in twenty titles of 200,000 or more, and so is the other word.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

SHORTEST_STEM = 4
SHORT_WORD = 4
LONGEST_SHARED_ENDING = 2
LONG_WORD = 6  # letters, from which on two of them may differ
# Endings of one word's forms. Authors change these from one version to the next: "estimation", "estimator".
SUBSTANCE = re.compile(r"([a-z]{3,})(?:ate|ide|ite|ane|ene|yne)s?")
FORMS = """
    s es e ed d er ers r rs ing ings ion ions or ors ive al ally ly y ic ics ical ity ies ied ent ence ency ant ance
    ancy ous n ism ist ial able ably ized izes ization ation ations ate ated ates um a us i is
"""
ENDINGS = frozenset(["", *FORMS.split()])
OF_VERBS = frozenset({"e", "ed", "es", "ing", "ings", "ion", "ions", "ation"})
WORDS = """
    abductive absorption abstraction abstractive accelerating acceleration actin acting action activated activation
    actor actuation adaptively adaptivity addition admittance adsorption adverse aggregating aggregation aging alignment
    along alternating alternative altitude among amplification amplified angle angular animating animation anisotropic
    anisotropies ankle annular anticipating anticipation antiferromagnetic antiferromagnetism application approximating
    approximation arbitrarily arbitrary arcs area argumentation aria arms articulated asking assemblies assembling
    assessing assignment assistance assistant assisting assistive associating association associative asymmetric
    asymmetries attachment attention attentive attenuation attitude attraction attractive auction audition augmentation
    augmented augmenting automated automatic automating automation automaton auvs averaging averse axes axiomatic axis
    axisymmetric back bacteria bacterial ball band banding bang base based basic basin basis batch bath bayes beads beam
    bearing beat beating bell belt bench bend bending bent bert best beta bias biased biases bidding bidirectional
    binding binocular biological bistability bits black blend blending blind bloch block blocking blue blume blur bond
    bonded bonding bone border born boron bose boson both bouncing bound bounded bounding brain bridge bridging bright
    bringing broad bunch cage caging calculating calculation calibrating calibration cannot capability caption care
    carnot cars case catalysis catalytic cation cats cause cavitation centralized cerium certification certified
    certifying cesium chance change changing charge charged charging charmed chip circulation click clip clock cloning
    closing cluster clustered clutter cluttered coast code cognition cognitive coherence coil coin coincidence cold
    collaboration collaborative collection collective colorization combination combining communicating communication
    compaction companion comparative comparing comparison compensating compensation competing competition competitive
    compilation completion compliance compliant composing composite compositing composition comprehension comprehensive
    compressible compressing compression compressive computation computing conceptual condensation condition conducting
    conduction conductive conductivity cone conference confidence confining confirmation conformation congestion
    conjugated connected connecting connection connectivity conservation conservative conserving consistency consistent
    constancy constants constrained constraining constraint constructing construction constructive containing content
    context contextual contraction contrasting contrastive convection convective convergence convergent converges
    converging conversation conversion cooper cooperation cooperative coordinating coordination copper cord core
    coreference corrected correcting correction correlated correlation corrugated corrupted corruption cost covariance
    covariant covariate cover cues curie curse curve cuts death debiasing decay defect deficient deflection deformation
    deforming degeneracy degenerate delay delocalization demonstrating demonstration dependence dependency dependent
    dephasing depinning depletion depression depth derivation derivative description descriptive designing desorption
    destruction detachment detect detecting detection deuterons deviation dewetting dexterous diagnosing diagnosis
    diagnostic diamagnetic diamagnetism difference different differentiable differential differentially diffraction
    diffractive diffusing diffusion diffusive dilated diluted direction discrimination discriminative dislocation
    dispersion dispersive dissipation dissipative dissociation dissociative distances divergence divergent does donor
    door dots double doublet drag driver drug early ecological edge edit education effective efficiency efficient
    efficiently eight ejection elections electrode electrons elicitation eliminating elimination emissions emittance
    employing emulsions ensembling entailment entrainment equivalence equivalent equivariance equivariant ergodicity
    estimating estimation evaluating evaluation evaporating evaporation even event evolution examination excitation
    exclusion exclusive exit expanding expansion explaining explanation exploitation exploiting exploration exploring
    explosion explosive expression expressive extending extensible extension extensive extinction extracting extraction
    extractive extremely extremity extrinsic fabrication face fact factor factorial fail fair fake fall falling fast
    fate federated feed feet ferromagnetic ferromagnetism file fill filling film filtering find finder fine finger
    fingering fire firing five fixing flame fleet flight flocking fluctuating fluctuation fluorescense fluorescent
    flying foam foil fold food foot forced forcing form formation formed forming formulation fraction fractional frame
    frank friction frictional from fuel full functional functions fused fusing gain gait game gans gaps gases gate
    gating gaze generalist generalize generalized generated generating generation generative geometric geometries ghost
    gliding gold good grain gram grating gray grazing grid grip ground grounding guiding half hall halo hand hard
    harnessing harvesting hate have head heading healing heart heat heating height held help hole holographic holography
    home homography host hull hydrogel hydrogen hysteresis hysteretic identify identity imbalanced imitating imitation
    implication implicitly implosion importance important impulsive imputation incentive inclusion inclusive
    inconsistency inconsistent independence independent indices induces induction inductive inertia inertial infer
    inference inferring inflation influence information informative injection inner insertion inspection instability
    instances instruction integrable integrals integrate integrating integration intelligence intelligent intensity
    intensive intention inter interacting interaction interactive intercalation interferometer interferometry
    intermittency intermittent internal interpolating interpolation intersection interval intervention intrinsic
    intuitive invariance invariant inversion investigating investigation ions isolation isometric isotopic isotropic
    issues iteration iterative junctions knight knot know lamb land lane laser last late layer lead leading leaf least
    left legs lens less leveraging levitation life lift light like limb limitation line link list lite live load loading
    locations locking logic logit long look looking loop lorentz lorenz loss lost lubrication lung lying lyotropic mach
    made magnet magnetism magnetite magnetized magneto make making manipulating manipulation maps marching marker market
    mars maser mask masking mass massively master match matching math matter mechanics mechanism media medial median
    medical meet melt mental mess meta metal microcavity microgravity microscale microscope migration mind mini minima
    minimal minimax mining mitigating mitigation mixing mobility modal mode model modularity modulating modulation moire
    molecular molecules monocular more most motility motivated motivation mott move much multibody multilabel multilayer
    multilevel multimode multiparticle multipartite multiple multiplex multiplication multiplicative multipole
    multirobot multirotor multiscale multistage naive nanopores nanowires native navigating navigation nearly necessary
    necessity need neel night nobel noble node note novel objective observation observing obtaining occlusion occurrence
    odes odor omnidirectional operating operation optical optically optimal optimally order oscillating oscillation over
    overdamped overdoped paced packed packet packing painting palpation parity parking parsing part partially
    particulate party pass passing passively passivity past patch path penalization penetration penning perception
    perceptron percolating percolation performing periodicity persistence persistent persona personal perturbation
    perturbative phase phenomena phenomenon photoelectric photoelectron photography photon photos phrase picking pile
    pinch pinning pions pipe pitch place plan plane plant plate play player plug plus pointing polarization pole poly
    pool poor popularity population pore port pose position positron post powder power precession precision predicting
    prediction predictive preference preparation presentation preservation preventing prevention printing proactive
    probing produce product production progression progressive projectile projection projective promoting promotion
    prompting propagating propagation proprioception proprioceptive propulsion prosthesis prosthetic protecting
    protection proton proving pure purification purity quadrupolar quadrupole racing radiation radiative radii radio
    radioactive rain ranged ranging rank ranked ranking rare rate rating ratio reactions read real realization
    reconstructing reconstruction recovering rectification rectified recurrence recurrent recursive reduction redundancy
    redundant redundantly reference referring reflecting reflection reflective reflectivity refraction refractive
    regression rejection related relating relational relations relaxations relaxed relaxing relighting relocalization
    replay replication reply representation representative repulsion repulsive resampling rescaling reset resetting
    resilience resilient resistance resistive resolution resolving rest resulting retina retinal retraction revealing
    reversing reweighting ride ridge right river road robot role roll room root rope rotational rotations round rounding
    rover rule safe same sample sampler sand saturation scalability scan scanning scars scattering score section
    sedimentation seed seeing seeking seen segmentation segmented segmenting segregation selecting selection selective
    selectively selectivity sentences separating separation sequences seven shading shape shaped shaping share shared
    sharing sharp shaw sheared shearing shift shock shop short shot show side sided significance significant silver
    simple simpler simplex simplicial simplicity simplification simplified simulating simulation sine single singlet
    site situ situation size sized sketching skid skill skin skip sleep slice slide slip slit slot slow smart snap soap
    solar solvation solver some sonar span spanning spatially spectra spectral spectrometer spectrometry speed spike
    spin spinal spine spinning spiral splatting splay spline split splitting sports spot spreading spring sputtering
    stability stabilize stable stack stacking stage stair stand star stark start state steep step stepping stick
    sticking still stimulation stitching stock stone stop stopping strain strained strategic strategies streaming
    stretching string strong stylization subdiffusion subdiffusive subjective subsampling suction sufficient suit suite
    sums superradiance superradiant supersolid supersonic suppressing suppression svms swap swarm swift swing switching
    symmetric symmetries syntactic synthesis synthetic table tabular take taking tale talk talking taming task team
    teaming tearing tele tell term test text than that them then there they thick thin think thinking thinning this
    thompson thomson three thrust timing tissues tomography tone topographic trace tracer tracing track tracker tracking
    tractable trade trading train trainable trained trans transduction transductive transferable transferring transfers
    transform transformable transformation transforming transition translating translation translocation transparency
    transparent transport transportation transverse traps traveling traversing tree trick triple triplet true trust tube
    tubular tune tuning turbulence turbulent turing turning twin uavs unbalanced uncertain uncertainty uncovering
    underdamped underdoped undergoing underlying unidirectional unification unlearning unleashing unraveling upsampling
    used user using utilization validation valuation value valve variation vehicle verification verifying vesicle
    vibrating vibration violating violation viral virial waals waiting wake walk wall wang warm wave wedge weight
    weighting well weyl while white whole wide width wigner wild wind winding wing winner winning wire with word work
    world writing zeno zero
"""
ALIKE = frozenset(WORDS.split())


def are_two_words(one: str, other: str) -> bool:
    """Return whether both are common words with nearly the same letters, and not two forms of one word.

    If letters only changed places, as in "form" and "from", it is a typing error.
    """
    if sorted(one) == sorted(other):
        return False
    if _are_substances(one, other):
        return True
    if not (_is_known(one) and _is_known(other)) or are_forms(one, other):
        return False
    most = 2 if min(len(one), len(other)) >= LONG_WORD else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def are_short_words(one: str, other: str) -> bool:
    """Return whether both are so short that a typing error would make another word, as with "spin" and "swin"."""
    return len(one) == len(other) <= SHORT_WORD and sorted(one) != sorted(other) and OSA.distance(one, other) == 1


def _are_substances(one: str, other: str) -> bool:
    """Return whether only the chemical ending differs: chlorate and chloride, butane and butene."""
    mine, others = SUBSTANCE.fullmatch(one), SUBSTANCE.fullmatch(other)
    return bool(mine and others and mine[1] == others[1])


def _is_known(word: str) -> bool:
    return word in ALIKE or word.removesuffix("s") in ALIKE


def are_forms(one: str, other: str, endings: frozenset[str] = ENDINGS) -> bool:
    """Return whether two words are the same beginning with two of the endings."""
    shared = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    longest = min(len(one), len(other)) if shared is None else shared
    # "Estimating" and "estimation" have an "i" more in common than the stem.
    stems = range(longest, max(SHORTEST_STEM, longest - LONGEST_SHARED_ENDING) - 1, -1)
    return any(one[size:] in endings and other[size:] in endings for size in stems)
