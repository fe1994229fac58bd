from . import controllers, models, wizards
from .hooks import create_amazon_locations
