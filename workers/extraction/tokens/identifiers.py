"""What only looks like a number: addresses, identifiers, versions, telephone and model numbers; and dates with dots."""

from __future__ import annotations

import re

#: Things that hide the digits inside them: addresses, identifiers, versions, phone and model numbers.
IDENTIFIER = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}://[^\s<>\"'\u3000-\u303f\uff00-\uffef]+"  # URL
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"  # e-mail
    r"|[a-z]{2}\d\d(?: \d{4}){3,7}(?: [a-z0-9]{1,3})?(?![a-z0-9])"  # DE89 3704 0044 0532 0130 00
    r"|www\.[^\s<>\"'\u3000-\u303f]+"
    r"|[a-z]+(?:[-_.][a-z]*)?\d+(?:[-_.][a-z]*\d+|[a-z]+\d+)*[a-z]*(?:[-_][a-z0-9]+)*(?![a-z0-9])(?:(?<=\d{4})/(?:19|20)\d\d(?!\d))?"
    # F-16, covid-19, a4, gpt-4o, RJ-04512/2026
)
#: Digits that count nothing: versions, telephone numbers, ISBNs.
NOT_NUMBERS = re.compile(
    r"(?:\d{3}\.\d{3}\.\d{3}|\d\d\.\d{3}\.\d{3}/\d{4})-\d\d(?!\d)"  # 123.456.789-09, 12.345.678/0001-95
    r"|(?!\d\d?\.\d\d?\.(?:\d\d|\d{4})(?![\d.]))\d+(?:\.\d+){2,}(?![\d])"  # 3.12.1 and 192.168.0.1, but no date
    r"|\d{3}-\d{3}-\d{4}(?!\d)|\d{3}-0\d{3}(?!\d)"  # 202-555-0134, 555-0134
    r"|(?<=\+)\d[\d ()-]{7,}\d"  # +81 3 1234 5678
    r"|(?!\d\d-\d\d-(?:19|20)\d\d(?!\d))0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)"  # 03-1234-5678
    r"|0\d{1,4}\u30fb\d{1,4}\u30fb\d{3,4}(?!\d)|0\d{1,4}\(\d{1,4}\)\d{3,4}(?!\d)"  # 03 and 1234 and 5678 with dots, 03(1234)5678
    r"|0\d{1,3}-\d{7,8}(?!\d)|0\d{1,3}\) ?\d{3,4}-\d{4}(?!\d)|400-\d{3,4}-\d{3,4}(?!\d)"  # 010-65369812, (02)2345-6789
    r"|0\d(?:[ .]\d\d){4}(?!\d)|0\d{2,4}[ /]\d{2,8}(?:[ -]\d{2,8}){1,4}(?!\d)|0\d{2,4}[ /]\d{4,}"  # 01 42 34 56 78, 0711/123-4567
    r"|\d{4}(?:[ -]\d{4}){3}(?!\d)"  # 1234-5678-9012-3456
    r"|[2-9]\d \d{3}(?: \d\d){2}(?! ?\d)"  # 91 123 45 67
    r"|97[89]-?\d{1,5}-\d+-\d+-[\dx]"  # ISBN
)
#: A date in digits and dots: 2015.5.13, 13.5.2015, 13.5.15.
DOTTED_DATE = re.compile(r"(?:(?:1\d|20)\d\d\.\d\d?\.\d\d?|\d\d?\.\d\d?\.(?:(?:1\d|20)\d\d|\d\d))(?!\.?\d)")
#: A year and a month that nothing follows (2021.11), where dates begin with the year.
DOTTED_MONTH = re.compile(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])(?![\w.,%])")
#: A letter, a hyphen and digits: C-130, M-16, A-10.
MODEL = re.compile(r"[a-z]-\d+[a-z]?(?![\w])")
