-- A copy of a database must reach no seller's Amazon: neither read as it nor write in its name.
UPDATE amazon_account
   SET lwa_client_id = NULL,
       lwa_client_secret = NULL,
       refresh_token = NULL,
       test_server = NULL,
       orders_page_token = NULL,
       second_look_token = NULL;
DELETE FROM amazon_connect;
DELETE FROM ir_config_parameter
 WHERE key IN (
       'amazon_connector.application_id',
       'amazon_connector.client_id',
       'amazon_connector.client_secret',
       'amazon_connector.test_server'
 );
UPDATE ir_cron
   SET active = FALSE
 WHERE id IN (
       SELECT res_id
         FROM ir_model_data
        WHERE module = 'amazon_connector'
          AND model = 'ir.cron'
 );
