from . import models, wizards
from .hooks import create_amazon_locations
