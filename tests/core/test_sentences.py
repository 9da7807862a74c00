"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import sentences as module
from bot.core.text.sentences import is_end_mark, sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It needs 3.5 GB (Fig. 2), e.g. in v1.2. Hu et al. (2022) fix it. Really?! Yes...", 4),
        ("it is slow. it is better vs. Adam, i.e. faster. like... really", 3),
        ("By Hu et al. They froze it.", 2),
        ("Code, data, etc. are there, etc. Then it ends.", 2),
        ("D. P. Kingma and J. Ba wrote it. Edward J. Hu did not.", 2),
        ("They had a plan B. It worked.", 2),
        ("It fits in the app. We like it. Is it? No. See Eq. (3) and No. 5.", 5),
        ("“Why?” asks the paper. It answers “because.” Then it stops!", 3),
        ("Well… it works… But it costs.", 2),
        ("See https://arxiv.org/abs/2106.09685v2. It holds at 1e-4. 3x faster.", 3),
        ("• One point\n• Another point\n1. A third\n2) and a fourth", 4),
        ("A line that was wrapped\nby an editor. And a second.", 2),
        ("One line\nAnother line", 2),
        ("A list:\nfirst\n- second", 3),
        ("结果很好。方法简单！", 2),
        ("No end mark", 1),
        ("", 0),
        (" \n…\n?! --- 🙂", 0),
    ],
)
def test_how_many_sentences_a_text_has(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


WRITING = st.text(st.sampled_from("aB3 .!?…\n-“”)e.g vs\u0301\u200b。"), max_size=80)


@given(st.one_of(st.text(max_size=200), WRITING))
def test_no_visible_character_is_lost(text: str) -> None:
    found = sentences(text)
    assert all(any(char.isalnum() for char in sentence) for sentence in found)
    letters = [char for char in "".join(found) if char.isalpha()]
    written = [char for char in text if char.isalpha()]
    assert len(letters) <= len(written) <= len(letters) + text.count(")")  # "a)" before a list item is its number


@given(st.lists(st.sampled_from(["The rank is low", "It costs 3.5 GB", "Hu et al. agree", "Is it so"]), max_size=9))
def test_plain_sentences_are_counted(parts: list[str]) -> None:
    assert len(sentences(" ".join(f"{part}." for part in parts))) == len(parts)


# One text per language, with its typical abbreviations and punctuation.
IN_ALL_SCRIPTS = [
    ("en", "It reaches 91.7% on GLUE [12]. This beats the baseline (89.5%). See Sec. 4.2 for more.", 3),
    ("en", "The U.S. team ran it. They used approx. 3 GB.", 2),
    ("en", "Is it new? Yes! And it works.", 3),
    ("en", "Dr. Smith et al. showed this in Jan. 2021. It holds.", 2),
    ("de", "Das Training ist teuer. Sie frieren z. B. die Gewichte ein. Das spart ca. 3 GB.", 3),
    ("de", "Am 3. Mai erschien es. Vgl. Abb. 2 im Anhang. Das reicht.", 3),
    ("fr", "L'entraînement coûte cher. Ils gèlent les poids, p. ex. ceux de l'attention. Est-ce utile ? Oui !", 4),
    ("es", "Entrenar es caro. ¿Funciona? ¡Sí! El Dr. Pérez lo probó.", 4),
    ("it", "È costoso. Funziona bene. Perché? Non si sa.", 4),
    ("ru", "Обучение стоит дорого. Они заморозили веса, т. е. не меняли их. Работает ли это? Да!", 4),
    ("el", "Η εκπαίδευση είναι ακριβή. Πάγωσαν τα βάρη. Γιατί λειτουργεί; Δεν ξέρουμε.", 4),
    ("hi", "प्रशिक्षण महँगा है। उन्होंने भार जमा दिए। परिणाम अच्छे हैं।", 3),
    ("hi", "यह 3.5 GB लेता है। क्या यह काम करता है? हाँ!", 3),
    ("mr", "प्रशिक्षण महाग आहे. त्यांनी वजने गोठवली. निकाल चांगले आहेत.", 3),
    ("sa", "धर्मक्षेत्रे कुरुक्षेत्रे समवेता युयुत्सवः। मामकाः पाण्डवाश्चैव किमकुर्वत सञ्जय॥ इति।", 3),
    ("bn", "প্রশিক্ষণ ব্যয়বহুল। তারা ওজন স্থির করেছে। ফলাফল ভালো।", 3),
    ("ta", "பயிற்சி விலை உயர்ந்தது. அவர்கள் எடைகளை உறைய வைத்தனர். முடிவுகள் நன்றாக உள்ளன.", 3),
    ("pa", "ਸਿਖਲਾਈ ਮਹਿੰਗੀ ਹੈ। ਨਤੀਜੇ ਚੰਗੇ ਹਨ।", 2),
    ("ar", "التدريب مكلف. لقد جمدوا الأوزان. هل يعمل؟ نعم!", 4),
    ("fa", "آموزش گران است. وزن‌ها را ثابت کردند. آیا کار می‌کند؟ بله.", 4),
    ("ur", "تربیت مہنگی ہے۔ انہوں نے وزن منجمد کیے۔ کیا یہ کام کرتا ہے؟ جی ہاں۔", 4),
    ("he", "האימון יקר. הם הקפיאו את המשקולות. האם זה עובד? כן!", 4),
    ("yi", "עס איז טייער. עס ארבעט.", 2),
    ("hy", "Ուսուցումը թանկ է։ Նրանք սառեցրին կշիռները։ Արդյունքները լավն են։", 3),
    ("am", "ስልጠናው ውድ ነው። ክብደቶቹን አቆሙ። ውጤቶቹ ጥሩ ናቸው።", 3),
    ("zh", "训练很贵。他们冻结了权重！有用吗？有用。", 4),
    ("zh", "他说：“结果很好。”然后停了。", 2),
    ("ja", "学習は高い。彼らは重みを固定した。効果はあるか？ある！", 4),
    ("ja", "「なぜ？」と論文は問う。答えは書いていない。", 2),
    ("ko", "학습은 비싸다. 그들은 가중치를 고정했다. 효과가 있는가? 그렇다!", 4),
    ("th", "การฝึกมีราคาแพงมาก. ผลดีไหม? ดี!", 3),
    ("km", "ការបណ្តុះបណ្តាលថ្លៃ។ គេបង្កកទម្ងន់។ លទ្ធផលល្អ។", 3),
    ("my", "လေ့ကျင့်မှုက ဈေးကြီးသည်။ အလေးများကို အေးခဲစေသည်။ ရလဒ်ကောင်းသည်။", 3),
    ("lo", "ການຝຶກແພງ. ພວກເຂົາແຊ່ແຂງນ້ຳໜັກ. ຜົນໄດ້ຮັບດີ.", 3),
    ("si", "පුහුණුව මිල අධිකයි. ප්‍රතිඵල හොඳයි.", 2),
    ("te", "శిక్షణ ఖరీదైనది. ఫలితాలు బాగున్నాయి.", 2),
    ("ka", "სწავლება ძვირია. შედეგები კარგია.", 2),
    ("vi", "Huấn luyện tốn kém. Họ đóng băng trọng số. Kết quả tốt.", 3),
    ("tr", "Eğitim pahalı. Ağırlıkları dondurdular. İşe yarıyor mu? Evet.", 4),
    ("pl", "Trening jest drogi. Zamrozili wagi, np. w warstwie uwagi. Działa.", 3),
    ("mixed", "LoRA很好。It works. 还有问题吗？", 3),
    ("bo", "སྦྱོང་བརྡར་ནི་རིན་གོང་ཆེ། གྲུབ་འབྲས་ཡག་པོ་འདུག། ལེགས་སོ། །", 3),
    ("th-spaces", "การฝึกมีราคาแพง พวกเขาแช่แข็งน้ำหนัก ผลลัพธ์ดี", 1),
    ("hi-bar", "प्रशिक्षण महँगा है | परिणाम अच्छे हैं |", 2),
    ("am-two", "ስልጠናው ውድ ነው፡፡ ውጤቶቹ ጥሩ ናቸው፡፡", 2),
    ("my-comma", "ဈေးကြီးသည်၊ နှေးသည်။ ရလဒ်ကောင်းသည်။", 2),
    ("code", "They call torch.nn.Linear in v1.2.Then it stops. And model.fit is fast.", 2),
    ("en-ordinal", "In step 3. Then 4. Both hold.", 3),
    ("nl", "Het trainen is duur. Ze bevriezen bijv. de gewichten. Werkt het? Ja.", 4),
    ("pt", "Treinar é caro. O Dr. Silva testou isso. Funciona? Sim.", 4),
]


@pytest.mark.parametrize(("language", "text", "count"), IN_ALL_SCRIPTS)
def test_sentences_of_every_script(language: str, text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


@pytest.mark.parametrize(("language", "text", "count"), IN_ALL_SCRIPTS)
def test_the_sentences_contain_the_whole_text(language: str, text: str, count: int) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("mark", ".!?…。！？｡।॥۔؟։።፧။។៕།᙮᠃")
def test_marks_that_end_a_sentence(mark: str) -> None:
    assert is_end_mark(mark)


@pytest.mark.parametrize("mark", ",;:-、，؛،၊፡%&*'\"([{a1")
def test_marks_that_do_not_end_a_sentence(mark: str) -> None:
    assert not is_end_mark(mark)


@pytest.mark.parametrize("unit", ["a. ", "a.b ", "Fig. 3 ", "… A", "“a.” ", "(", "\n- a", "।", "e.g. ", "1.2.", "a\nb"])
def test_splitting_into_sentences_takes_linear_time(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    judged = module._goes_on

    def counted(before: str, after: str) -> bool:
        looked_at.append(len(before) + len(after))
        return judged(before, after)

    monkeypatch.setattr(module, "_goes_on", counted)
    work = []
    for times in (400, 800):
        looked_at.clear()
        sentences(unit * times)
        work.append(sum(looked_at))
    assert work[1] <= 2.1 * work[0] + 100


WITH_ABBREVIATIONS = [
    ("The paper by J. Smith, Ph.D., works. See pp. 3–5.", 2),
    ("We use the U.S. dataset. It has 1.2M rows.", 2),
    ("It got 95.2 vs. 93.1 for BERT. Nice.", 2),
    ("This is fast, i.e., not slow, e.g. as here. And w.r.t. speed it wins.", 2),
    ("(See Sec. 2.) Then it ends.", 2),
    ("He asked: does it work? Yes.", 2),
    ("Results are in Tab. 3 and Figs. 4–5. All good.", 2),
    ("It runs on one A100 (80 GB). St. Petersburg is far.", 2),
    ("Vaswani et al., 2017, showed it. [1, 2] agree. Cf. Sec. 3.", 3),
    ("Cheap!!! Fast??? Good.", 3),
    ("Mr. and Mrs. Hu wrote it in Jan. 2021. It was cold.", 2),
    ("It costs $5.00. No more.", 2),
    ("Its accuracy is 91. The baseline has 89.", 2),
    ("Is GPT-4 better than GPT-3.5? Nobody knows.", 2),
    ("Das Modell kostet 3,5 Mio. Euro. Prof. Müller u. a. zeigen das. Usw.", 3),
    ("Siehe S. 12 ff. und Kap. 3. Das gilt nicht. Warum? Weil!", 4),
    ("Die Autoren zeigen, dass das z.B. bei BERT gilt. Das ist gut.", 2),
    ("M. Dupont et Mme Curie l'ont testé. C'est-à-dire que ça marche. Voir p. 3.", 3),
    ("« C'est bon. » Puis il part.", 2),
    ("Sra. López y el Sr. Ruiz lo probaron. Pág. 3 lo dice.", 2),
    ("Это работает, и т. д. Но не всегда.", 2),
    ("यह डॉ. शर्मा का काम है। परिणाम अच्छे हैं।", 2),
    ("এটি ড. রহমানের কাজ। ফলাফল ভালো।", 2),
    ("இது ஒரு சோதனை. திரு. குமார் செய்தார்.", 2),
    ("هذا عمل د. أحمد. إنه جيد!", 2),
    ("یہ کام ڈاکٹر احمد کا ہے۔ نتیجہ 3.5 ہے۔", 2),
    ('זה עולה 3.5 ש"ח. זה טוב.', 2),
    ("价格是3.5元。版本v1.2。好。", 3),
    ("これはv1.2です。「はい。」と答えた。終わり。", 3),
    ("モデルは大きい．結果は良い．", 2),
    ("이것은 3.5GB입니다. 예. 좋다!", 3),
    ("ที่นี่มี 3.5 GB. ดี. จบ.", 3),
    ("នេះគឺ 3.5 GB។ ល្អ៕", 2),
    ("ဒါက 3.5 GB ရှိသည်။ ကောင်းသည်။", 2),
    ("ນີ້ແມ່ນ 3.5 GB. ດີ.", 2),
    ("ይህ 3.5 GB ነው። ጥሩ ነው።", 2),
    ("Սա 3.5 GB է։ Լավ է։", 2),
    ("Αυτό είναι π.χ. 3.5 GB. Καλό;", 2),
    ("1. First point.\n2. Second point.\n3. Third.", 3),
    ("It is **bold.** And *it.* Yes.", 3),
    ("We train on ImageNet-1k w/ SGD. lr=0.1. Works.", 3),
    ("Adam, AdamW, etc. (see above) fail. Others, etc., too.", 2),
    ("e.g. LoRA. It works.", 2),
]


@pytest.mark.parametrize(("text", "count"), WITH_ABBREVIATIONS)
def test_abbreviations_brackets_and_numbers_do_not_end_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)
