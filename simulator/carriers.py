"""The carriers that the simulated Amazon knows.

Amazon has no list that a program could ask for. These are codes that its public material names:
the file templates of Seller Central, and the schema of the order fulfilment feed. Amazon takes a
code only as it is written there (announcement of May 2021, amzn/selling-partner-api-docs #772).
Marketplaces have lists of their own; here all codes hold everywhere.
"""

OTHER = "Other"
_EUROPE = """
4PX
Amazon Shipping
Arco Spedizioni
Arkas
Arrow XL
Asendia
BJS
BRT
Blue Package
Bombax
bpost
Canon
CEVA
China Post
Chrono Express
Chronopost
City Link
Coliposte
Colis Privé
Colis Prive
Colissimo
Correos
Correos Express
CTT EXPRESS
Cubyn
DACHSER
DHL
DHL 2-Man Handling
DHL eCommerce
DHL Express
DHL Freight
DHL Global Mail
DHL Home Delivery
DHL Kargo
DHL Paket
DHL Parcel
DX
DX Freight
DX Secure
Deutsche Post
Digital Delivery
DPB
DPD
DPD Local
DSV
DTDC
Dynamic Express
EUB
Emirates Post
Endopack
Energo
Engelvoelkers
Evri
FAST EST
FERCAM
FedEx
Fedex
Fedex Freight
Fagor
Fastway
France Express
GEODIS
GLS
GO!
Geodis
Geodis Calberson
Gel Express
Hermes
Hermes (Corporate)
Hermes Einrichtungsservice
Hermes Logistik Gruppe
Hermes UK
Heppner
Home Logistics
Hotpoint Logistics
HUAHAN LOGISTICS
Hunter Logistics
IDS
Iloxx
InPost
JCEX
Jersey Post
Kuehne+Nagel
Kybotech
La Poste
La Poste - Colissimo
Landmark
Liccardi
Linehaul
Lettre Suivie
MHI
MRW
Mezzovico
Milkman
Mondial Relay
MONDIAL RELAY
Nacex
Nexive
NIPPON EXPRESS
One World
OnTrac
OSM
PIN
Palletline
Palletways
Panther
Parcelforce
Parcel Denmark
Parcel2Go
ParcelNet
Parcelnet
Pilot Freight
Post NL
PostNL
PostNord
Poste Italiane
Poczta Polska
R+L
Raben Group
Rabenlogistics
Relais Colis
Rhenus
Rieck
Royal Mail
SAILPOST
SDA
SEUR
Seur
SFC
SF Express
Sagawa
Self Delivery
Sending
Schenker
Spring GDS
STO
Susa
Swiss Post
TIPSA
TNT
TNT Kargo
TNTIT
Target
Tourline
Trans-o-Flex
Transaher
TransFolha
Tuffnells
TWS
UK MAIL
UPS
UPS Mail Innovations
UPSMI
UbiSend
USPS
VIR
Via Xpress
WINIT
Walkers
Watkins and Shepard
WeDo
Whistl
Whizzard
WanbExpress
XDP
XPO Freight
Yamato Transport
YANWEN
Yanwen
Yellow Freight
Yodel
Yun Express
YunExpress
ZUST AMBROSETTI
Zeleris
Zeek
Zajil
aramex
Aras Kargo
MNG Kargo
PTT Kargo
Sürat Kargo
Yurtiçi Kargo
Yurtici Kargo
Borusan Lojistik
HepsiJET
UPS Kargo
Kargo
DB Schenker
dtd
"""
_AMERICA = """
A-1
ABF
AFL/Fedex
AMZN_US
AMZL
AMZL_UK
AMAUK
Assett
Australia Post
Best Buy
Canada Post
Canpar
China Post
Correios
Conway
CouriersPlease
Dawn Wing
DHL-Paket
DHLPL
Dicom
Estafeta
Estes
FedEx SmartPost
FEDEX_JP
First Mile
Fastway
Hongkong Post
Hunter Logistics
ICC Worldwide
India Post
JP_EXPRESS
Jadlog
LOOMIS
Lasership
Loggi
Newgistics
NITTSU
NipponExpress
Nova Poshta
Old Dominion
Overnite Express
Paquetexpress
Pilot
PUROLATOR
Purolator
RBNA
Redpack
Roadrunner
SAGAWA
Saia
SagawaExpress
Senda Express
Seko
Sendle
Singapore Post
Ninja Van
Smartmail
South Eastern Freight Lines
StarTrack
Streamlite
Toll Global Express
Total Express
UDS
UPS Freight
YAMATO
YamatoTransport
Xpressbees
BlueDart
Blue Dart
Delhivery
Ecom Express
First Flight
FirstFlight
Gati
Professional
Shree Maruti Courier
SMSA
Saudi Post
Naqel
Aramex
Mylerz
Bosta
The Courier Guy
RAM
"""
CARRIER_CODES = frozenset(
    line.strip() for line in (_EUROPE + _AMERICA).splitlines() if line.strip()
) | {OTHER}
