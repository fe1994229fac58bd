from . import models
from .hooks import create_amazon_locations
