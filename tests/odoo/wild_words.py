"""The words of orders drawn at random: Amazon's own, unknown ones, and texts that trip programs."""

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ÀÉÎÕÜßæøåñçžłőğ",
    "абвгдежзиклмнопрст",
    "αβγδεζηθικλμνξοπρσς",
    "العربيةנמסעפצ",
    "日本語東京都漢字かなカナ",
    "한국어서울시",
    "हिन्दीதமிழ்ไทยภาษา",
    "🙂🎁👩‍👩‍👧🇫🇷é",
)
TRIPPING = (
    "",
    " ",
    "\t\n",
    "line one\nline two\r\nline three",
    "bell \x07 escape \x1b delete \x7f",
    "zero\u200bwidth \u202eturned round\u202c",
    "<b>bold</b><script>alert(1)</script>",
    "'; DROP TABLE sale_order; --",
    "100 % of %s, %(name)s and {braces}",
    "${1 + 1} {{ 7 * 7 }}",
    "\\0 \\n \\\\ \"quotes\" 'single'",
    "Robert <robert@example.com>, Ann <ann@example.com>",
    "=SUM(A1:A9)",
    "None",
    "false",
    "0",
)
STATUSES = (
    *["UNSHIPPED"] * 6,
    *["SHIPPED"] * 5,
    *["PARTIALLY_SHIPPED"] * 3,
    "PENDING",
    "PENDING_AVAILABILITY",
    "CANCELLED",
    "UNFULFILLABLE",
)
CHANNELS = (*["AMAZON"] * 12, "NON_AMAZON", "ANOTHER_SHOP")
FULFILLED_BY = (*["MERCHANT"] * 9, *["AMAZON"] * 6, "SOMEBODY_ELSE")
ORDER_PROGRAMS = (
    "AMAZON_BAZAAR", "AMAZON_BUSINESS", "AMAZON_EASY_SHIP", "AMAZON_HAUL", "DELIVERY_BY_AMAZON",
    "FBM_SHIP_PLUS", "INVOICE_BY_AMAZON", "IN_STORE_PICK_UP",
    "PREMIUM", "PREORDER", "PRIME", "TUESDAYS",
)  # fmt: skip
SERVICE_LEVELS = (
    "EXPEDITED", "FREE_ECONOMY", "NEXT_DAY", "PRIORITY", "SAME_DAY", "SECOND_DAY", "SCHEDULED",
    "STANDARD", "BY_BALLOON",
)  # fmt: skip
UNITS = (
    "OUNCES", "POUNDS", "KILOGRAMS", "GRAMS", "MILLIGRAMS", "INCHES", "FEET", "METERS",
    "CENTIMETERS", "MILLIMETERS", "SQUARE_METERS", "SQUARE_CENTIMETERS", "SQUARE_FEET",
    "SQUARE_INCHES", "GALLONS", "PINTS", "QUARTS", "FLUID_OUNCES", "LITERS", "CUBIC_METERS",
    "CUBIC_FEET", "CUBIC_INCHES", "CUBIC_CENTIMETERS", "COUNT",
)  # fmt: skip
PACKAGE_STATUSES = ("PENDING", "IN_TRANSIT", "SHIPPED", "DELIVERED", "CANCELLED", "UNDELIVERABLE")
SUBSTITUTIONS = ("CUSTOMER_PREFERENCE", "AMAZON_RECOMMENDED", "DO_NOT_SUBSTITUTE")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
INVOICE_STATUSES = ("NOT_REQUIRED", "NOT_FOUND", "PROCESSING", "ERRORED", "ACCEPTED", "LOST")
COUNTRIES = (
    *["FR", "DE", "IT", "ES", "GB", "US", "CA", "JP", "BR"] * 3,
    "UK",
    "EL",
    "XX",
    "fr",
    "FRA",
)
STATES = ("CA", "california", "NY", "ON", "Île-de-France", "SP", "東京都", "Somewhere")
REGISTRATIONS = ("VAT", "BUSINESS", "CST", "CPF", "CNPJ", "MOON")
VAT_NUMBERS = (
    "FR23334175221", "fr 23 334 175 221", "DE123456788", "IT12345670017", "ESA12345674",
    "GB123456782", "12345", "NOT A NUMBER", "FR00000000000", "TR1234567890", "45.658.754/0001-10",
)  # fmt: skip
EMAILS = (
    *[f"buyer{number}@marketplace.amazon.fr" for number in range(30)],
    "Buyer1@Marketplace.Amazon.FR",
    " buyer2@marketplace.amazon.fr ",
    "no address at all",
    "two@example.com, addresses@example.com",
)
SKUS = (
    *["MUG-BLUE", "TAX-ON-TOP", "TAX-INSIDE", "TWO-TAXES", "LOT-TRACKED"] * 4,
    *["A-SERVICE", "A-CONSUMABLE"] * 4,
    "unknown-sku",
    "mug-blue",
    "SKU with spaces/and:signs",
    "セーター",
    "long-" + "x" * 190,
    "too-long-" + "x" * 200,
)  # fmt: skip
