def create_amazon_locations(env):
    """Give the companies that stood before the addon their « Amazon » location."""
    for company in env["res.company"].search([]):
        company._create_amazon_location()
