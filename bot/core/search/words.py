"""Words that say little about which paper is meant."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Function words that reverse no meaning ("not" and "without" do), and what people put around a title in a request.
STOP_WORDS = _words(
    """
    a an and are as at be been being but by can could did do does for from had has have he her him his how i
    if in into is it its just me my of on onto or our out s she should so some t than that the
    their them then there these they this those to too towards up us very via was we were what whats when
    where which who why will with would you your all any also about abstract arxiv article articles
    author authors called citation cite doc et al find get give guys hello hey hi introduced introducing
    introduces known link looking lookup need one ones original paper papers pdf please plz pls preprint
    proposed publication published read reading remember search send show something stuff talk talks tell
    thanks thank thing think title titled using used uses version want wanted work written wrote yes famous
    classic first new recent know anyone someone maybe kind like help im iirc lol explain explains
    everything nothing named describes describing share got again time train trains day today tomorrow
    """
)

# These turn a title into a different title.
TURNS = _words("no non nor not off xl xs")

# What programs and forms write for an empty value.
PLACEHOLDERS = _words("nan none null nil undefined na void nat tbd tba todo true false") | {"n a", "not a number"}

# Words of the field or its people, in so many papers that a paper without them is no worse an answer.
FIELD_WORDS = _words(
    """
    acl ai brain rl algorithm algorithms anthropic approach architecture berkeley big berlin cmu colm compvis
    conference cvpr data dataset deep deepmind deepspeed eleutherai emnlp facebook fair fast google gpu gpus
    huggingface iclr icml idea implementation jmlr journal large layer layers learning llm llms lm lms loss
    machine meta method methods microsoft mit ml model models naacl network networks neural neurips nips nlp
    nvidia openai openreview osdi report results scratch sosp stanford system systems team technical
    technique theory toronto training trick tutorial uc university workshop oxford explained vs
    advances annual association information international pages pp proceedings processing symposium transactions vol
    volume
    """
)

# Names of meetings and journals, and what is around them in references.
VENUE_WORDS = _words(
    """
    3dv aaai accv acl acm acml acmmm advances aistats alt annals annual association bmvc cikm coling colm colt
    comput conf conference corl cvpr eacl eccv ecml emnlp expt icassp iccv icip iclr icml icpr icra ieee ijcai
    international interspeech iros jmlr journal kdd lett miccai mod naacl neurips nips openreview pages pami
    phys pkdd pmlr pp prb prd pre prl proc proceedings prx rev rss sci siggraph siggraphasia sigir springer
    symposium tacl tip tmlr tog tpami trans transactions uai uist vol wacv wsdm www
    """
)

# Names of papers that are also words or first names. In prose they count only as the paper spells them.
EVERYDAY_WORDS = _words(
    """
    adam adapter adapters alignment alpha april attention base bell brown clark compression convolution
    diffusion dropout elephant elmo encoder expert experts gopher guidance hash hippo hippos hyena layer
    layers learner learners memory mixture model models optimizer optimizers orca paged phi pipe prefix
    preference preferences prompt prompts quantization regularization rope ropes rounding routing scaling
    sparse switch transformer transformers tuning unified zero
    """
)
