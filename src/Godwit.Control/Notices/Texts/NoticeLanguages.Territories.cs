namespace Godwit.Control.Notices.Texts;

/// <summary>Names of territories that often stand in policies, by language: code, space, name.</summary>
internal static partial class NoticeLanguages
{
    private const string FrenchTerritories =
        "CN Chine|HK Hong Kong|MO Macao|TW Taïwan|RU Russie|BY Biélorussie|UA Ukraine|IR Iran|IQ Irak|AF Afghanistan|"
        + "SY Syrie|CU Cuba|VE Venezuela|KP Corée du Nord|KR Corée du Sud|MM Birmanie|SD Soudan|LY Libye|YE Yémen";

    private const string ChineseTerritories =
        "CN 中国大陆|HK 香港|MO 澳门|TW 台湾|RU 俄罗斯|BY 白俄罗斯|UA 乌克兰|IR 伊朗|IQ 伊拉克|AF 阿富汗|"
        + "SY 叙利亚|CU 古巴|VE 委内瑞拉|KP 朝鲜|KR 韩国|MM 缅甸|SD 苏丹|LY 利比亚|YE 也门";

    private const string RussianTerritories =
        "CN Китай|HK Гонконг|MO Макао|TW Тайвань|RU Россия|BY Беларусь|UA Украина|IR Иран|IQ Ирак|AF Афганистан|"
        + "SY Сирия|CU Куба|VE Венесуэла|KP Северная Корея|KR Южная Корея|MM Мьянма|SD Судан|LY Ливия|YE Йемен";

    private const string PersianTerritories =
        "CN چین|HK هنگ‌کنگ|MO ماکائو|TW تایوان|RU روسیه|BY بلاروس|UA اوکراین|IR ایران|IQ عراق|AF افغانستان|"
        + "SY سوریه|CU کوبا|VE ونزوئلا|KP کرهٔ شمالی|KR کرهٔ جنوبی|MM میانمار|SD سودان|LY لیبی|YE یمن";

    private const string KoreanTerritories =
        "CN 중국|HK 홍콩|MO 마카오|TW 대만|RU 러시아|BY 벨라루스|UA 우크라이나|IR 이란|IQ 이라크|AF 아프가니스탄|"
        + "SY 시리아|CU 쿠바|VE 베네수엘라|KP 북한|KR 대한민국|MM 미얀마|SD 수단|LY 리비아|YE 예멘";
}
