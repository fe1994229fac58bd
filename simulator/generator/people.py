"""Buyers and where they live: names and addresses as they look in each marketplace's country."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """The words that addresses of a country are made of.

    ``street`` has places for the street's name and the house number. ``cities`` are (city, state,
    postal code); Amazon tells no state in most of Europe.
    """

    given: str
    family: str
    street: str
    streets: str
    cities: tuple[tuple[str, str, str], ...]
    phone: str
    family_first: bool = False


COUNTRIES = {
    "FR": Country(
        "Léa Chloé François Jean-Noël Inès Ömer Maëlle",
        "Lefèvre Garçon D’Hérouville Nguyễn Benali Müller-Roy",
        "{number} {street}",
        "rue de l’Église|avenue Jean Jaurès|impasse des Lilas|quai de la Fosse",
        (("Nantes", "", "44000"), ("Saint-Étienne", "", "42000"), ("Aÿ-Champagne", "", "51160")),
        "+33 6 39 98 ## ##",
    ),
    "DE": Country(
        "Jürgen Anneliese Björn Zoë Käthe Mehmet",
        "Weiß Groß Müller-Lüdenscheidt Özdemir Schäfer von-der-Höh",
        "{street} {number}",
        "Hauptstraße|Am Bächle|Schloßallee|Straße des 17. Juni",
        (("Köln", "", "50667"), ("Görlitz", "", "02826"), ("Garmisch-Partenkirchen", "", "82467")),
        "+49 176 0406 ####",
    ),
    "IT": Country(
        "Nicolò Giulia Giosuè Beatrice",
        "D’Angelo Dell’Acqua Rossi Lo-Presti",
        "{street}, {number}",
        "Via Garibaldi|Corso Umberto I|Piazza della Libertà",
        (("Bologna", "BO", "40126"), ("Forlì", "FC", "47121"), ("L’Aquila", "AQ", "67100")),
        "+39 320 555 ####",
    ),
    "ES": Country(
        "María-José Íñigo Begoña Xoán Núria",
        "Núñez Ibáñez Peña Puigdemont-i-Güell",
        "{street}, {number}, 2.º B",
        "Calle Mayor|Avinguda Diagonal|Rúa do Vilar",
        (("Zaragoza", "Zaragoza", "50001"), ("A Coruña", "A Coruña", "15001")),
        "+34 600 000 ###",
    ),
    "GB": Country(
        "Siân Oluwaseun Niamh Priya George",
        "Hughes-O’Neill Adeyemi Smith MacDonald Featherstonehaugh",
        "{number} {street}",
        "Castle Street|Rye Lane|The Old Rectory, Church Walk",
        (("London", "Greater London", "SE15 4NL"), ("Llanfairpwllgwyngyll", "", "LL61 5UJ")),
        "+44 7700 900###",
    ),
    "NL": Country(
        "Sjoerd Fleur Daniël Anouk",
        "de-Vries Van-’t-Hoff IJsbrands Bakker",
        "{street} {number}-2",
        "Prinsengracht|Oudegracht|’s-Gravendijkwal",
        (("Amsterdam", "", "1016 HX"), ("’s-Hertogenbosch", "", "5211 AA")),
        "+31 6 0000 ####",
    ),
    "BE": Country(
        "Lieve Benoît Maïté Joris",
        "Van-den-Broeck Dupont Peeters",
        "{street} {number}",
        "Korenmarkt|Rue Neuve|Grote Markt",
        (("Gent", "", "9000"), ("Liège", "", "4000")),
        "+32 470 00 ## ##",
    ),
    "IE": Country(
        "Aoife Pádraig Róisín Seán",
        "Ó-Briain Murphy Ní-Dhomhnaill",
        "{number} {street}",
        "Eyre Square|Shop Street",
        (("Galway", "Co. Galway", "H91 E2K3"), ("Dún Laoghaire", "Co. Dublin", "A96 P8X2")),
        "+353 20 910 ####",
    ),
    "SE": Country(
        "Åsa Örjan Märta Göran",
        "Öberg Lindström Sjögren",
        "{street} {number}",
        "Köpmangatan|Ängsvägen",
        (("Östersund", "", "831 30"), ("Malmö", "", "211 22")),
        "+46 70 174 06 ##",
    ),
    "PL": Country(
        "Małgorzata Łukasz Świętopełk Żaneta",
        "Świętochowska Wójcik Brzęczyszczykiewicz",
        "ul. {street} {number}/7",
        "Żelazna|Piotrkowska|Świętego Ducha",
        (("Łódź", "", "90-001"), ("Gdańsk", "", "80-834")),
        "+48 600 000 ###",
    ),
    "TR": Country(
        "İbrahim Ayşe Çağla Oğuz",
        "Yılmaz Şahin Işık Öztürk",
        "{street} No:{number} Daire:5",
        "İstiklal Caddesi|Bağdat Caddesi",
        (("İstanbul", "Beyoğlu", "34430"), ("Eskişehir", "Odunpazarı", "26030")),
        "+90 530 000 ## ##",
    ),
    "AE": Country(
        "محمد فاطمة Aisha Omar",
        "المنصوري الكعبي Khan Fernandes",
        "{street}, {number}",
        "شارع الشيخ زايد|Marina Walk|Al Wasl Road",
        (("دبي", "Dubai", "00000"), ("Abu Dhabi", "Abu Dhabi", "00000")),
        "+971 50 000 ####",
    ),
    "SA": Country(
        "عبدالله نورة سلطان",
        "العتيبي القحطاني الحربي",
        "{street} {number}",
        "طريق الملك فهد|شارع التحلية",
        (("الرياض", "الرياض", "12211"), ("جدة", "مكة", "23431")),
        "+966 50 000 ####",
    ),
    "EG": Country(
        "أحمد مريم Youssef Mariam",
        "حسن عبدالرحمن Mansour",
        "{number} {street}",
        "شارع طلعت حرب|Tahrir Street",
        (("القاهرة", "القاهرة", "11511"), ("Alexandria", "Alexandria", "21500")),
        "+20 100 000 ####",
    ),
    "ZA": Country(
        "Thandiwe Pieter Nomvula Zoë",
        "Mkhize van-der-Merwe Naidoo",
        "{number} {street}",
        "Long Street|Voortrekker Road",
        (("Cape Town", "Western Cape", "8001"), ("Gqeberha", "Eastern Cape", "6001")),
        "+27 60 000 ####",
    ),
    "IN": Country(
        "प्रिया अर्जुन Priya தமிழ்செல்வி Aarav",
        "शर्मा Raghunathan பாண்டியன் Singh",
        "{number}, {street}",
        "MG Road|महात्मा गांधी मार्ग|Anna Salai",
        (("Bengaluru", "Karnataka", "560001"), ("नई दिल्ली", "Delhi", "110001")),
        "+91 98000 0####",
    ),
    "US": Country(
        "Mary-Ellen José DeShawn Priya Wei",
        "Kowalski Ramírez O’Connor Nguyen Smith-Jones",
        "{number} {street}",
        "NE Alberta St|5th Ave Fl 21|Martin Luther King Jr Blvd",
        (("Portland", "OR", "97211-4455"), ("New York", "NY", "10118"), ("Austin", "TX", "78701")),
        "+1 503-555-01##",
    ),
    "CA": Country(
        "Étienne Chloe Siobhán Harpreet",
        "Bélanger-Côté Singh MacLeod",
        "{number} {street}",
        "rue Saint-Denis|Yonge Street",
        (("Montréal", "QC", "H2J 2L4"), ("Toronto", "ON", "M4Y 1Z9")),
        "+1 514-555-01##",
    ),
    "MX": Country(
        "Ximena José-Ángel Guadalupe",
        "Hernández Peña Muñoz",
        "{street} {number}, Int. 4",
        "Avenida Insurgentes Sur|Calle Niños Héroes",
        (("Ciudad de México", "CDMX", "03100"), ("Mérida", "Yucatán", "97000")),
        "+52 55 0000 ####",
    ),
    "BR": Country(
        "João Conceição Luís Tânia",
        "Gonçalves Araújo da-Conceição",
        "{street}, {number}",
        "Avenida Paulista|Rua das Flores",
        (("São Paulo", "SP", "01310-100"), ("Goiânia", "GO", "74000-000")),
        "+55 11 90000-####",
    ),
    "JP": Country(
        "太郎 さくら 美咲 ケンジ",
        "山田 佐藤 渡邊 髙橋",
        "{street}{number}丁目2-3",
        "渋谷区神宮前|中央区銀座|北区赤羽",
        (("東京都", "東京都", "150-0001"), ("大阪市", "大阪府", "530-0001")),
        "+81 90-0000-####",
        family_first=True,
    ),
    "AU": Country(
        "Matilda Lachlan Thi-Hoa Bruce",
        "O’Sullivan Nguyen Yunupingu",
        "{number} {street}",
        "George Street|Lygon Street",
        (("Sydney", "NSW", "2000"), ("Melbourne", "VIC", "3000")),
        "+61 491 570 ###",
    ),
    "SG": Country(
        "Wei-Ling Arjun 美玲 Siti",
        "Tan 陈 Krishnan binti-Ahmad",
        "{street} #{number}-05",
        "Blk 12 Toa Payoh Lorong 1|Orchard Road",
        (("Singapore", "", "310012"), ("Singapore", "", "238801")),
        "+65 8000 ####",
    ),
}
COMPANIES = (
    "Müller & Söhne GmbH",
    "Chez Lulu SARL",
    "Acme “Tools” Ltd.",
    "株式会社ヤマト",
    "<B2B> S.p.A.",
)


def full_name(rng: random.Random, country_code: str) -> str:
    """Make a buyer's name, in the country's own order."""
    country = COUNTRIES[country_code]
    given, family = (
        rng.choice(names.split()).replace("-", rng.choice("- "))
        for names in (country.given, country.family)
    )
    return f"{family} {given}" if country.family_first else f"{given} {family}"


def address(rng: random.Random, country_code: str, name: str, company: str | None) -> dict:
    """Make a delivery address as Amazon's ``CustomerAddress``."""
    country = COUNTRIES[country_code]
    street, number = rng.choice(country.streets.split("|")), str(rng.randint(1, 250))
    city, state, postal_code = rng.choice(country.cities)
    found = {"name": name}
    if company:
        found["companyName"] = company
    found["addressLine1"] = country.street.format(street=street, number=number)
    if rng.random() < 0.3:
        found["addressLine2"] = rng.choice(("2. Stock", "Bât. C, code 1234", "c/o Küche", "🏠 1F"))
    found["city"] = city
    if state:
        found["stateOrRegion"] = state
    found.update(postalCode=postal_code, countryCode=country_code)
    if rng.random() < 0.8:
        found["phone"] = "".join(str(rng.randint(0, 9)) if c == "#" else c for c in country.phone)
    if country_code == "BR":
        found["extendedFields"] = {
            "streetName": street,
            "streetNumber": number,
            "neighborhood": "Bela Vista",
        }
    found["addressType"] = "COMMERCIAL" if company else "RESIDENTIAL"
    return found
