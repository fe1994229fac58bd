"""Amazon's codes for carriers, and which of them a name means.

The codes are those that Amazon's own schema of feeds knows (``CarrierCode`` in amzn-base.xsd,
release 4.1, https://images-na.ssl-images-amazon.com/images/G/01/rainier/help/xsd/release_4_1/),
read in November 2026 as abuzuhri/Amazon-SP-API-CSharp keeps it. Amazon writes no other list for
programs: each shop's own stands in Seller Central, on the page « Confirm multiple shipments with
feeds » (sellercentral.amazon.*/gp/help/external/G641). Amazon compares codes to the letter, case
included (amzn/selling-partner-api-docs #772, #2530); an unknown one is refused or costs the seller
the proof of a tracked parcel. Some shops take no ``Other`` at all, or only some carriers: India
since May 2021 (#712 there), the European ones since July 2026 for parcels with IOSS
(amzn/selling-partner-api-models #5334); no call tells which.

Left out: what means « other » in some language (Otro, Sonstige …), all spellings but one of what
stands there several times, and names of the past whose parcels others carry today (Coliposte:
Colissimo; Exapaq: DPD; Chrono Express of Spain: Correos Express, while French sellers mean
Chronopost's service by it).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CARRIERS", "OTHER", "SELF_DELIVERY", "Carrier", "by_code", "find_carrier"]

# What is told of a carrier that Amazon has no code for; its name is told beside it.
OTHER = "Other"
SELF_DELIVERY = "Self Delivery"


@dataclass(frozen=True)
class Carrier:
    """A carrier that Amazon has a code for.

    :ivar code: what Amazon is told, to the letter
    :ivar name: what people read
    :ivar countries: where it is at home, in ISO 3166-1; none: everywhere, or not known
    :ivar aliases: words by which it is recognised even within a longer name; without any, it is
        recognised by its whole code or name only
    """

    code: str
    name: str
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def _carrier(code: str, countries: str, *aliases: str, name: str = "") -> Carrier:
    """One line of the table below; its own name is the first of its aliases."""
    name = name or code
    return Carrier(code, name, tuple(countries.split()), (name, *aliases))


_RECOGNISED = (
    # France
    _carrier(
        "Chronopost", "FR", "Chrono 10", "Chrono 13", "Chrono 18", "Chrono Classic",
        "Chrono Express", "Chrono Relais", "Chrono Relay", "Chronorelais", "Chronofresh",
    ),
    _carrier("Colis Prive", "FR", name="Colis Privé"),
    _carrier("Colissimo", "FR", "Coliposte", "So Colissimo"),
    _carrier("Delivengo", "FR"),
    _carrier("France Express", "FR"),
    _carrier("GEODIS", "FR", "Geodis Calberson", "Calberson"),
    _carrier(
        "La Poste", "FR", "Lettre suivie", "Lettre recommandée", "Lettre verte", "Courrier suivi",
    ),
    _carrier("Mondial Relay", "FR"),
    # Europe and the world
    _carrier("Amazon Shipping", ""),
    _carrier("Aramex", ""),
    _carrier("Asendia", ""),
    _carrier("DACHSER", "DE"),
    _carrier("DB Schenker", "DE", "Schenker"),
    _carrier("DHL", ""),
    _carrier("DHL eCommerce", ""),
    _carrier("DHL Express", ""),
    _carrier("DHL Freight", ""),
    _carrier("DHL Global Mail", ""),
    _carrier("DHL Home Delivery", ""),
    _carrier("DHL-Paket", "DE"),
    _carrier("DPD", "", "DPDgroup", "Exapaq", "Dynamic Parcel Distribution"),
    _carrier("DPD Local", "GB", "Interlink Express"),
    _carrier("FedEx", "", "Federal Express"),
    _carrier("Fedex Freight", "US"),
    _carrier("FedEx SmartPost", "US"),
    _carrier("GLS", "", "General Logistics Systems"),
    _carrier("InPost", "PL GB"),
    _carrier("Kuehne Nagel", "", "Kuehne+Nagel", "Kühne+Nagel", "Kühne und Nagel"),
    _carrier("PostNord", "SE DK"),
    _carrier("TNT", ""),
    _carrier("UPS", "", "United Parcel Service"),
    _carrier("UPS Freight", "US"),
    _carrier("UPS Mail Innovations", "US"),
    # The Benelux countries, Germany, Austria, Switzerland, Poland
    _carrier("BPOST", "BE", "bpost", "bpack", name="bpost"),
    _carrier("PostNL", "NL", "Post NL"),
    _carrier("Deutsche Post", "DE"),
    _carrier("Hermes", "DE GB", "myHermes", "Evri"),
    _carrier("Hermes Einrichtungsservice", "DE"),
    _carrier("Hermes Logistik Gruppe", "DE"),
    _carrier("Trans-o-Flex", "DE", "Transoflex"),
    _carrier(
        "AT Post", "AT", "Österreichische Post", "Austrian Post", "Post AT",
        name="Österreichische Post",
    ),
    _carrier(
        "Swiss post", "CH", "Schweizerische Post", "Schweizer Post", "La Poste Suisse",
        "Poste Suisse", "La Posta Svizzera", "SwissPost", name="Swiss Post",
    ),
    _carrier("Polish Post", "PL", "Poczta Polska", name="Poczta Polska"),
    # Italy, Spain, Portugal
    _carrier("BRT", "IT", "Bartolini", "BRT Bartolini", "BRT Corriere Espresso"),
    _carrier("Nexive", "IT"),
    _carrier("Poste Italiane", "IT"),
    _carrier("SDA", "IT", "SDA Express Courier"),
    _carrier("Consegna Mezzi Propri", "IT", "Mezzi propri"),
    _carrier("Correos", "ES"),
    _carrier("Correos Express", "ES"),
    _carrier("CTT EXPRESS", "ES PT", "Tourline", name="CTT Express"),
    _carrier("Envialia", "ES"),
    _carrier("MRW", "ES"),
    _carrier("Nacex", "ES"),
    _carrier("Seur", "ES", name="SEUR"),
    _carrier("TIPSA", "ES"),
    _carrier("Zeleris", "ES"),
    # The British isles
    _carrier("APC Overnight", "GB"),
    _carrier("Arrow XL", "GB"),
    _carrier("Parcelforce", "GB", "Parcelforce Worldwide"),
    _carrier("Royal Mail", "GB"),
    _carrier("Tuffnells", "GB"),
    _carrier("UK MAIL", "GB", name="UK Mail"),
    _carrier("Whistl", "GB"),
    _carrier("Yodel", "GB"),
    # Türkiye
    _carrier("Aras Kargo", "TR"),
    _carrier("MNG Kargo", "TR"),
    _carrier("PTT Kargo", "TR"),
    # The Americas
    _carrier("Canada Post", "CA", "Postes Canada"),
    _carrier("Correios", "BR"),
    _carrier("Estafeta", "MX"),
    _carrier("Lasership", "US"),
    _carrier("OnTrac", "US"),
    _carrier("PUROLATOR", "CA", name="Purolator"),
    _carrier("USPS", "US", "United States Postal Service", "US Postal Service"),
    # Asia and Australia
    _carrier("4PX", "CN"),
    _carrier("Australia Post", "AU"),
    _carrier("BlueDart", "IN", name="Blue Dart"),
    _carrier("China Post", "CN"),
    _carrier("Couriers Please", "AU"),
    _carrier("Delhivery", "IN"),
    _carrier("DTDC", "IN"),
    _carrier("Emirates Post", "AE"),
    _carrier("Hongkong Post", "HK"),
    _carrier("India Post", "IN"),
    _carrier("JP_EXPRESS", "JP", "Japan Post", "日本郵便", "ゆうパック", name="Japan Post"),
    _carrier("NITTSU", "JP", "Nippon Express", "日本通運", name="Nippon Express"),
    _carrier("SAGAWA", "JP", "Sagawa", "佐川急便", name="Sagawa Express"),
    _carrier("SF Express", "CN", "Shunfeng Express"),
    _carrier("Singapore Post", "SG", "SingPost"),
    _carrier("Yanwen", "CN"),
    _carrier("YAMATO", "JP", "Yamato", "ヤマト運輸", name="Yamato Transport"),
    _carrier("Yun Express", "CN"),
    # Nobody but the seller
    _carrier(
        SELF_DELIVERY, "", "Own delivery", "Own fleet", "Delivered by ourselves",
        "Livraison par nos soins", "Livré par nos soins", "Livraison en propre",
        "Livraison par le vendeur", "Eigene Lieferung", "Eigenzustellung", "Entrega propia",
    ),
)  # fmt: skip

# Words of everyday language, or carriers that few have: recognised by their whole name only.
_REST = """
    A-1; AAA Cooper; ABF; AFL/Fedex; ALLJOY; AMAUK; AMZL; AMZL_UK; AO; AO Deutschland; APC;
    Arco Spedizioni; Arkas; Asgard; Assett; ATS; AUSSIE_POST; Australia Post-ArticleId;
    Australia Post-Consignment; B2C; B2C Europe; Balnak; Beijing Quanfeng Express; Best Buy;
    Best Express; BJS; Blue Package; Bombax; Caribou; CargoLine; Cart2India; CBL; CDC; CELERITAS;
    Centex; CEVA; Ceva Lojistik; Chukou1; Cititrans; City Link; Citypost; CNE; Conway; Cubyn;
    DEL Deliveries; Delivery Group; Der Kurier; DHL Kargo; DHLPL; Digital Delivery; DirectLog;
    Dotzot; DPB; DSV; DX; DX Express; DX Freight; DX Secure; DYNAMIC EXPRESS; ECMS; Ecom Express;
    EINSA SOURCING; EKI Trans; Emons; Endopack; Energo; Equick; Estes; EUB; Europaczka; FAST EST;
    Fastway; FEDEX_JP; FERCAM; Fillo Kargo; First Flight; First Flight China; First Mile;
    FRACHTPOST; Gati; GEL; GEL Express; Geopost Kargo; GFS; GO!; GRUPO LOGISTIC; Hellmann; Heppner;
    Hermes (Corporate); Hermes UK; Hlog; Home Logistics; honesteye; Horoz Lojistik;
    Hotpoint Logistics; HRP; HubEurope; Hunter Logistics; Huxloe; Huxloe Logistics; ICC Worldwide;
    IDS; IDS Netzwerk; iMile; Interlink; Intersoft; iParcel; ITD Global; JCEX; Jersey Post;
    JPL UPU; Kargokar; KEAVO; Kybotech; Landmark; Landmark Global; Liccardi; Mail Alliance;
    Mainpost; MBE; Metro Kargo; MHI; Milkman; MZZ-Briefdienst; Narpost Kargo; Newgistics; Ninjavan;
    NOVEO; NTL; OCS Worldwide; Old Dominion; OneWorldExpress; ONTIME; OSM; Overnite Express;
    Palletline; Palletways; Panther; Parcel Monkey; Parcel Station; PARCEL2GO.COM; ParcelDenOnline;
    Parcelhub; Parcelink Logistics; Parcelnet; ParcelOne; PDC Logistics; Pilot; Pilot Freight; PIN;
    Post Modern; Professional; QExpress; Qxpress; R+L; Raben; Raben Group; RBNA; REDUR; Rhenus;
    Rieck; Rivigo; RMLGB; Roadrunner; RR Donnelley; Safexpress; Saia; Sailpost; Seino;
    Selem Kargo; Sendcloud; Sending; Sendle; Seven Senders; SFC; Ship Delight; Ship Global US;
    ShipEconomy; ShipGlobal; Shipmate; Shree Maruti Courier; Shree Tirupati Courier; Smartmail;
    South Eastern Freight Lines; Speedex; Spoton; SPRING; Spring GDS; Sprint; Stahlmann and Sachs;
    Stampit; StarTrack-ArticleID; StarTrack-Consignment; STG; STO Express; Streamlite; Sunyou;
    Susa; Szendex; Target; TDN; Tezel Lojistik; The Delivery Group; The Professional Couriers;
    TNT Kargo; TNTIT; Toll Global Express; Total Express; Trackon; Trakpak; Transaher; TransFolha;
    Translink; Truline; TSB; TWS; TXT; TyD; UBI; UPakWeShip; UPSMI; Upsilon; Urban Express;
    Verage Shipping; Via Xpress; VIR; VNLIN; WanbExpress; Watkins and Shepard; Whizzard; WINIT; WPX;
    XDP; XPO; XPO Freight; Xpressbees; YDH; Yellow Freight; YTO Express; Yunda Express; ZTO Express;
    Zust Ambrosetti
"""

CARRIERS: tuple[Carrier, ...] = tuple(
    sorted(
        (*_RECOGNISED, *(Carrier(code.strip(), code.strip()) for code in _REST.split(";"))),
        key=lambda carrier: carrier.name.casefold(),
    )
)

# Who only sells the labels of others: that name does not say who carries the parcel.
_BROKERS = {"PARCEL2GO.COM", "Parcel Monkey", "Sendcloud", "Seven Senders", "Shipmate"}

# Houses that are named beside their own carriers: « La Poste Colissimo » is Colissimo.
_HOUSES = {
    "Correos": {"Correos Express"},
    "Deutsche Post": {"DHL", "DHL eCommerce", "DHL Express", "DHL Global Mail", "DHL-Paket"},
    "InPost": {"Mondial Relay"},
    "La Poste": {"Chronopost", "Colissimo", "Delivengo", "DPD"},
    "Poste Italiane": {"SDA"},
    "Royal Mail": {"Parcelforce"},
}

# What companies add to their name, and what it does not change.
_AROUND_WORDS = """
    ag asbl bv bvba company co gmbh inc kg lda llc ltd limited nv plc sa sarl sas sasu sca se sl
    sll slu snc sociedad societe spa sprl srl uab
    belgie belgique belgium deutschland espana europe france germany iberica ireland italia italy
    nederland netherlands osterreich poland polska portugal schweiz spain suisse uk
    transport transporte transporteur transports
"""
_AROUND = frozenset(_AROUND_WORDS.split())
_MARKS = str.maketrans("™℠", "  ")  # else they would become letters
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_WORDS = re.compile(r"[^\W_]+")


def by_code(code: str | None) -> Carrier | None:
    """Return the carrier of this code of Amazon's, to the letter; None when there is none."""
    return _BY_CODE.get(code) if code else None


def find_carrier(name: str | None) -> Carrier | None:
    """Return the carrier that a name means, None when it means none or several.

    Accents, case, spaces and punctuation do not count, nor what stands around a well-known name:
    « UPS Standard » is UPS, « DHL Express France » DHL Express, « Groups » nobody.

    :param name: a delivery method's name, or the technical name of who prints its labels
    """
    words = _words(name or "")
    if whole := _BY_NAME.get("".join(words)) or _BY_NAME.get("".join(_core(words))):
        return whole
    found = set(_recognised(words))
    for house, own in _HOUSES.items():
        if found & own:
            found.discard(house)
    return _BY_CODE[found.pop()] if len(found) == 1 else None


def _words(name: str) -> list[str]:
    """Return the words of a name, without accents and in small letters."""
    letters = (
        unicodedata.normalize("NFKD", name.translate(_MARKS)).casefold().translate(_UNDECOMPOSED)
    )
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _WORDS.findall(letters)


def _core(words: list[str]) -> list[str]:
    """Return the words between legal forms, countries and the like."""
    known = [word not in _AROUND for word in words]
    if True not in known:
        return words
    return words[known.index(True) : len(words) - known[::-1].index(True)]


def _recognised(words: list[str]) -> Iterator[str]:
    """Yield the codes whose aliases stand in these words; the longest of overlapping ones."""
    runs = [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
        if "".join(words[start:end]) in _BY_ALIAS
    ]
    taken: set[int] = set()
    for start, end in sorted(runs, key=lambda run: -len("".join(words[run[0] : run[1]]))):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield _BY_ALIAS["".join(words[start:end])].code


def _joined(name: str) -> str:
    return "".join(_words(name))


_BY_CODE = {carrier.code: carrier for carrier in CARRIERS}
_BY_ALIAS = {_joined(alias): carrier for carrier in CARRIERS for alias in carrier.aliases}
_BY_NAME = {
    **{_joined(name): carrier for carrier in CARRIERS for name in (carrier.code, carrier.name)
       if carrier.code not in _BROKERS},
    **_BY_ALIAS,
}  # fmt: skip
_LONGEST = max(len(_words(alias)) for carrier in CARRIERS for alias in carrier.aliases)
