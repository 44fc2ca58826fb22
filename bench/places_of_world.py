"""The lands of the bench's invented world: towns with their places, and words in the script people read there."""

from dataclasses import dataclass

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@dataclass(frozen=True)
class Land:
    """A country: language, calling code, towns (name, latitude and longitude in degrees), first and second words."""

    country: str
    language: str
    code: str
    towns: tuple[tuple[str, float, float], ...]
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]


LANDS = (
    Land(
        "NG",
        "en",
        "234",
        (("Benin City", 6.34, 5.63), ("Lagos", 6.45, 3.39), ("Abuja", 9.06, 7.49), ("Kano", 12.0, 8.52)),
        ("Bright", "Open Door", "Homeward", "Ọ̀nà", "Ìrètí"),
        ("Return Initiative", "Women's House", "Ilé Àlàáfíà", "Support Centre"),
    ),
    Land(
        "RO",
        "ro",
        "40",
        (("București", 44.43, 26.11), ("Iași", 47.17, 27.6), ("Timișoara", 45.75, 21.23), ("Cluj-Napoca", 46.77, 23.6)),
        ("Asociația", "Fundația", "Centrul", "Căminul"),
        ("Întoarcere în siguranță", "Șansa nouă", "Pași împreună", "Ușa deschisă"),
    ),
    Land(
        "TH",
        "th",
        "66",
        (("กรุงเทพมหานคร", 13.75, 100.5), ("เชียงใหม่", 18.79, 98.98), ("ขอนแก่น", 16.43, 102.83)),
        ("มูลนิธิ", "ศูนย์", "บ้าน", "สมาคม"),
        ("ความหวังใหม่", "ช่วยเหลือผู้หญิง", "กลับบ้านปลอดภัย", "คุ้มครองเด็ก"),
    ),
    Land(
        "UA",
        "uk",
        "380",
        (("Київ", 50.45, 30.52), ("Львів", 49.84, 24.03), ("Одеса", 46.48, 30.73), ("Харків", 49.99, 36.23)),
        ("Фонд", "Громадська організація", "Центр", "Спілка"),
        ("Шлях додому", "Нова надія", "Відчинені двері", "Підтримка жінок"),
    ),
    Land(
        "BG",
        "bg",
        "359",
        (("София", 42.7, 23.32), ("Варна", 43.21, 27.91), ("Русе", 43.85, 25.95)),
        ("Фондация", "Сдружение", "Център"),
        ("Път към дома", "Отворена врата", "Нов ден"),
    ),
    Land(
        "EG",
        "ar",
        "20",
        (("القاهرة", 30.04, 31.24), ("الإسكندرية", 31.2, 29.92), ("أسوان", 24.09, 32.9)),
        ("جمعية", "مؤسسة", "مركز", "بيت"),
        ("العودة الآمنة", "الأمل الجديد", "دعم النساء", "حماية الطفل"),
    ),
    Land(
        "GR",
        "el",
        "30",
        (("Αθήνα", 37.98, 23.73), ("Θεσσαλονίκη", 40.64, 22.94), ("Πάτρα", 38.25, 21.73)),
        ("Σύλλογος", "Ίδρυμα", "Κέντρο"),
        ("Ασφαλής Επιστροφή", "Νέα Ελπίδα", "Ανοιχτή Πόρτα"),
    ),
    Land(
        "BD",
        "bn",
        "880",
        (("ঢাকা", 23.71, 90.41), ("চট্টগ্রাম", 22.34, 91.83), ("সিলেট", 24.9, 91.87)),
        ("সংস্থা", "কেন্দ্র", "আশ্রয়"),
        ("নতুন আশা", "নিরাপদ প্রত্যাবর্তন", "নারী সহায়তা"),
    ),
    Land(
        "VN",
        "vi",
        "84",
        (("Hà Nội", 21.03, 105.85), ("Thành phố Hồ Chí Minh", 10.82, 106.63), ("Đà Nẵng", 16.07, 108.22)),
        ("Trung tâm", "Hội", "Mái ấm"),
        ("Trở về an toàn", "Hy vọng mới", "Hỗ trợ phụ nữ"),
    ),
    Land(
        "GE",
        "ka",
        "995",
        (("თბილისი", 41.69, 44.8), ("ბათუმი", 41.64, 41.64)),
        ("ფონდი", "ცენტრი", "კავშირი"),
        ("უსაფრთხო დაბრუნება", "ახალი იმედი", "ღია კარი"),
    ),
    Land(
        "LT",
        "lt",
        "370",
        (("Vilnius", 54.69, 25.28), ("Kaunas", 54.9, 23.91), ("Šiauliai", 55.93, 23.32)),
        ("Namai", "Centras", "Draugija"),
        ("Saugus grįžimas", "Nauja viltis", "Atviros durys"),
    ),
    Land(
        "ET",
        "am",
        "251",
        (("አዲስ አበባ", 9.02, 38.75), ("ጎንደር", 12.6, 37.47)),
        ("ማዕከል", "ማኅበር", "ቤት"),
        ("አዲስ ተስፋ", "ደህና መመለስ", "የሴቶች ድጋፍ"),
    ),
    Land(
        "CN",
        "zh",
        "86",
        (("北京", 39.9, 116.41), ("昆明", 25.04, 102.72), ("上海", 31.23, 121.47)),
        ("回家", "阳光", "新希望"),
        ("妇女支持中心", "儿童保护协会", "返乡服务站"),
    ),
    Land(
        "DK",
        "da",
        "45",
        (("København", 55.68, 12.57), ("Århus", 56.16, 10.2), ("Tórshavn", 62.01, -6.77)),
        ("Foreningen", "Hjælpen", "Huset"),
        ("Tryg hjemvej", "Ny begyndelse", "Åbne døre", "Sø og land"),
    ),
    Land(
        "FJ",
        "en",
        "679",
        (("Suva", -18.14, 178.44), ("Labasa", -16.43, 179.36)),
        ("Vale", "Island", "Ocean"),
        ("Safe Return", "House of Hope", "Women's Aid"),
    ),
)
