"""The words by which customers steer a conversation, in Turkish, Indonesian, Thai, Chinese and Japanese."""

from __future__ import annotations

from intentbot.language.cue_words.words import CueWords

TURKISH = CueWords(
    yes=(
        "evet, evt, he, hı hı, tabii, tabi, tabii ki, tabi ki, elbette, kesinlikle, olur, tamam, tmm, tamamdır, "
        "peki, doğru, aynen, aynen öyle, öyle, evet öyle, onaylıyorum, onayla, kabul, kabul ediyorum, "
        "lütfen yapın, yap, yapın, iyi, güzel, harika, mükemmel, neden olmasın, sorun değil, isterim, istiyorum, "
        "evet istiyorum, var"
    ),
    no=(
        "hayır, hayir, yok, hayır teşekkürler, yok teşekkürler, olmaz, istemem, istemiyorum, asla, "
        "kesinlikle hayır, tabii ki hayır, şimdi değil, henüz değil, henüz, gerek yok, gerekmez, lüzum yok, "
        "yanlış, bu yanlış, doğru değil, değil, öyle değil, sanmıyorum, hiç, bu kadar, hepsi bu, başka bir şey yok"
    ),
    cancel=(
        "iptal, iptal et, iptal edin, vazgeç, vazgeçtim, boş ver, boşver, boş verin, boşverin, unut, unut gitsin, "
        "unutun, önemli değil, önemi yok, fark etmez, dur, durdur, durun, yeter, bırak, bırakın, çık, çıkış, stop, "
        "fikrimi değiştirdim, artık gerek yok"
    ),
    none_of_these=(
        "hiçbiri, hiç biri, hiçbirisi, hiçbiri değil, bunların hiçbiri, bunlardan hiçbiri, ikisi de değil, "
        "ne o ne bu, başka bir şey, başka şey, başka, başkası, farklı bir şey, bunlar değil, bu değil, diğer"
    ),
    polite=(
        "lütfen, teşekkürler, teşekkür ederim, teşekkür ederiz, çok teşekkürler, sağol, sağ olun, sağolun, "
        "ama teşekkürler, pardon, özür dilerim, ya, ah, şey, o zaman, ok, okay, rica ederim, efendim"
    ),
    meant=(
        "demek istedim, demek istediğim, yani, aslında, düzeltme, doğrusu, kastettiğim, şöyle olacak, doğru olan, "
        "demek istediğim şu, şununla değiştirin"
    ),
    it_is="doğru numara, numara, numaram, sipariş numaram",
    oops=(
        "hayır, hayir, yok, pardon, özür dilerim, affedersiniz, kusura bakmayın, ups, bekle, bekleyin, bir dakika, "
        "dur, yanlış, yanlış yazdım, yanlış oldu, hata, benim hatam"
    ),
    rather="> değil",
    numbers=(
        "bir/birinci/ilk/birincisi/ilki, iki/ikinci/ikincisi, üç/üçüncü/üçüncüsü, dört/dördüncü/dördüncüsü, beş/"
        "beşinci/beşincisi"
    ),
    last="son, sonuncu, sonuncusu, en son, en sonuncu",
    around_numbers=(
        "seçenek, numara, numaralı, no, nolu, olan, olanı, cevap, seçim, seçiyorum, istiyorum, alayım, şık"
    ),
)

INDONESIAN = CueWords(
    yes=(
        "ya, iya, y, yoi, yup, ya betul, betul, benar, itu benar, ya benar, tentu, tentu saja, pasti, oke, ok, "
        "okay, baik, baiklah, boleh, setuju, saya setuju, sip, siap, lanjut, lanjutkan, silakan, tepat, "
        "tepat sekali, konfirmasi, saya konfirmasi, mau, ya mau, bisa, kenapa tidak, tidak masalah, bagus, cocok, "
        "sesuai"
    ),
    no=(
        "tidak, tdk, nggak, enggak, gak, ga, ngga, engga, bukan, tidak terima kasih, jangan, belum, "
        "tidak sekarang, nanti saja, tidak mau, saya tidak mau, gak mau, tidak perlu, gak perlu, nggak perlu, "
        "tidak usah, gak usah, tentu tidak, sama sekali tidak, tidak pernah, salah, itu salah, tidak benar, "
        "tidak betul, saya rasa tidak, itu saja, sudah cukup, tidak ada lagi"
    ),
    cancel=(
        "batal, batalkan, batalin, batalkan saja, lupakan, lupakan saja, lupain, lupain aja, tidak jadi, gak jadi, "
        "nggak jadi, ga jadi, berhenti, stop, hentikan, sudahlah, udahlah, udah lah, biarkan saja, biarin, keluar, "
        "tidak penting, saya berubah pikiran, berubah pikiran, tidak perlu lagi, cukup"
    ),
    none_of_these=(
        "tidak ada, bukan semuanya, bukan keduanya, tidak keduanya, tidak satupun, tidak satu pun, "
        "tidak ada satupun, tidak ada yang cocok, bukan itu, bukan ini, bukan yang ini, yang lain, lainnya, lain, "
        "hal lain, sesuatu yang lain, gak ada, nggak ada, bukan itu semua"
    ),
    polite=(
        "tolong, mohon, terima kasih, makasih, trims, thanks, terima kasih banyak, tapi terima kasih, maaf, oh, "
        "ah, eh, nah, kalau begitu, dong, deh, kok, ya, pak, bu, kak, min, saja, aja, oke, ok, lah, sih, kan"
    ),
    meant=(
        "maksud saya, maksudku, maksudnya, yang saya maksud, sebenarnya, sebetulnya, koreksi, ralat, seharusnya, "
        "harusnya, lebih tepatnya, tepatnya, ubah menjadi, ubah jadi, ganti menjadi, ganti jadi, melainkan"
    ),
    it_is="itu, adalah, yang benar, yang benar adalah, nomornya, nomor saya",
    oops=(
        "tidak, bukan, nggak, enggak, gak, maaf, sori, sorry, ups, tunggu, tunggu sebentar, sebentar, salah, "
        "saya salah, salah ketik, kesalahan saya"
    ),
    rather="bukan > tapi, bukan > melainkan",
    numbers="satu/pertama/kesatu/ke 1, dua/kedua/ke 2, tiga/ketiga/ke 3, empat/keempat/ke 4, lima/kelima/ke 5",
    last="terakhir, paling akhir, paling bawah",
    around_numbers="yang, nomor, no, nomer, pilihan, opsi, jawaban, saya, aku, pilih, mau, ambil, itu",
)

THAI = CueWords(
    yes=(
        "ใช่, ใช่แล้ว, ใช่ๆ, ใช่เลย, ครับ, ค่ะ, คะ, ครับผม, จ้ะ, จ้า, ได้, ได้เลย, ตกลง, โอเค, โอเคร, เค, ถูกต้อง, ถูก, ถูกแล้ว, "
        "แน่นอน, แน่นอนอยู่แล้ว, เอา, เอาเลย, ต้องการ, อยาก, อือ, อืม, ยืนยัน, ดี, ดีเลย, ดีมาก, เห็นด้วย, ไม่มีปัญหา, "
        "จัดไป, จัดมา, ทำเลย, ดำเนินการเลย, ดำเนินการได้เลย, มี, รับ, เรียบร้อย"
    ),
    no=(
        "ไม่, ไม่ใช่, ไม่เอา, ไม่ต้อง, ไม่ต้องการ, ไม่อยาก, ไม่ได้, ไม่จำเป็น, ไม่เป็นไร, ไม่รับ, ไม่มี, ไม่มีแล้ว, ยัง, ยังไม่, "
        "ยังไม่เอา, ตอนนี้ยัง, ไม่ใช่ตอนนี้, เปล่า, ไม่แน่นอน, ผิด, ผิดแล้ว, ไม่ถูก, ไม่ถูกต้อง, ไม่เห็นด้วย, ไม่มีทาง, ไม่เลย, "
        "แค่นี้, เท่านี้, หมดแล้ว, พอแล้ว, ไม่ตกลง, ไม่โอเค, ไม่ดี"
    ),
    cancel=(
        "ยกเลิก, ขอยกเลิก, ยกเลิกเถอะ, ช่างเถอะ, ช่างมัน, ช่างมันเถอะ, ไม่เอาแล้ว, ไม่ต้องแล้ว, ลืมไปเถอะ, ลืมมันไปเถอะ, "
        "ลืมไปได้เลย, หยุด, หยุดเถอะ, พอ, พอเถอะ, เลิก, ออก, ไม่ทำแล้ว, เปลี่ยนใจแล้ว, เปลี่ยนใจ, ไม่สำคัญ, ไม่ต้องการแล้ว, "
        "ไม่เป็นไรแล้ว"
    ),
    none_of_these=(
        "ไม่ใช่ทั้งหมด, ไม่ใช่ทั้งหมดนี้, ไม่ใช่ทั้งสอง, ไม่ใช่ทั้งสองอย่าง, ไม่ใช่เลย, ไม่ใช่สักอย่าง, ไม่มีข้อไหน, ไม่มีข้อใด, "
        "ไม่มีข้อใดเลย, ไม่มีข้อไหนเลย, ไม่ใช่อันไหนเลย, ไม่มีเลย, ไม่ใช่ข้อไหนเลย, เรื่องอื่น, อย่างอื่น, อื่นๆ, อื่น ๆ, อันอื่น, "
        "ข้ออื่น, สิ่งอื่น, ไม่ใช่อันนี้, ไม่ใช่แบบนี้, ไม่ตรง"
    ),
    polite=(
        "ครับ, ค่ะ, คะ, คับ, ครับผม, จ้ะ, จ้า, จ๊ะ, นะ, นะคะ, นะครับ, เลย, แล้ว, ขอบคุณ, ขอบใจ, ขอบคุณมาก, แต่ขอบคุณ, "
        "ขอโทษ, โทษที, กรุณา, ช่วย, หน่อย, ด้วย, เถอะ, อ๋อ, อ้อ, เอ่อ, อืม, งั้น, ก็, ละ, ล่ะ, สิ, ๆ, โอเค"
    ),
    meant=(
        "หมายถึง, ฉันหมายถึง, ผมหมายถึง, ดิฉันหมายถึง, เราหมายถึง, ที่จริง, ที่จริงคือ, จริงๆแล้ว, จริงๆ, จริงๆคือ, "
        "แก้ไข, แก้เป็น, แก้ไขเป็น, เปลี่ยนเป็น, ควรเป็น, ต้องเป็น, น่าจะเป็น, ที่ถูกคือ, ที่ถูกต้องคือ, แต่เป็น, พูดผิด"
    ),
    it_is="คือ, เป็น, มันคือ, หมายเลขคือ, เลขคือ, เลขที่คือ, อันนี้คือ",
    oops=(
        "ไม่, ไม่ใช่, เปล่า, ขอโทษ, ขอโทษที, โทษที, โทษทีครับ, รอเดี๋ยว, เดี๋ยว, เดี๋ยวก่อน, รอสักครู่, ผิด, ผิดแล้ว, "
        "พิมพ์ผิด, บอกผิด, ฉันผิดเอง, อุ๊ย, อ้าว"
    ),
    rather="ไม่ใช่ > แต่เป็น, ไม่ใช่ > เป็น",
    numbers="หนึ่ง/แรก/ที่หนึ่ง/ที่ 1, สอง/ที่สอง/ที่ 2, สาม/ที่สาม/ที่ 3, สี่/ที่สี่/ที่ 4, ห้า/ที่ห้า/ที่ 5",
    last="สุดท้าย, ท้ายสุด, อันสุดท้าย, ข้อสุดท้าย, ล่างสุด",
    around_numbers=(
        "ข้อ, ข้อที่, อัน, อันที่, ตัวเลือก, ตัวเลือกที่, หมายเลข, เลข, เบอร์, แบบ, แบบที่, รายการ, รายการที่, เอา, "
        "เลือก, ขอ, ที่, ผม, ฉัน, คำตอบ"
    ),
)

CHINESE = CueWords(
    yes=(
        "是, 是的, 是啊, 是呀, 对, 对的, 对啊, 對, 對的, 没错, 沒錯, 好, 好的, 好啊, 好呀, 好吧, 好滴, 行, 行吧, "
        "可以, 可以的, 嗯, 嗯嗯, 恩, 恩恩, 当然, 當然, 当然可以, 要, 要的, 需要, 想, 想要, 确定, 確定, 确认, 確認, "
        "正确, 正確, 同意, 没问题, 沒問題, 就这样, 就這樣, 就这么办, 继续, 繼續, 是这样, 是這樣, 是的没错, 太好了, "
        "愿意, 願意, 有, 有的, 成, 中"
    ),
    no=(
        "不, 不是, 不是的, 不对, 不對, 不要, 不要了, 不用, 不用了, 不必, 不必了, 不需要, 不想, 不想要, 不行, "
        "不可以, 不好, 不了, 没有, 沒有, 没, 沒, 否, 现在不, 暂时不, 暂时不用, 暂时不需要, 还没有, 還沒有, 还没, "
        "還沒, 当然不, 當然不, 绝不, 从不, 错, 错了, 錯, 錯了, 不正确, 不正確, 不同意, 不确定, 没有了, 沒有了, "
        "没了, 就这些, 就這些"
    ),
    cancel=(
        "取消, 取消吧, 取消了, 算了, 算了吧, 算啦, 不用了, 别管了, 別管了, 没事, 没事了, 沒事, 沒事了, 当我没说, "
        "當我沒說, 停, 停止, 停下, 停一下, 退出, 结束, 結束, 放弃, 放棄, 不办了, 不弄了, 不问了, 我改主意了, "
        "改主意了, 我改变主意了, 忘了吧, 无所谓, 無所謂, 不继续了"
    ),
    none_of_these=(
        "都不是, 都不对, 都不對, 都不要, 都没有, 都沒有, 以上都不是, 这些都不是, 這些都不是, 两个都不是, "
        "兩個都不是, 没有一个, 沒有一個, 一个都不是, 别的, 別的, 其他, 其它, 其他的, 其它的, 其他问题, 其他問題, "
        "别的问题, 另外的, 另一个, 不是这些, 不是這些, 不是这个, 不是這個, 其他事情"
    ),
    polite=(
        "请, 請, 谢谢, 謝謝, 谢谢你, 谢谢您, 謝謝你, 謝謝您, 谢了, 多谢, 多謝, 感谢, 感謝, 麻烦, 麻烦你, 麻烦您, "
        "不好意思, 抱歉, 对不起, 對不起, 哦, 喔, 噢, 啊, 呀, 吧, 呢, 嘛, 啦, 了, 的, 那, 那就, 那么, 嗯, 哎, 唉, "
        "就, 亲"
    ),
    meant=(
        "我是说, 我是說, 我的意思是, 我意思是, 我指的是, 我说的是, 我說的是, 我想说的是, 我想說的是, 应该是, "
        "應該是, 其实是, 其實是, 其实, 其實, 更正, 更正为, 改成, 改为, 改為, 换成, 換成, 准确地说, 准确的说, "
        "正确的是, 正確的是, 而是, 应为"
    ),
    it_is="是, 号码是, 號碼是, 订单号是, 單號是, 它是, 那是",
    oops=(
        "不, 不是, 不对, 不對, 错了, 錯了, 写错了, 寫錯了, 打错了, 打錯了, 说错了, 說錯了, 我说错了, 我写错了, "
        "我打错了, 搞错了, 弄错了, 抱歉, 不好意思, 对不起, 對不起, 等等, 等一下, 稍等, 哎呀"
    ),
    rather="不是 > 而是, 不是 > 是",
    numbers="一/第一/头一/首/1, 二/两/第二/第两, 三/第三, 四/第四, 五/第五",
    last="最后, 最後, 最后一, 最後一, 末, 最下面, 最下面一, 倒数第一",
    around_numbers=(
        "第, 个, 個, 项, 項, 种, 種, 条, 條, 款, 号, 號, 选项, 選項, 选择, 選擇, 选, 選, 我, 我选, 我選, 要, 想, "
        "我要, 我想, 就, 那, 那个, 那個, 这个, 的, 是"
    ),
)

JAPANESE = CueWords(
    yes=(
        "はい, ハイ, ええ, うん, うんうん, いいよ, いいですよ, いいですね, もちろん, 勿論, もちろんです, そうです, "
        "そう, そうそう, そうだ, その通り, その通りです, そのとおり, そのとおりです, 正解, 正しい, 正しいです, "
        "合ってます, 合っています, あってます, あっています, オーケー, オッケー, おっけー, おk, 了解, 了解です, "
        "了解しました, わかりました, 分かりました, 承知しました, お願いします, おねがいします, はいお願いします, "
        "それでお願いします, ぜひ, 是非, 確認しました, 同意します, 問題ありません, 欲しい, 欲しいです, します, "
        "はいそうです, 進めてください, 続けてください, あります"
    ),
    no=(
        "いいえ, イイエ, いえ, いや, いやいや, ううん, 違う, 違います, ちがう, ちがいます, 違いますね, "
        "そうじゃない, そうではありません, そうではない, 結構です, けっこうです, いりません, いらない, 要りません, "
        "要らない, 不要, 不要です, 必要ない, 必要ありません, やめておきます, 遠慮します, 遠慮しておきます, だめ, "
        "ダメ, だめです, 今はいい, 今はいいです, 今は結構です, まだ, まだです, まだいいです, 間違い, 間違いです, "
        "間違っています, 正しくない, 正しくありません, しません, ありません, ないです, 以上です, それだけです, "
        "特にないです, 特にありません, 嫌です, いやです"
    ),
    cancel=(
        "キャンセル, キャンセルします, キャンセルして, キャンセルしてください, 中止, 中止します, 中止して, "
        "中止してください, やめる, やめます, やめて, やめてください, やっぱりやめます, やっぱりやめる, "
        "やっぱりいい, やっぱりいいです, やっぱり結構です, もういい, もういいです, 忘れて, 忘れてください, "
        "気にしないで, 気にしないでください, ストップ, 止めて, 止めてください, 終了, 終わり, 取り消し, "
        "取り消します, 取消, 何でもない, なんでもない, 何でもないです, なんでもないです, 気が変わりました, "
        "必要なくなりました"
    ),
    none_of_these=(
        "どれでもない, どれでもありません, どれでもないです, どれも違う, どれも違います, どれもちがいます, "
        "どちらでもない, どちらでもありません, どちらでもないです, どちらも違う, どちらも違います, その他, "
        "そのほか, ほか, 他, 別の, 別のこと, 別のこと です, 別の質問, 別の質問です, 他の, 他のこと, 他のことです, "
        "この中にない, この中にありません, この中にはありません, ありません, 該当なし, 違うもの"
    ),
    polite=(
        "です, ます, ください, 下さい, お願いします, おねがいします, どうも, ありがとう, ありがとうございます, "
        "有難うございます, すみません, すいません, ごめんなさい, ごめん, 申し訳ありません, あの, えっと, えーと, "
        "あ, ああ, じゃあ, じゃ, では, それでは, ね, よ, な, か, わ, はい, うん, それ, それは, それで, だ"
    ),
    meant=(
        "私が言いたかったのは, 言いたかったのは, 実は, 訂正, 訂正します, 訂正です, 正しくは, 正確には, というか, "
        "間違えました 正しくは, 本当は, つまり, むしろ, そうじゃなくて, そうではなくて, じゃなくて, ではなくて, "
        "ではなく"
    ),
    it_is="それは, 番号は, 注文番号は, 正解は, こちらは",
    oops=(
        "いいえ, いえ, いや, 違う, 違います, ちがう, ちがいます, すみません, すいません, ごめんなさい, ごめん, "
        "失礼, 失礼しました, 失礼いたしました, 申し訳ありません, 間違えました, 間違えた, 間違いました, 間違い, "
        "間違いです, 待って, 待ってください, ちょっと待って, ちょっと待ってください, おっと, あっ"
    ),
    rather="> じゃなくて, > ではなくて, > ではなく, > じゃなく",
    numbers=(
        "一/一つ/ひとつ/一番/一番目/一つ目/ひとつ目/最初/1つ/1つ目/1番目, 二/二つ/ふたつ/二番/二番目/二つ目/"
        "ふたつ目/2つ/2つ目/2番目, 三/三つ/みっつ/三番/三番目/三つ目/みっつ目/3つ/3つ目/3番目, 四/四つ/よっつ/四番/"
        "四番目/四つ目/4つ目/4番目, 五/五つ/いつつ/五番/五番目/五つ目/5つ目/5番目"
    ),
    last="最後, 一番下, 一番最後, ラスト",
    around_numbers=(
        "番, 番目, 目, つ目, の, もの, 方, ほう, やつ, を, が, で, は, に, 選択肢, 番号, 選びます, 選ぶ, 選択, "
        "選択します, いい, します, その, 第, オプション"
    ),
)
