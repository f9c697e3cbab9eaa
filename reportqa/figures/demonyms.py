"""Peoples and adjectives of countries and continents: what "Danes", "Brazilian" and "North American" are the country of.

English forms most of them by no rule, so that they stand as a table, one country each; plurals and points of the compass
are told by rule.
"""

from __future__ import annotations

import re

__all__ = ["DEMONYMS", "place_of_people"]

_TABLE = """
afghanistan: afghan|albania: albanian|algeria: algerian|andorra: andorran|angola: angolan|argentina: argentine argentinian argentinean|armenia: armenian|australia: australian aussie|
austria: austrian|azerbaijan: azerbaijani azeri|bahamas: bahamian|bahrain: bahraini|bangladesh: bangladeshi|barbados: barbadian|belarus: belarusian|belgium: belgian|belize: belizean|
benin: beninese|bhutan: bhutanese|bolivia: bolivian|bosnia and herzegovina: bosnian|botswana: botswanan|brazil: brazilian|brunei: bruneian|bulgaria: bulgarian|burkina faso: burkinabe|
burundi: burundian|cambodia: cambodian|cameroon: cameroonian|canada: canadian|cape verde: cape-verdean|chad: chadian|chile: chilean|china: chinese|colombia: colombian|costa rica: costa-rican|
croatia: croatian croat|cuba: cuban|cyprus: cypriot|czechia: czech|denmark: danish dane|djibouti: djiboutian|ecuador: ecuadorian|egypt: egyptian|el salvador: salvadoran|england: english|
eritrea: eritrean|estonia: estonian|ethiopia: ethiopian|fiji: fijian|finland: finnish finn|france: french frenchman frenchmen|gabon: gabonese|gambia: gambian|germany: german|ghana: ghanaian|
greece: greek|greenland: greenlandic greenlander|guatemala: guatemalan|guyana: guyanese|haiti: haitian|honduras: honduran|hungary: hungarian|iceland: icelandic icelander|
india: indian|indonesia: indonesian|iran: iranian|iraq: iraqi|ireland: irish irishman|israel: israeli|italy: italian|ivory coast: ivorian|jamaica: jamaican|japan: japanese|jordan: jordanian|
kazakhstan: kazakh kazakhstani|kenya: kenyan|kosovo: kosovar|kuwait: kuwaiti|kyrgyzstan: kyrgyz|laos: laotian|latvia: latvian|lebanon: lebanese|liberia: liberian|libya: libyan|
liechtenstein: liechtensteiner|lithuania: lithuanian|luxembourg: luxembourgish luxembourger|madagascar: malagasy|malawi: malawian|malaysia: malaysian|maldives: maldivian|mali: malian|
malta: maltese|mauritania: mauritanian|mauritius: mauritian|mexico: mexican|moldova: moldovan|monaco: monegasque|mongolia: mongolian|montenegro: montenegrin|morocco: moroccan|
mozambique: mozambican|myanmar: burmese|namibia: namibian|nepal: nepalese nepali|netherlands: dutch dutchman dutchmen|new zealand: new-zealander kiwi|nicaragua: nicaraguan|niger: nigerien|
nigeria: nigerian|north macedonia: macedonian|norway: norwegian|oman: omani|pakistan: pakistani|panama: panamanian|paraguay: paraguayan|peru: peruvian|philippines: filipino philippine|
poland: polish pole|portugal: portuguese|qatar: qatari|romania: romanian|russia: russian|rwanda: rwandan|saudi arabia: saudi|scotland: scottish scot|senegal: senegalese|serbia: serbian serb|
sierra leone: sierra-leonean|singapore: singaporean|slovakia: slovak slovakian|slovenia: slovenian slovene|somalia: somali|south africa: south-african|south korea: south-korean korean|
north korea: north-korean|spain: spanish spaniard|sri lanka: sri-lankan|sudan: sudanese|suriname: surinamese|sweden: swedish swede|switzerland: swiss|syria: syrian|taiwan: taiwanese|
tajikistan: tajik|tanzania: tanzanian|thailand: thai|togo: togolese|trinidad and tobago: trinidadian|tunisia: tunisian|turkey: turkish turk|turkmenistan: turkmen|uganda: ugandan|
ukraine: ukrainian|united arab emirates: emirati|uk: british briton|us: american|uruguay: uruguayan|uzbekistan: uzbek|venezuela: venezuelan|vietnam: vietnamese|wales: welsh|yemen: yemeni|
zambia: zambian|zimbabwe: zimbabwean|hong kong: hongkonger|africa: african|asia: asian|europe: european|oceania: oceanian|scandinavia: scandinavian
"""
DEMONYMS = {
    adjective.replace("-", " "): country.strip()
    for country, adjectives in (row.split(":") for row in _TABLE.replace("\n", "").split("|"))
    for adjective in adjectives.split()
}
# "Pole", "Finn" and "Scot" are other words or names too; only their plurals are surely a people.
_PLURAL_ONLY = frozenset("pole finn scot swede kiwi philippine".split())
_POINT = re.compile(
    r"((?:north|south|east|west|central|latin|sub-saharan|northern|southern|eastern|western|south-?\s?east(?:ern)?|north-?\s?east(?:ern)?|"
    r"south-?\s?west(?:ern)?|north-?\s?west(?:ern)?) )(american|african|asian|european)s?$"
)
_CONTINENTS = {"american": "america", "african": "africa", "asian": "asia", "european": "europe"}


def place_of_people(name: str) -> str:
    """The country or continent, in lower case, of a people or an adjective in lower case; "" for any other word.

    >>> place_of_people("brazilians"), place_of_people("north american"), place_of_people("tables")
    ('brazil', 'north america', '')
    """
    if name in DEMONYMS and name not in _PLURAL_ONLY:
        return DEMONYMS[name]
    if name.endswith("s") and not name.endswith(("sh", "ese")) and name[:-1] in DEMONYMS:
        return DEMONYMS[name[:-1]]
    if point := _POINT.fullmatch(name):
        return point[1] + _CONTINENTS[point[2]]
    return ""
