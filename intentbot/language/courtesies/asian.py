"""Courtesies in Turkish, Chinese, Japanese, Indonesian and Thai."""

from __future__ import annotations

from intentbot.language.courtesies.texts import CourtesyTexts

TURKISH = CourtesyTexts(
    before=(
        "merhaba, selam, merhabalar, iyi günler, günaydın, iyi akşamlar, herkese merhaba, sayın yetkili, "
        "değerli ekip, affedersiniz, pardon, özür dilerim, pardon bir soru daha, bir sorum var, "
        "merhaba bir sorum olacaktı, kısa bir soru, bir soru daha, yardıma ihtiyacım var, "
        "merhaba yardımınıza ihtiyacım var, biri bana yardım edebilir mi, bana yardım edebilir misiniz, "
        "yardımcı olur musunuz, umarım yardımcı olursunuz, umarım iyisinizdir, merak ediyordum, sormak istedim, "
        "öğrenmek istiyorum, bilmek istiyorum, bana söyler misiniz, söyleyebilir misiniz lütfen, biliyor musunuz, "
        "size yazıyorum çünkü, hızlı cevabınız için teşekkürler, cevabınız için teşekkür ederim, teşekkürler, tamam, "
        "tamam teşekkürler, peki, şey, müşterinizim, benim adım, yine ben"
    ),
    after=(
        "teşekkürler, teşekkür ederim, çok teşekkürler, çok teşekkür ederim, sağ olun, şimdiden teşekkürler, "
        "yardımınız için teşekkürler, lütfen, lütfen yardım edin, yardımcı olur musunuz, "
        "bana yardım edebilir misiniz lütfen, ne yapmalıyım, umarım yardımcı olursunuz, yardımınızı rica ederim, "
        "cevabınızı bekliyorum, bana haber verin, lütfen hızlı cevap verin, acil, en kısa sürede, hoşça kalın, "
        "görüşürüz, saygılarımla, iyi günler, iyi çalışmalar, iyi hafta sonları"
    ),
)

CHINESE = CourtesyTexts(
    before=(
        "你好, 您好, 嗨, 早上好, 下午好, 晚上好, 大家好, 客服你好, 在吗, 不好意思, 打扰一下, 抱歉, 抱歉再问一下, "
        "我有个问题, 你好我有个问题, 请问, 请问一下, 问一下, 再问一个问题, 我需要帮助, 您好我需要帮忙, 谁能帮帮我, "
        "你能帮我吗, 可以帮我一下吗, 希望你能帮我, 我想问, 我想问一下, 我想知道, 我想了解一下, 你能告诉我, "
        "可以告诉我吗, 麻烦告诉我, 你知道吗, 谢谢你的回复, 谢谢这么快回复, 谢谢, 好的, 好的谢谢, 嗯, 那个, "
        "我是你们的客户, 我叫, 又是我"
    ),
    after=(
        "谢谢, 谢谢你, 谢谢您, 多谢, 非常感谢, 十分感谢, 先谢谢了, 谢谢帮忙, 请, 请帮帮我, 拜托了, 麻烦了, 麻烦你了, "
        "能帮我吗, 可以帮我吗, 我该怎么办, 希望你能帮我, 等你回复, 期待您的回复, 请告诉我, 请尽快回复, 很急, 挺急的, "
        "再见, 拜拜, 祝好, 祝您愉快, 周末愉快"
    ),
)

JAPANESE = CourtesyTexts(
    before=(
        "こんにちは, おはようございます, こんばんは, はじめまして, お世話になっております, いつもお世話になっています, "
        "お疲れ様です, 担当者様, すみません, すいません, 失礼します, ごめんなさい, すみませんもう一つ質問です, "
        "質問があります, こんにちは質問があります, ちょっと質問ですが, もう一つ質問, お聞きしたいのですが, "
        "助けてください, 誰か助けてください, 助けていただけますか, 手伝ってもらえますか, "
        "お尋ねしたいことがあります, 知りたいのですが, 教えてほしいのですが, 教えていただけますか, "
        "早速のお返事ありがとうございます, ご返信ありがとうございます, ありがとう, はい, 了解ですありがとう, "
        "えっと, あの, ところで, 私は顧客です, またわたしです"
    ),
    after=(
        "ありがとう, ありがとうございます, どうもありがとうございます, どうも, よろしくお願いします, "
        "よろしくお願いいたします, 宜しくお願い致します, お願いします, お願い, 助けてください, 助けていただけますか, "
        "教えてください, どうすればいいですか, お返事をお待ちしています, ご連絡お待ちしております, 知らせてください, "
        "早めにお願いします, 急いでいます, 至急お願いします, さようなら, ではまた, 失礼いたします, 良い一日を"
    ),
)

INDONESIAN = CourtesyTexts(
    before=(
        "hai, halo, hei, selamat pagi, selamat siang, selamat sore, selamat malam, halo semuanya, permisi, maaf, "
        "maaf satu pertanyaan lagi, saya punya pertanyaan, halo saya mau tanya, mau tanya, numpang tanya, "
        "pertanyaan singkat, satu pertanyaan lagi, saya butuh bantuan, halo saya perlu bantuan, "
        "ada yang bisa bantu saya, bisakah anda membantu saya, tolong bantu saya, semoga anda bisa membantu, "
        "semoga anda sehat selalu, saya ingin bertanya, saya ingin tahu, saya mau tahu, bisa beri tahu saya, "
        "tolong beri tahu saya, apakah anda tahu, saya menulis karena, terima kasih atas balasan cepatnya, "
        "terima kasih atas jawabannya, terima kasih, oke, baik terima kasih, nah, jadi, hmm, "
        "saya pelanggan anda, nama saya, ini saya lagi, kak, min"
    ),
    after=(
        "terima kasih, terima kasih banyak, makasih, makasih ya, terima kasih sebelumnya, "
        "terima kasih atas bantuannya, tolong, tolong bantu, mohon bantuannya, bisa bantu, "
        "bisakah anda membantu saya, apa yang harus saya lakukan, semoga anda bisa membantu, "
        "saya tunggu jawabannya, kabari saya, mohon segera dibalas, ini mendesak, secepatnya, sampai jumpa, dadah, "
        "salam, hormat saya, semoga harimu menyenangkan, ya"
    ),
)

THAI = CourtesyTexts(
    before=(
        "สวัสดี, สวัสดีครับ, สวัสดีค่ะ, หวัดดี, อรุณสวัสดิ์, เรียนทีมงาน, ขอโทษ, ขอโทษครับ, ขอโทษค่ะ, "
        "ขอโทษอีกคำถาม, มีคำถาม, สวัสดีครับมีคำถาม, ขอถามหน่อย, สอบถามหน่อย, อีกคำถามหนึ่ง, ต้องการความช่วยเหลือ, "
        "ใครช่วยได้บ้าง, ช่วยหน่อยได้ไหม, ช่วยฉันได้ไหม, หวังว่าคุณจะช่วยได้, อยากถามว่า, อยากทราบว่า, อยากรู้ว่า, "
        "บอกหน่อยได้ไหม, ช่วยบอกหน่อย, รู้ไหมว่า, ขอบคุณที่ตอบเร็ว, ขอบคุณสำหรับคำตอบ, ขอบคุณ, โอเค, โอเคขอบคุณ, "
        "คือว่า, เอ่อ, ผมเป็นลูกค้า, ฉันชื่อ"
    ),
    after=(
        "ขอบคุณ, ขอบคุณครับ, ขอบคุณค่ะ, ขอบคุณมาก, ขอบคุณล่วงหน้า, ขอบคุณสำหรับความช่วยเหลือ, ได้โปรด, "
        "ช่วยด้วย, ช่วยหน่อย, ช่วยหน่อยได้ไหม, ต้องทำอย่างไร, หวังว่าคุณจะช่วยได้, รอคำตอบ, รอคำตอบอยู่, "
        "บอกด้วยนะ, ตอบด่วน, ด่วนมาก, โดยเร็วที่สุด, ลาก่อน, บาย, ด้วยความนับถือ, ขอให้เป็นวันที่ดี, ครับ, ค่ะ, นะ"
    ),
)
