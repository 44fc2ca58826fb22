"""Long pass phrases that people choose first; written for the portal, compared without case or spaces."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertyuiopå", "asdfghjklæø", "1234567890", "abcdefghijklmnopqrstuvwxyz")
_WORDS = """
password passwort adgangskode kodeord losenord passord contrasena motdepasse parola haslo welcome velkommen
hjemvej portal secret hemmelig iloveyou jegelskerdig letmein lukmigind changeme administrator
copenhagen kobenhavn danmark denmark nigeria romania thailand
""".split()
_TAILS = ("", "1", "12", "123", "1234", "12345", "123456", "2024", "2025", "2026", "2027")
_SENTENCES = """
thisismypassword mypasswordissecret passwordpassword iloveyousomuch123 correcthorsebatterystaple
denneadgangskode deterenhemmelighed minadgangskode123 adgangskodeadgangskode welcometothejungle
letmeinletmein123 changethispassword trustno1trustno1 tobeornottobethatisthequestion
thequickbrownfox thequickbrownfoxjumpsoverthelazydog onceuponatimethere derermangesmaafugle
godbuttomorrowisanotherday ourfatherwhoartinheaven fadervordusomerihimlene happybirthdaytoyou
abcdefghijklmnop abcdefghijklmno abcdefg1234567 aaaabbbbccccdddd 123456789123456 1234567890123456
123123123123123 987654321098765 qwerty123456789 1q2w3e4r5t6y7u8i 1qaz2wsx3edc4rfv asdfasdfasdfasdf
nationalcentre nationaltcenter centermodmenneskehandel preparedreturnhome forberedthjemsendelse
""".split()

COMMON = frozenset(
    [
        *_SENTENCES,
        *(first + second for first in _ROWS for second in _ROWS),
        *(row[::-1] + row for row in _ROWS),
        *(word + tail for word in _WORDS for tail in _TAILS),
        *(one + other + tail for one in _WORDS for other in _WORDS for tail in _TAILS),
    ]
)
