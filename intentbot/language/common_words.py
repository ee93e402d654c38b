"""Common words of languages that share a script with others, by which a few words tell which one it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "en": (
            "the a an and or but not of to in on at for from with about by is are was were be been am do does "
            "did have has had can could will would should i you he she it we they my your his her our their me "
            "him us them this that these those what when where which who why how there here please thank thanks "
            "hello yes want need get got give tell help know like any some all more just now still already "
            "again order when's i'm it's don't can't didn't hasn't"
        ),
        "de": (
            "der die das den dem des ein eine einen einem einer und oder aber nicht kein keine von zu zum zur "
            "in im an am auf für aus mit über bei nach ist sind war waren bin bist habe hat haben hatte kann "
            "können könnte möchte will wird werden wurde soll muss ich du er sie es wir ihr mein meine meinen "
            "meiner dein ihre ihren unser mich mir dich uns ihnen dieser diese dieses was wann wo welche wer "
            "warum wie da hier bitte danke hallo ja nein noch schon auch wieder jetzt mehr alle etwas immer "
            "gibt geht brauche sich dass wenn"
        ),
        "fr": (
            "le la les l un une des du de d et ou mais ne pas à au aux en dans sur pour avec par chez est sont "
            "était suis êtes ai as a avons avez ont peux peut pouvez puis voudrais veux vais va je j tu il elle "
            "on nous vous ils elles mon ma mes ton votre vos notre me m moi te se ce c cette ces ça que qu quoi "
            "qui quand où quel quelle quelles quels pourquoi comment combien ici s'il plaît merci bonjour oui "
            "non encore déjà plus tout tous faire est-ce si n y bien"
        ),
        "es": (
            "el la los las un una unos y o pero no de del a al en por para con sin sobre es son era está están "
            "estoy soy he ha han tengo tiene tienen puedo puede pueden podría quiero quiere quisiera necesito "
            "hay hace hacer yo tú usted él ella nosotros ustedes mi mis tu su sus nuestro me te se le lo nos "
            "les este esta esto ese eso qué que cuándo cuando dónde donde cuál quién cómo como cuánto aquí "
            "favor gracias hola sí ya más todo todos muy también todavía si"
        ),
        "it": (
            "il lo la i gli le l un uno una e o ma non di del della dei delle a al alla in nel nella da dal per "
            "con su sul è sono era ho hai ha abbiamo avete hanno posso può potete potrei vorrei voglio devo sto "
            "sta io tu lei lui noi voi loro mio mia miei mie tuo suo sua vostro vostra mi ti si ci vi questo "
            "questa quello quella che cosa quando dove dov'è quale chi perché come quanto quanti qui c'è favore "
            "grazie ciao buongiorno sì no ancora già più tutto tutti anche se fare avere"
        ),
        "nl": (
            "de het een en of maar niet geen van te naar in op aan voor met uit over bij door is zijn was waren "
            "ben bent heb heeft hebben had kan kunnen kunt zou wil willen wordt worden moet mag ik jij je u hij "
            "zij ze wij we jullie mijn jouw uw ons onze haar hun mij me hem dit dat deze die wat wanneer waar "
            "welke wie waarom hoe er hier daar graag alstublieft bedankt hallo ja nee nog al ook weer nu meer "
            "alle iets altijd gaat doen krijgen als"
        ),
        "pt": (
            "o a os as um uma uns e ou mas não de do da dos das em no na nos nas por pelo para pra com sem "
            "sobre é são era está estão estou sou tenho tem têm posso pode podem poderia quero quer gostaria "
            "preciso há faz fazer eu tu você vocês ele ela nós eles meu minha meus minhas seu sua nosso me te "
            "se lhe isso isto este esta esse essa que quê quando onde qual quem porquê como quanto aqui favor "
            "obrigado obrigada olá oi sim já mais tudo todos muito também ainda foi até"
        ),
        "pl": (
            "i a lub ale nie z ze do na w we od po za o u przy dla przez jest są był była było być mam masz ma "
            "mają mogę może można chcę chciałbym chciałabym proszę ja ty on ona ono my wy oni mój moja moje "
            "moją mojego mojej twój pan pani państwo się mi mnie cię go jej nam was ich to ten ta te tego co "
            "kiedy gdzie który która które kto dlaczego jak ile czy tu tam dziękuję cześć dzień dobry tak "
            "jeszcze już też znowu teraz więcej wszystko jakie jaki żeby"
        ),
        "tr": (
            "bir ve veya ama değil mi mı mu mü da de ile için gibi kadar var yok bu şu o ben sen biz siz onlar "
            "benim senin bizim sizin bana sana bize size beni ne zaman nerede nereye nasıl neden kim hangi kaç "
            "niye lütfen teşekkürler merhaba evet hayır daha çok hâlâ hala artık şimdi tekrar istiyorum istiyor "
            "ederim ediyorum olur oldu olan olarak yapabilir miyim misiniz musunuz geldi gelmedi lazım acaba "
            "her hiç önce sonra"
        ),
        "id": (
            "yang dan atau tapi tidak bukan belum sudah di ke dari untuk dengan pada oleh adalah ada itu ini "
            "saya aku anda kamu dia kami kita mereka apa apakah kapan mana dimana siapa mengapa kenapa "
            "bagaimana berapa bisa boleh dapat mau ingin perlu harus akan sedang telah tolong mohon terima "
            "kasih halo ya masih lagi juga sekarang semua lebih jika kalau nya cara minta karena saja hanya"
        ),
        "sv": (
            "en ett och eller men inte av till i på för från med om vid är var har hade kan kunde vill skulle "
            "ska blir måste jag du han hon det den vi ni de min mitt mina din ditt er vår mig dig oss detta "
            "denna dessa vad när vart vilken vem varför hur här där tack snälla hej ja nej också redan än igen "
            "nu mer alla något inget att som få får gör"
        ),
        "da": (
            "en et og eller men ikke af til i på for fra med om ved er var har havde kan kunne vil ville skal "
            "bliver må jeg du han hun det den vi de min mit mine din dit jeres vores mig dig os denne dette "
            "disse hvad hvornår hvor hvilken hvem hvorfor hvordan her der tak venligst hej ja nej også allerede "
            "endnu igen nu mere alle noget at som få får gør"
        ),
        "nb": (
            "en ei et og eller men ikke av til i på for fra med om ved er var har hadde kan kunne vil ville "
            "skal blir må jeg du han hun det den vi dere de min mitt mine din ditt deres vår meg deg oss denne "
            "dette disse hva når hvor hvilken hvem hvorfor hvordan her der takk vennligst hei ja nei også "
            "allerede ennå igjen nå mer alle noe at som få får gjør"
        ),
        "fi": (
            "ja tai mutta ei en on ovat oli olen olet ole minä sinä hän me te he minun sinun minulle sinulle "
            "mun se tämä tuo nämä mitä mikä milloin missä mistä mihin kuka miksi miten kuinka voin voi voiko "
            "voinko haluan haluaisin pitää saada saanko tarvitsen kiitos hei moi kyllä vielä jo myös taas nyt "
            "enemmän kaikki jotain että kun jos kanssa ennen jälkeen onko olisi kuin"
        ),
        "cs": (
            "a nebo ale ne není z ze do na v ve od po za o u při pro přes je jsou byl byla bylo být mám máte má "
            "mají mohu můžu může můžete chci chtěl chtěla bych prosím já ty on ona my vy oni můj moje mou mého "
            "tvůj váš vaše se si mi mě vám nám to ten ta tento co kdy kde který která které kdo proč jak kolik "
            "zda tady tam děkuji děkuju dobrý den ahoj ano ještě už také zase teď více všechno jestli aby"
        ),
        "hu": (
            "a az egy és vagy de nem nincs van vannak volt lesz hogy ha mert én te ő mi ti ők ez ezt azt mit "
            "mikor hol hova melyik ki miért hogyan hány mennyi meg el be fel vissza kell lehet szeretnék "
            "szeretném akarok tudok tudom tudna kérem köszönöm szia helló igen még már is újra most több minden "
            "nekem neked önnek önök rendelésem csomagom után előtt"
        ),
        "ro": (
            "un o și sau dar nu de la în pe pentru din cu despre prin este e sunt era am ai are avem aveți au "
            "pot poate puteți vreau doresc aș trebuie eu tu el ea noi voi ei mea meu mei mele ta tău "
            "dumneavoastră mi îmi vă ne se îl acest această aceasta ce când unde care cine cum cât aici rog "
            "mulțumesc bună salut da încă deja mai tot toate dacă fi fost face să"
        ),
        "vi": (
            "tôi bạn anh chị em mình chúng ta của và hoặc nhưng không có là được bị đã đang sẽ chưa rồi ở từ "
            "đến cho với về trong trên này kia đó gì khi nào đâu ai sao tại thế bao nhiêu muốn cần thể phải làm "
            "xin vui lòng cảm ơn chào vâng dạ vẫn lại bây giờ thêm tất cả những các một giúp hàng đơn mấy hay "
            "thì mà"
        ),
        "ru": (
            "и в не на я что с по как это у к за из от для мы вы он она они мой моя моё мои ваш ваша где когда "
            "почему какой какая сколько кто есть был была было можно могу может хочу нужно пожалуйста спасибо "
            "здравствуйте привет да нет ещё еще уже тоже теперь все всё если или но мне меня вас нам до без при "
            "же ли бы так"
        ),
        "uk": (
            "і в у не на я що з по як це до за із від для ми ви він вона вони мій моя моє мої ваш ваша де коли "
            "чому який яка скільки хто є був була було можна можу може хочу потрібно будь ласка дякую добрий "
            "день вітаю привіт так ні ще вже також тепер усе все якщо або але мені мене вас нам без при чи би "
            "та й"
        ),
        "bg": (
            "и в не на аз какво с със по как това у към за от ние вие той тя те моят моята моето моите вашият "
            "къде кога защо кой коя колко има няма беше може мога искам трябва моля благодаря здравейте да още "
            "вече също сега всички всичко ако или но ми ме ви ни без при ли би е са съм си се ще"
        ),
        "ja": (
            "注文 返品 返金 配送 営業 時間 変更 予約 届 発送 済 払 円 込 戻 読 図 覧 働 "
            "様 連絡 残 価格 検索 対応 願 致 住所 電話 番号 何 私 日 今 方法 可能 状況 確認"
        ),
        "zh": (
            "的 了 吗 呢 我 你 您 他 们 在 是 不 没 有 这 那 什么 怎么 哪 里 请 谢谢 "
            "还 个 为 时间 发货 钱 费 买 电话 开 关 会 说 对 账户 订单 运 想 要 能 可以 多少 "
            "几 就 都 也 很 把 给 到 退款 快递"
        ),
        "ar": (
            "في من على إلى الى عن مع هل ما ماذا متى أين اين كيف لماذا كم هذا هذه التي الذي أنا انا أنت نحن هو "
            "هي لي لك لم لا نعم أريد اريد يمكن يمكنني أن ان إذا كان تم قد بعد قبل كل شكرا مرحبا السلام عليكم "
            "فضلك"
        ),
        "fa": (
            "در از به با که این آن را برای است هست نیست بود شد می نمی من تو شما ما او چه چی کی کجا کجاست چرا "
            "چطور چقدر چند آیا یا و هم تا اگر بله خیر نه لطفا لطفاً ممنون سلام خواهم خواستم توانم کنم کنید شده "
            "هنوز"
        ),
        "ur": (
            "میں ہے ہیں کا کی کے کو سے نے پر اور یا یہ وہ کیا کب کہاں کیوں کیسے کتنا کون ہم آپ مجھے میرا میری "
            "میرے نہیں جی ہاں تھا تھی ہو گا گی رہا رہی کر کریں سکتا سکتے چاہیے شکریہ براہ کرم ابھی تک"
        ),
        "hi": (
            "है हैं का की के को से ने पर और या यह वह क्या कब कहाँ कहां क्यों कैसे कितना कौन मैं हम आप मुझे मेरा "
            "मेरी मेरे नहीं जी हाँ था थी हो गया रहा कर सकता सकते चाहिए धन्यवाद कृपया में"
        ),
        "mr": (
            "आहे आहेत चा ची चे ला ने वर आणि किंवा हे हा ही ते काय कधी कुठे का कसे किती कोण मी आम्ही तुम्ही मला "
            "माझा माझी माझे नाही होय होता झाला करू शकतो पाहिजे धन्यवाद कृपया मध्ये"
        ),
    }
)
"""By the first part of a language's code: its articles, pronouns, small verbs, question words and politeness."""
