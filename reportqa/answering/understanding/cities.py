"""Cities by another name: the capital of a country, a country's government told by its capital, and older or local forms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportqa.answering.vocabulary import Vocabulary
from reportqa.figures.names import canonical_name

__all__ = ["country_of_capital", "placed"]

# Country: its capital, in every spelling.
_CAPITALS = """\
Afghanistan: Kabul|Albania: Tirana|Algeria: Algiers|Angola: Luanda|Argentina: Buenos Aires|Armenia: Yerevan|Australia: Canberra|Austria: Vienna|
Azerbaijan: Baku|Bahamas: Nassau|Bahrain: Manama|Bangladesh: Dhaka|Belarus: Minsk|Belgium: Brussels|Belize: Belmopan|Benin: Porto-Novo|
Bhutan: Thimphu|Bosnia and Herzegovina: Sarajevo|Botswana: Gaborone|Brazil: Brasília, Brasilia|Bulgaria: Sofia|Burkina Faso: Ouagadougou|
Burundi: Gitega|Cambodia: Phnom Penh|Cameroon: Yaoundé|Canada: Ottawa|Cape Verde: Praia|Central African Republic: Bangui|Chad: N'Djamena|
Chile: Santiago|China: Beijing|Colombia: Bogotá, Bogota|Comoros: Moroni|Congo: Kinshasa|Costa Rica: San José|Croatia: Zagreb|Cuba: Havana|
Cyprus: Nicosia|Czechia: Prague|Denmark: Copenhagen|Djibouti: Djibouti|Dominican Republic: Santo Domingo|Ecuador: Quito|Egypt: Cairo|
El Salvador: San Salvador|Eritrea: Asmara|Estonia: Tallinn|Eswatini: Mbabane|Ethiopia: Addis Ababa|Fiji: Suva|Finland: Helsinki|France: Paris|
Gabon: Libreville|Gambia: Banjul|Georgia: Tbilisi|Germany: Berlin|Ghana: Accra|Greece: Athens|Guatemala: Guatemala City|Guinea: Conakry|
Guyana: Georgetown|Haiti: Port-au-Prince|Honduras: Tegucigalpa|Hungary: Budapest|Iceland: Reykjavik, Reykjavík|India: New Delhi, Delhi|
Indonesia: Jakarta|Iran: Tehran|Iraq: Baghdad|Ireland: Dublin|Israel: Jerusalem|Italy: Rome|Jamaica: Kingston|Japan: Tokyo|Jordan: Amman|
Kazakhstan: Astana|Kenya: Nairobi|Kyrgyzstan: Bishkek|Laos: Vientiane|Latvia: Riga|Lebanon: Beirut|Lesotho: Maseru|Liberia: Monrovia|Libya: Tripoli|
Liechtenstein: Vaduz|Lithuania: Vilnius|Madagascar: Antananarivo|Malawi: Lilongwe|Malaysia: Kuala Lumpur|Maldives: Malé|Mali: Bamako|Malta: Valletta|
Mauritania: Nouakchott|Mauritius: Port Louis|Mexico: Mexico City|Moldova: Chișinău, Chisinau|Mongolia: Ulaanbaatar|Montenegro: Podgorica|
Morocco: Rabat|Mozambique: Maputo|Myanmar: Naypyidaw|Namibia: Windhoek|Nepal: Kathmandu|Netherlands: Amsterdam|New Zealand: Wellington|
Nicaragua: Managua|Niger: Niamey|Nigeria: Abuja|North Korea: Pyongyang|North Macedonia: Skopje|Norway: Oslo|Oman: Muscat|Pakistan: Islamabad|
Panama: Panama City|Papua New Guinea: Port Moresby|Paraguay: Asunción|Peru: Lima|Philippines: Manila|Poland: Warsaw|Portugal: Lisbon|Qatar: Doha|
Romania: Bucharest|Russia: Moscow|Rwanda: Kigali|Saudi Arabia: Riyadh|Senegal: Dakar|Serbia: Belgrade|Sierra Leone: Freetown|Slovakia: Bratislava|
Slovenia: Ljubljana|Somalia: Mogadishu|South Africa: Pretoria|South Korea: Seoul|South Sudan: Juba|Spain: Madrid|Sri Lanka: Colombo|Sudan: Khartoum|
Suriname: Paramaribo|Sweden: Stockholm|Switzerland: Bern, Berne|Syria: Damascus|Taiwan: Taipei|Tajikistan: Dushanbe|Tanzania: Dodoma|
Thailand: Bangkok|Togo: Lomé|Trinidad and Tobago: Port of Spain|Tunisia: Tunis|Turkey: Ankara|Turkmenistan: Ashgabat|Uganda: Kampala|Ukraine: Kyiv|
United Arab Emirates: Abu Dhabi|UK: London|US: Washington|Uruguay: Montevideo|Uzbekistan: Tashkent|Venezuela: Caracas|Vietnam: Hanoi|Yemen: Sanaa|
Zambia: Lusaka|Zimbabwe: Harare|Scotland: Edinburgh|Wales: Cardiff|Northern Ireland: Belfast"""
# One city a group, in every name that reports and readers give it.
_NAMES = """\
Ho Chi Minh City, Saigon|Bengaluru, Bangalore|Mumbai, Bombay|Kolkata, Calcutta|Chennai, Madras|Beijing, Peking|Guangzhou, Canton|Yangon, Rangoon|Kyiv, Kiev|
Lisbon, Lisboa|Prague, Praha|Warsaw, Warszawa|Vienna, Wien|Cologne, Köln|Munich, München|Rome, Roma|Milan, Milano|Turin, Torino|Florence, Firenze|Naples, Napoli|
Venice, Venezia|Genoa, Genova|Copenhagen, København|Gothenburg, Göteborg|Helsinki, Helsingfors|The Hague, Den Haag|Brussels, Bruxelles|Antwerp, Antwerpen|Ghent, Gent|
Bruges, Brugge|Geneva, Genève|Zurich, Zürich|Seville, Sevilla|Porto, Oporto|Bucharest, București|Belgrade, Beograd|Athens, Athina|Moscow, Moskva|Nuremberg, Nürnberg|
Kraków, Krakow, Cracow|Gdańsk, Gdansk, Danzig|Wrocław, Wroclaw, Breslau|Lviv, Lvov|Kharkiv, Kharkov|Odesa, Odessa|Mexico City, Ciudad de México|São Paulo, Sao Paulo|
Bogotá, Bogota|Brasília, Brasilia|Reykjavík, Reykjavik|Málaga, Malaga|Malmö, Malmo|Tromsø, Tromso|Astana, Nur-Sultan|Thiruvananthapuram, Trivandrum|Puducherry, Pondicherry|
Varanasi, Benares|Kochi, Cochin|Pune, Poona|Gurugram, Gurgaon|Mysuru, Mysore|New York, New York City, NYC|Los Angeles, LA|Washington, Washington DC|Tel Aviv, Tel Aviv-Yafo|
Makassar, Ujung Pandang|Busan, Pusan|Daegu, Taegu|Tianjin, Tientsin|Nanjing, Nanking|Chongqing, Chungking|Xi'an, Xian|Izmir, Smyrna|Thessaloniki, Salonica"""


def _groups(table: str) -> list[list[str]]:
    return [[n.strip() for n in re.split(r"[:,]", group)] for group in table.replace("\n", "").split("|")]


_CAPITALS_OF = {canonical_name(country): cities for country, *cities in _groups(_CAPITALS)}
_COUNTRIES_OF = {city.lower(): country for country, *cities in _groups(_CAPITALS) for city in cities}
_ALSO = {name.lower(): [n for n in group if n != name] for group in _groups(_NAMES) for name in group}
# "The Danish capital", "Denmark's capital city"; "the capital of Denmark". Capital is money too.
_MONEY = r"(?! (?:expenditures?|spending|investments?|invested|flows?|gains?|costs?|markets?|requirements?|ratios?|goods|raised|employed|structure|account|base|increase|adequacy|controls?|punishment|letters?)\b)"
_CAPITAL = re.compile(
    rf"\b(?:the )?(?P<of>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:['’]s?)? capital\b(?: city\b)?{_MONEY}"
    rf"|\b(?:the )?capital (?:city )?of (?:the )?(?P<behind>[A-Z][\w-]+(?: [A-Z][\w-]+)?)",
)
_STATE = r"(?:government|parliament|ministers?|ministry|lawmakers)"
_GOVERNMENT = re.compile(
    rf"\b(?:the )?(?P<city>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?:['’]s?)? (?P<state>{_STATE})\b"
    rf"|\b(?:the )?(?P<body>{_STATE}) in (?P<seat>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)


def placed(text: str, words: Vocabulary) -> str:
    """A question with its cities and governments named as the corpus names them.

    Only names that the corpus writes are put in: with Copenhagen in the corpus "the Danish capital" → "Copenhagen", and with
    Denmark in it "Copenhagen's government" → "Denmark's government".
    """

    def city(match: re.Match[str]) -> str:
        before, name = _parted(match["of"] or match["behind"], _CAPITALS_OF)
        known = [c for c in _CAPITALS_OF.get(canonical_name(name), ()) if _is_known(c, words)]
        return before + known[0] if known else match.group()

    def government(match: re.Match[str]) -> str:
        before, name = _parted(match["city"] or match["seat"], _COUNTRIES_OF)
        country = _COUNTRIES_OF.get(name.lower(), "")
        if not country or not _is_known(country, words):
            return match.group()
        return f"{before}{words.names[canonical_name(country)]}'s {match['state'] or match['body']}"

    text = _GOVERNMENT.sub(government, _CAPITAL.sub(city, text))
    return _OTHER_NAME.sub(lambda m: _renamed(m.group(), words), text)


_OTHER_NAME = re.compile(
    rf"(?<![\w’'-])(?:{'|'.join(re.escape(n) for n in sorted(_ALSO, key=len, reverse=True))})(?![\w-])", re.I
)


def country_of_capital(city: str) -> str:
    """The canonical name of the country whose capital a city is, "" for other cities.

    >>> country_of_capital("Oslo"), country_of_capital("Bergen")
    ('norway', '')
    """
    return canonical_name(_COUNTRIES_OF.get(city.lower(), ""))


def _parted(name: str, known: Mapping[str, object]) -> tuple[str, str]:
    """A name of one or two words → (a first word that is none of it, with its space, or "", the name): "Did Oslo"."""
    first, _, rest = name.partition(" ")
    return (f"{first} ", rest) if rest and canonical_name(name) not in known else ("", name)


def _renamed(name: str, words: Vocabulary) -> str:
    """The name by which the corpus calls a city, the name itself where it writes that one or neither."""
    if _is_known(name, words) or name.lower() in words.words or (name == name.lower() and len(name) < 5):
        return name
    return next((n for n in _ALSO[name.lower()] if _is_known(n, words)), name)


def _is_known(name: str, words: Vocabulary) -> bool:
    return canonical_name(name) in words.names
