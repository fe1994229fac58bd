"""Amazon's side of the connector: plain Python that knows nothing of Odoo.

=====================  =============================================================================
module                 what it answers for
=====================  =============================================================================
``client``             one seller account's connection: what can be asked of Amazon
``endpoint``           where Amazon's servers stand
``transport``          one HTTP exchange, within limits of time and size
``answers``            what an answer means: a JSON object, or one of ``errors``
``sign_in``            access tokens: fetched, kept for one client only, fetched anew
``consent``            Amazon's consent page, and the refresh token that comes of it
``library``            python-amazon-sp-api, imported and used without its surprises
``errors``             what can go wrong, named after what the caller does next
``quota``              how often Amazon lets each operation be called
``json_reading``       strict reading of Amazon's JSON
``money``              an amount with its currency
``orders``             an order as Amazon tells it
``order_items``        … its items
``order_parts``        … and all its other parts
``proceeds``           what an order's amounts mean, to the cent
``item_proceeds``      … and those of one item
``withheld_tax``       … without the tax that Amazon pays to the state itself
``participations``     in which marketplaces a seller takes part
``fba_inventory``      what lies in Amazon's warehouses, SKU by SKU
``shipments``          a package on its way to the buyer, as Amazon wants to be told of it
``fulfilment_feed``    … many of them at once, as the XML of a feed
``transparency``       the codes of Amazon's Transparency programme, as people scan them
``feeds``              a feed and its documents, as Amazon tells of them
``feed_documents``     their content, uploaded and downloaded
``processing_report``  what Amazon says became of a feed
``marketplaces``       Amazon's shops
``carriers``           Amazon's codes for carriers, and which of them a name means
=====================  =============================================================================

Imports inside of this package are relative, and nothing of Odoo is imported: it can be read, used
and tested alone.
"""
