-- A copy of a database must reach no seller's Amazon: neither read as it nor write in its name.
UPDATE amazon_account
   SET lwa_client_id = NULL,
       lwa_client_secret = NULL,
       refresh_token = NULL,
       test_server = NULL,
       orders_page_token = NULL,
       second_look_token = NULL;
UPDATE ir_cron
   SET active = FALSE
 WHERE id IN (
       SELECT res_id
         FROM ir_model_data
        WHERE module = 'amazon_connector'
          AND model = 'ir.cron'
 );
