from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "rest_answers" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(320) NOT NULL,
    "operation" VARCHAR(200) NOT NULL,
    "idempotency_key" VARCHAR(255) NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INT,
    "sealed_body" BYTEA,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ,
    CONSTRAINT "uid_rest_answer_actor_e6ef36" UNIQUE ("actor", "operation", "idempotency_key")
);
COMMENT ON TABLE "rest_answers" IS 'What a legacy request with an idempotency key was answered, sealed; not yet, while `status`';
        CREATE TABLE IF NOT EXISTS "usage_changes" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "is_estimated" BOOL NOT NULL,
    "input_cost" DECIMAL(20,8) NOT NULL,
    "output_cost" DECIMAL(20,8) NOT NULL,
    "client_cost" DECIMAL(20,8) NOT NULL,
    "team_id" UUID NOT NULL,
    "job_type" VARCHAR(100) NOT NULL,
    "virtual_key_id" UUID NOT NULL,
    "model" VARCHAR(255) NOT NULL,
    "provider" VARCHAR(50) NOT NULL,
    "jobs_pending" BIGINT NOT NULL,
    "jobs_in_progress" BIGINT NOT NULL,
    "jobs_completed" BIGINT NOT NULL,
    "jobs_failed" BIGINT NOT NULL,
    "jobs_cancelled" BIGINT NOT NULL,
    "calls_succeeded" BIGINT NOT NULL,
    "calls_failed" BIGINT NOT NULL,
    "latency_ms" BIGINT NOT NULL,
    "charged" BIGINT NOT NULL,
    "slot" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "usage_changes" IS 'What is to be added to a slot and to its day: appended with the change itself, and folded';
        CREATE TABLE IF NOT EXISTS "usage_days" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cached_tokens" BIGINT NOT NULL,
    "reasoning_tokens" BIGINT NOT NULL,
    "is_estimated" BOOL NOT NULL,
    "input_cost" DECIMAL(20,8) NOT NULL,
    "output_cost" DECIMAL(20,8) NOT NULL,
    "client_cost" DECIMAL(20,8) NOT NULL,
    "team_id" UUID NOT NULL,
    "job_type" VARCHAR(100) NOT NULL,
    "virtual_key_id" UUID NOT NULL,
    "model" VARCHAR(255) NOT NULL,
    "provider" VARCHAR(50) NOT NULL,
    "jobs_pending" BIGINT NOT NULL,
    "jobs_in_progress" BIGINT NOT NULL,
    "jobs_completed" BIGINT NOT NULL,
    "jobs_failed" BIGINT NOT NULL,
    "jobs_cancelled" BIGINT NOT NULL,
    "calls_succeeded" BIGINT NOT NULL,
    "calls_failed" BIGINT NOT NULL,
    "latency_ms" BIGINT NOT NULL,
    "charged" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    CONSTRAINT "uid_usage_days_team_id_95712c" UNIQUE ("team_id", "day", "job_type", "virtual_key_id", "model", "provider")
);
COMMENT ON TABLE "usage_days" IS 'What was folded of a day, in UTC.';
        CREATE TABLE IF NOT EXISTS "provider_credentials" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "provider" VARCHAR(50) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "sealed_api_key" BYTEA NOT NULL,
    "key_hint" VARCHAR(8) NOT NULL,
    "api_base" VARCHAR(2048),
    "is_active" BOOL NOT NULL,
    "actor_kind" VARCHAR(20) NOT NULL,
    "actor_label" VARCHAR(320) NOT NULL,
    "actor_id" UUID,
    "organization_id" UUID REFERENCES "organizations" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "provider_credentials" IS 'A provider''s API key, of an organization or (without one) of the whole installation.';
        CREATE TABLE IF NOT EXISTS "webhook_endpoints" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "url" VARCHAR(2048) NOT NULL,
    "events" JSONB NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "sealed_previous_secret" BYTEA,
    "previous_secret_until" TIMESTAMPTZ,
    "sealed_authorization" BYTEA,
    "is_active" BOOL NOT NULL,
    "failing_since" TIMESTAMPTZ,
    "last_triggered_at" TIMESTAMPTZ,
    "organization_id" UUID REFERENCES "organizations" ("id") ON DELETE CASCADE,
    "team_id" UUID REFERENCES "teams" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "webhook_endpoints" IS 'An address told of events: of a team, of an organization, or of the whole installation.';
        CREATE TABLE IF NOT EXISTS "webhook_deliveries" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "message_id" UUID NOT NULL,
    "event" VARCHAR(40) NOT NULL,
    "payload" JSONB NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "attempts" INT NOT NULL,
    "response_status" INT,
    "error" VARCHAR(500),
    "next_attempt_at" TIMESTAMPTZ,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,
    "endpoint_id" UUID NOT NULL REFERENCES "webhook_endpoints" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_webhook_del_endpoin_cea01a" UNIQUE ("endpoint_id", "message_id")
);
COMMENT ON COLUMN "webhook_deliveries"."status" IS 'PENDING: pending\nDELIVERED: delivered\nFAILED: failed';
COMMENT ON TABLE "webhook_deliveries" IS 'One event for one endpoint: the row is the outbox. `message_id` is the same for all';
        ALTER TABLE "model_aliases" ADD "provider_credential_id" UUID;
        ALTER TABLE "provisionings" ADD "model_alias_id" UUID UNIQUE;
        ALTER TABLE "provisionings" ADD "provider_credential_id" UUID UNIQUE;
        ALTER TABLE "provisionings" ALTER COLUMN "team_id" DROP NOT NULL;
        ALTER TABLE "model_aliases" ADD CONSTRAINT "fk_model_al_provider_0ad09f1e" FOREIGN KEY ("provider_credential_id") REFERENCES "provider_credentials" ("id") ON DELETE RESTRICT;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "uid_provisionin_provide_bb5938";
        DROP INDEX IF EXISTS "uid_provisionin_model_a_1e6eda";
        ALTER TABLE "model_aliases" DROP CONSTRAINT IF EXISTS "fk_model_al_provider_0ad09f1e";
        ALTER TABLE "model_aliases" DROP COLUMN "provider_credential_id";
        ALTER TABLE "provisionings" DROP COLUMN "model_alias_id";
        ALTER TABLE "provisionings" DROP COLUMN "provider_credential_id";
        DELETE FROM "provisionings" WHERE "team_id" IS NULL;
        ALTER TABLE "provisionings" ALTER COLUMN "team_id" SET NOT NULL;
        DROP TABLE IF EXISTS "provider_credentials";
        DROP TABLE IF EXISTS "usage_days";
        DROP TABLE IF EXISTS "webhook_deliveries";
        DROP TABLE IF EXISTS "webhook_endpoints";
        DROP TABLE IF EXISTS "usage_changes";
        DROP TABLE IF EXISTS "rest_answers";"""


MODELS_STATE = (
    "eJztfWt34ji29l/R4kv3rJfOqkqlLid1zrsWSahquknISkhV1xlmOQILcMdIjC+hmJn+70"
    "dbtsEX2dgGgnHpS3fF1pbNs2Vp3/e/GzOmE9M+aekzgz7YxGqco383KJ4R/o/kzSZq4Pl8"
    "fQsuOHhoitEYhmkuHyeu46HtWHjk8FtjbNqEX9KJPbKMuWMwCgQtNOdjGUWLKUO2MaE2Mi"
    "hyGJphiicEOYRi6tgnqP3LDBumjbBFkEuNf7oELQxnylwHWWSCLR2IRtgmJ/BgnY34kw06"
    "2eMzvBGawybEmQrU/v4PftmgOvlO7ODP+ZM2NoipR0A1dJhAXNec5Vxce3joXH0SI+H9h9"
    "qIme6MrkfPl/xN6Gq46xr6CdDAvQmhxMIO0UNAU9c0fbYEl7w35hccyyWrV9XXF3Qyxq4J"
    "7Gr899ilI+CSAM+wOUgjcuKvhiFgAG/w/v/7bxui1LSbXl+7b/c1rZFgOLxVjD/+pRGjsF"
    "gMzgnA6i9v3jVG4moDHnD5a+vu5zfv/iZQYbYzscRNgWDjL0GIHeyRCj6sgR9ZBGDSsJNk"
    "wBW/4xgzImdClDLGDN0nPQn+UYYpwYU1V9bfTABuAN8eAG/wH6j3qLn0l0MGA/qd6/Z9v3"
    "V9C4+b2fY/TYFfq9+GO6fi6jJ29WePX4xvB95WsZoEfe30f0XwJ/rf3k07ztXVuP7/NuCd"
    "sOswjbKFhvXQyg2uBqjxkWuuu3O9JNejlIrrVeF6gFGI7f7br7lOYDNPMvxyii05s1cEMT"
    "5zvI6RszP8XTMJnThT/ueb01cZrP3SuvM21dNXMX7d+LdOvXt/RRDWDXtu4qUm/i4AdJyu"
    "hnifvn2bA28+KhVvcS+K9xzb9oJZujbF9rQI4AnCUoj7W+0PBLjFzJSF3abuTGDd4e+EuW"
    "iUwDygrfLibvS+3rTvzhFb8LcZ0NbVdefmHAkhfkAf7uGW68v8hfmRZ7/J2G6Su41ha1yV"
    "MJ4lHLlgHGxMU8TnMF2MG0NOuC92BDL1ywrHF71eN3JAX3T6MYwfri/adz+/FtDzQYYjLn"
    "du+jHAZ8TBIEkn8f7tvncjBztMExeXjJGD/oNMrkvsC/KQ1jJ0DdMxqH0Cjz2ElgIYRRgR"
    "rO2fr1t/xJf9Zbd3EReBYIKLGEtMbDuaySZcyS4uzCaIdyDPVuxMOF7xNam1BBrncKkVsx"
    "ckCLcwHRwPfzdYBcAWM37KNAoMl0mUPzGLGBP6O1kmTvsYqjJD2VGCu766fkULL1ZmrOT6"
    "4ijw3068c4S/Bbp56HYbAvIhHj0tMJc8N2C/MhnGDnaf/NPvd8TE4gf9SMhH9gOb2Dafd0"
    "uU7r1ZqiODbg8SrDN2ykLrK7Lykrdmp7P4FWEJ1v1nw5OCReXqhtN+JuJpSav4+m4z0ywO"
    "4zQCA3Paxb9OGdINHS2m2AGr82JqjKbIIiOuxTX5X4Q2EaY6GltsBn9a5ATd8AdYaDTFlP"
    "+UJqLiTzBgI4xswr80J2kb39NzBlx/ePRG2I/IsPkdkPsQG6PHfw+85TvgLzNoDMmYb7He"
    "v/HY4WpI46/Hj4hZE0yNf4nFLF7AIXgmDPMUO66FTfREljZ/Tn9KEAicYJJGEy7l2wjs9Y"
    "824YuW79SPiP+wEZvNDKe5suZP8NxWNnxlw1fW3EqIw3ls+MH3LDn9jEmHOnKOh6li/DZo"
    "HjW0YoICf13+v1/+6/T0zZv3p6/evPvw9uz9+7cfXn3gY8ULJ2+9z7IWdD6D3h9hatIQgE"
    "eBTJHX4LimqLL5q6Sp8fWrPLYtPirVuCXuJTBmlvbEf2BZg2N0hgpbeBvCzqh59sV1xIBv"
    "f9R+b38LLvMzfkC/dO76D62ud/3ZsBwXm96d+2/3/fb1ObKX/GibVcNK6XGBA0oK+Z5iZD"
    "X8avbigVqvnoI2kgShspHEXB/EZq41Ih4iBVZygrDCO1HJpfw2z0p+m76Q3ybW8Qo02SrO"
    "gbV0DdcA6b1sGmHdsiDgEtL6gb4XVyro7wXBDpEokHOB7FtcijjsQiTV8NfB82rjr9OJAx"
    "GlRRgSIqkGQ2rlQDXmYHPgAyQ8Sd+JolT124zO8uxFZ+lb0VliJxKSNZ74lvG8OEep6ofz"
    "21yWg7cZloO3ScuBBTYu2yksOoap6gf1zow0Ccdxultzn46oC2yC1adlEkvqiorcb2Y5o4"
    "beSA3D0JzuqB4laGwA/ODCwciZ8s1wykz9BLXmc0L1Xxg1l020sAzHIfzwWPIha8dM0u+0"
    "iwklzpu/N/BoxFwarOuRRXTD+5ErU/A/lIenErYG5eFRHp6o5TT85eY25EWodvn51cKMF9"
    "oA83vNQkSlnGZVg/IwXrMDeSwV+GJbeOZKtECkEPoRMgV/IfirJSj3A4EyQ1hej8klMK9k"
    "1Ny5zSZ5JqYQcIN1hWbGyGK/+Dssl2mxA3IwRC3xR4iAK2Q4EDHFh9k20ZHOFhRQsb1ALM"
    "NOyNJ7es6AYmvGb+AJX0xhCsgm4tfduRh+jobMmYqMai6gc0io7Xn/4X3gEtfmraX3BhBp"
    "Zjgbhfew5K6k9WqIFEpaV9K6EiwrIdtAQhvszBLsN+XBBWQqDS5/GpxIm4Kzs8wWlyBWOV"
    "dVzrlSNoj9p1uFhLwtc60uxXHSWs93nPBuTLiKrq9IttUdX/J3nct+VrbVPrWtKAskqlaC"
    "R+l6licdaP6vza1kQZjIT1wrscgcc/3ClzGaoJFElKATdM1EegiXx8CfYBJ9QiyhnhiEj2"
    "eUQK4IRmI/lmhZ+3mQSJXxVUyRKgM6k+3OhDpnmmuyxynnyKOXqcPmXBsTqiji3x2xngkM"
    "56oVgnwYhzkcLGTP+aE2oIZzjoIHoP/xbmoTrqfx7wT94v89mmKLMxj9P/9vrP/pcv1Ef/"
    "zIH8DVlkAtXGDjmesu8DSPhKuJQrUDtiPKf1oTmWwBCUFwFfRLb2aVbqPUO6XeVUISyqPe"
    "+ftFMfUuRPRy6t2rWul2Ux/X/KAHFArxcojzo9rSLTx2NNOYGZJNLgt8CbHiQzk+ROSSYl"
    "xIkCoebMMDX2Irw4MQqeLBNjwI5O8yTAjTKi6U44Kw25Xz4CdIFQ+24IG81OGFQbG1zMA/"
    "pdDhcOl4uQ57CZ4f/jQYfH/16qcDKHgXfvz7SrX40rq76Ny07r6touVX+kW3d/P5QhIvf/"
    "Gt327lTdtJ173T03b2rIAfhyE0T1WkaKRBbOkXKPYji3M4Mh07V2kkIfptiZVnqPwMM9UV"
    "Jt+UuB1OXWHNbENQR51wShrJo5tgErQeJX3G/5PTWdH3JznGfW+jhyK05+dxT+zA5eB9qK"
    "kOh9V3vNHdsN47NjsbLv1wKqgzRcGGD6Z8MF4il7PHEn/aRJS5cog1k/kGEn6FHcwpXAhw"
    "9hBdW9e98l0JIe+DH4U1dx24M+MTOUyM8Q13H6GA12hKdJcTiQdzMUoY9Qd0SZwT9GhBjX"
    "TK31xMP2PPfFwsNQNhU3gBOKW/3yBYPi7/QemhX8oLUAFRpam8AMoLEA1hF9UlkhzPV5Bo"
    "TV3lcjaNVrfbu2z1Oz0ofW6abCQEoAG9vetd97zLc4vNmHf1/uHi/vKucws3tNvWt+v2Tf"
    "8c2e5wNac2x8sZ3/oGlDNFAy6sx/GdUYNlvh7Teuj3tLv2p063yx8PzLDI2DDNAe3ftW7u"
    "P0GNJBFUO4YKSZe9u7v2pfdSI2ZZZFVnq3BljVyFNTLqaiRr8czkYR2Z8fYrGhUPWNpOsj"
    "qUi2EfIVM2qnLYzy2DWYYjqRydinuYpDawn74+e3/24c27sxXaqytZICcBJeMxEd0aSoga"
    "cdoaChtHIlzkCrYk3+eQkVKG0RFKFVJbZS5z6dguVjx0TVG/shR7qQDiC5Oaa0vU4ysyMm"
    "bYTDmLopTxL8kjPfGnOD7sM6C+al92rlvdn09fNd/FUgBWBW+SQEdtLMXkLQmxKklcVu4i"
    "/MeWsUaE6dS5UeVzw+OUrCdLPutDmL7C50ij/cdt5+7bORIyDZQ77nWuztEz84yXxcse5a"
    "p6lFH0KFnQWKXEqJSYF4Z33ykxIcO28E2I99zSMSpcTpfr6WqE/l5b7CRwkzj1ZNime/aE"
    "S0+Lc3azew9yZ+bYcrySZEnHGUZiZiTSf8bMKlv8bI/PUb415Vurkbmrxr41JVftodyZqr"
    "l1yJpbygF4GOA9eafYRhKmUdtItno2CYLJdqKc1S3EtBlTzcIrq1K1Cjo6mc0ZlxmdO6/4"
    "dUOiaSQHZaoaxmq45lfUzt3gUwj6M9fxelx6/TMpWk04WkKLSzTDOjn3agJAhj1cEuXZKE"
    "TxjQ34p+OVaJM199zLM5SOoXQMpWMch47hMKuI63VFUOWIvZKu1/30kpoDIAW7Y0aIaoj0"
    "uzxAv0vH+V0C5tCJBa0fi4AtIa0h5HtpJxX0CCmegxmnfMk0zMNoF/tKwOS34Cck0E9vIL"
    "WmUP2jIhwp2z+qQArnXtUX0C9N3wsl01zC97OVltDI3K4Rw155GkRyj1ffy+HKwxOxISep"
    "azik270WiUHYeiL6CYIuLxZbNIWGAf4KrowYE+/sk7lF9vIMpa4odUWpK1VVVyqyuf7Ghr"
    "I9FS5nbqV/smHuQpV8BQmX74JZT37XK4Jn50hMi0Z8R/YL9WOLBGUTRbn+ZqReP5vNwaKm"
    "y0pU7voRkFnacfjWCw0BEKSpUuy4FjbBSNREDmMn6Dqci3oelKn0ndOrQpX8Ov+vZuiPTf"
    "ToPxlGQfnIoEeAf90bBBaoR5cODdMk8PdiaoymXo8B/pMQW0BrAj4GegpQ5qApfiYn6Kt3"
    "Ytjebx3QERi0HAZvb7uzmWhbgPgpQD6iR/J9TkawV4z4Mn70Hri65rAnQu1HARTfQ2xRYN"
    "NyKSTMeJOrw0UdLupwqfThEs3U4rua43/XxZyUCdLapG29sKPSP1ggSbYMH6TkihcleYGh"
    "0kM5PsRJFQ/KZu5CphN/r1JskFErTpTuqUJsfmhjec3FDX1VIqQv2FtldeVom6sIH7MQwC"
    "WyWFbmWpRw68S1ctbOVwcQfEOJax9yJ64x1ymJc4xSAZ0N9Mg0CC0FdIxSAZ0NtDvXSypx"
    "UUqlxFVFiZNkBSYqGD4bluNiExy5BeMdk5Rb2FKOJ+2zQOz0n2zogZFANd25HqapoVf9da"
    "5s/dcZ2fqvk9n6toMdVyLq5yyqtaJ+ObwbkHzkFwoqktp627656tx8Pkc+/YB2brTbu97n"
    "u/b9/TkyqDa3GKxIGypbXd922/321fna/Dygn1qdLlwaY8OEvy9bN5ftrrg0AnjANhw3g+"
    "cKl8jD14xIoGQgENcCbP58k2hgHC6uQsSIlRJRQIngq0tzbWJJj4T0zStGVuEk8SoFBZHv"
    "DrEoP0kdbD8VRVxCq2DPBfuMOBg8Gkm40yOBwjQqFiiy2ZSNBYp8CZbFLG3Gjy88KSQ1JQ"
    "jr9w1wuSen6JQpOyWOWT+wkKtva2d8/sC4JG01Pgt4Xm0+C1gHpbqDxwhVcaSyxmwBJIQo"
    "JPHPBj+gqRH0OytMyaV3m2gudQyJdL+hCXiUtIYmp+M1MSUDBbiGbZWzLEYpVXmxKnN5ZW"
    "QoEwYUo1WcrjKn/bjDIsbiEImyEqsGtQcO1PGCYrczGycmeUHrMWWOprvBO+W2HsO9q4f2"
    "OfLpBxSW6Wdh+/Xihwf0a6vzBS6ItvT874ebq/bdbQsqKIruOVBBqxr24VVoc5F9KEKkdi"
    "IZogU3I9Wgduv9KIjJLwZ8mEohXzZkk+vnWkqp0IxozQhVbcDfmWbvAWS7oxEhumxdb4A2"
    "QqnglcPreXALY7smU8Am3J7h/CWJDpsVbZagVfFmYdEuGW8WSwwrdvhJiGuznF+8KbhXym"
    "NWkAVROoV+OfSZNcHU+JdIri+oy0hIVd3BynZbP1o4M8o4yts4F67iWLaRczUg3UEr57QN"
    "YQfY9mLT1RRjyV64TQsDuau3UFP37vWlH3lYE8j32rIggEtSMSKEZHrVCNOcrZ3tm0tHQI"
    "kbGA6FDLBfywFqeRqU//knG56gx7V48+jVffDGQzWEBbYRpvaCWET/iOaWMSI25PPH7aJ7"
    "esyAzgzThHAXT/gNVVQQdRr4Fi5oRfkeeJzXzjzkMxe9xi2+LKHkw2LKFUL+4LnF+ANsUe"
    "nCRgxKV5zzy+EKDXwsPEXMBFOwZ2JBR/MBpQw68UI/c5c+ImEasf134jRQ1uIJSmG4848I"
    "Wi54fdT5T7ehFNES2rE7pmhnjh6x45DZ3FlViiD89wqGI+h9rotu7czSicXXisH/FDebiL"
    "nOiM04r70kziZaI/uXKiyhCkvULUDkSHOSVGGJ49BLVWGJCvFCFZY4OA9UYYmqcEIVllCF"
    "JWrsFlGFJVRhiXoBrWzwO3VpqIoN+8P2CCsJ+Pa5gptB4+7h5kZUEvDpB/T+4fKy3b6C4M"
    "9V/E28XkDcwnmYyE8uxumGRUayzngbxL81nZL9ish+h+8WUrH95kdoFlIxyLOW+r56hbgS"
    "H2y6lu/KHIJ7VOxf72tx1znT83hWdZXs9gEm2YZ71+JTFqrcECJRx0KRYyEoulAEbAlpDW"
    "uM7Ql1m5nP5UCPU6qFngty1y4Dd5RKQZ0L6rnFnrmgXqizZZimfjC/zaO1vk3XWt8mtNYg"
    "riWJcXqBnTCNKqwTEYN2Um9K5XuofI8fzn8q3HEinLDgko9Rbr3gK3YA7MmTVwbpOKmCOh"
    "tqP8ylDNRxUgV1NtRZ6WL7zBWrGKy7NpGNDWrYU80LFCoihicIlSy+WRYX9UKLoLwiqB+6"
    "+yosCltJkJZRsKqxhLR+uL87y4H6u7NUzOGWbA8pFS4fI1Vm9iqb2aFHRLHIjzWFCqfJTm"
    "n90+tPvGXWpd/l+DgB3ZhsuV5NhXMsXyCH8JJRLmw6jfRUwmBEM09GIcABo3NmFn4NMvds"
    "TiM6IC/iuXxN9ETm/N4cW96IMbMQv28yOoH/+12e+cLh10H/4I9Itqbe14PC7alhAGDwk2"
    "rNrDLoVAZdNUSEPBl0vqO3iKshRPLynobDSAl78SnwW3P+BhIzVBb2a5qtwD8eoXtn2Cdk"
    "uQMJH0SfEKtNHWsplTxCt7PFDjFQ42e6ZZAC1QxsLp+K5PjZzBWTQUlXOiFQVIDx+3gkkv"
    "JPUJ+f6XBawImGLDJ2bWJDfYJgOEgCINFBMn5C6Njbk6BCwT3sQPzMbaIhNkG+tpsIjhYh"
    "ukAooygIMBZFL6EIwNArI7B6xGJKqLhisQVILwb/oqB6vJJdlOyiZJejkV1sfxso5iAOU7"
    "2cZ3j/DoYXdg4/8V8rt9RuTn8JaKscUtjo3bZvzkHr5QfO57vWTf8cTSxMnQHt9261h1u+"
    "Rtlcc+dBbfSgNPqA3rU/PdxcnYuTjAaV0u/8SunWgLaufnu471+3YUqs/+nazozAvO0/bj"
    "t3384R+T43rOWAfulBMfVnZvA5fu11+b+hOQJ04rztP9zBA/HccS3xxG67dd+GR4owaH+u"
    "tj8XiR/Ph8nGwTN5+eSsr3VNo77V0t8qtIHQPGGqGPoxQsWC0iyYW+TZYK6tlTu0pOQ18o"
    "4fihu+/lCSGSFqxYuteVG8vU2CVHGhLBf8pazhsSML7s7iQoJUHRPbndQleBClUwwozQA/"
    "B6fsOS0lV7vS1twofjYkSBUXynOBq632Ft+EhFxxY2tulFGnJcSKE6XzIw5f66Jyh/YPUO"
    "yiapgfoNoFHjnM0tJNwCm2vAhVHdf77k2mAjL+64ulNsfIagj1m1xYv8kA+00a2sW8uGEa"
    "VSRNVgq3yMKtd3JKvuyUrPSUxJKd4yU4jzycpEBvdsfF56gw9I37h4v7y7vObb/Tu4Hyc8"
    "PV3QHt3bQ1cCufQ3SJFvjrD7+JB/i6tmRnyUw5jFH+mBmH73JnHB4o3eF4UC2wdwtfd0E0"
    "wzQKz9hZyBZlVJYQlVJXyqsrItCwsGQXplLpUNnpUD5aSYALp0RdWkQ3nNZ6vuOEd2NyVH"
    "R9VSpB6hr+xzlAbPuzxdx5QxKonBjTzIpWFpc0LIZrExifM2S5BS2/RMMz08AiLhiSl6Ds"
    "t9fObGI8E4q8iZHDTlCLekMh8JdCmLHoYIZHUxGBPFzyi0OmL5Mhy3t9kooqVlHFKqr4GK"
    "KK3blekutRSsX1qnA9wCjEdv/tw+oOP5I08VeC6+nmqijVbsysm7fb4/bf6IY9N/GyMNZx"
    "uhoatfeDd+jNEnD3yfcUT3GMrMI2wV1ICf32H/3ITpVIMowonsHweObh0fcI4aI4l3ILim"
    "mN1mW/86V9jjzqAeUqu3/FoKEZD2KILZD1GVJmQazXTIM+bdncO64ktWDiI9yn0nTayHoX"
    "vZh2AFqfzxNTLOsC10sq7d5ay6G5rxZlEfVd87XkXFp8OnASvfjvjfBzxPziBf+hFGalMC"
    "vVqXIKc2RXKGxij5MqO3vceSFkkYK4hmgUoBsdF5HDZkvvhcwsfpww53FgxL/eiBfjsnV/"
    "2bpqN5LLeWc410ycTiAc+o7l0B7SP5QtX+YWKgvIkY0Wgmd5nhmMxATgdYHSc0RHw2UTcS"
    "HSqwPDR3QNh3S71yfoFmp22+dIZ3xJWDYIXWhmmCYIYF6fAJk7aJ+PUv4gJd4q8fYYxFvl"
    "D6ob1/P4g1LElIyQ+4BAeYGUF6iCeCsv0IG8QAfpmFftFb6Hlnkjx8Vm8R6Qcboagr2X7U"
    "S5Nivg2lS92lSvtjpDrXq1vRjUgcChjSyiE+oYWN6JKd3OlD6DygTK9D9IgNuBefzWn/Uy"
    "MulRwr3RSp6+9AonVaR4NVUkUAVCW7IzUXLnoBRLPoFH6U3ELB365IjuCpAi4s1+LorIjw"
    "2LX/Sb4PATZ4atZdMrL0/ghmPD9CYgkepm2PUjlHtBuReUofnQhmblXvgRua7STapkqVKO"
    "BuVoqJy2qNJN6mqTLZVuMiOzIRdkd6BgCi3oWkx3hNvTi2eZRDXHuqD1Mpq4v8oy9fH1Ss"
    "yllWuhDyFfMzsvLA9qNiAxwwnqsgWxQEdmluEYxEYjNvMV6I+I/NPFJlQHEzUbhMYNxFxF"
    "Nixk6BL1fF8Pkea9hKBoBJB7AojKfXmRc1lp70qPK6S9hz7RArpFlEppFvk0C3+7ldTZzm"
    "gQsyZ5uaYYr/aFsVfl/PT12fuzD2/ena2Km6+uZNU0l9Qvt7W1uBwTpBgzCaYpp0aYLl6V"
    "jhPuC9fgKHnhonS9XjeyG1104srYw/VF++7n1zFvaxLwsKhT7KBOUqq0rmy3akyW2kW2Ud"
    "0UhWbMj5pcZFXKOepZE0yNf2H/1ye0jsj9TI2DhUbmdgRyKRVDr+rHMDWH6TFwy4nEIOsn"
    "20sbGjMu6ztN5K0BhGeMTvgwZhNEmeP3s9Zl7sD9PUg5BZVaodSKY1ArlFOwblzP4xSMbf"
    "hFNEoJqVIr86mVRZX3Gqvte+lQ8cO6pe4f7m/bN1ftK+hTYc8Jf6I+oLeth3u4NMeuDX9f"
    "tbvtPlzwJbXDua6STNOKN3BJENbBk/sCX8kYGyY/tkG21+bMNEYp7eQ2fzHymV7w6xlbhG"
    "jGWIMX8F6m6Jf06a7d1jqftFa3q31qdbrweSRnHdDVuJtvyXF0uRrX6n5tfbvXAPzP8IGa"
    "C7y0oa+9NSnlKn6Tq/dURuupBPtnxMGgAySZ/tt97ybFJhSiiQt6xshB/xGhpHtj81rfGr"
    "qG6RjUPoHHHkK/AowiMl4inCIeORET3mCCi7Le+z/ZcEtX9G9seISyQy5vvSQ2f0uw6pzZ"
    "kAh02EGMQ11X1oIMp4w9aVyumjNBuRVUX73p2v5sNVpT+zTKSj5GiWlW/smmG2jTNo08dt"
    "qA9icbtW476IksmyJ0AyIx1joy/wP9vDD4QnAdCNX4mx+hgRZTZhJkgHBlektGZqPd/UMG"
    "dED7/BafCuy8T2TuIJtgLr58RI/8ojblHBUmYEj2MLHtIJBfOBjEsk8QhKlApanI46E0Vf"
    "CmA8pJPc1E2YKVLVhZBSthFVS24B+R63lswapqzAtUjVGm3z1XiRECjIbnhsZFGIl8ntH5"
    "Mkmr+l+GN6ki/S8D+bHIWg/T1HC9f8ix2j+krvUPifpTfJmCXFkE4TBN/azkp6/O8mAMwz"
    "L8EmcJpFXQ4gsHLXLUmKU98d9YaHFHqGq4geze5+ZBxn994RJ2YbIaQv0mF9ZvMsB+k4Z2"
    "0XYVaxpV1ShWF21T8Eo6rJuDV35IdDOCm1ks1nXL6OZ46OxRIrwxvFmyzLaoD5VoXrBl5m"
    "7eelBHAv7+vQ42f1PvzeT+huB+c6OnwR+Z08XwK1vwW1bQ8QGNmWmyhQ0GftEsXJjdwUjP"
    "NSi7KS57CaRer3BmiUuBrQatXRznCUfD/h41oKJ4FJ/fDypnrjNk309Qx4F/mlxO9q6vZl"
    "oTN8F/YRNE+MODN5u5NvgrOFwOY8KZ8eivY47aI38rmA9cIYg8E2sJvgs68ZtrJOcwqHg2"
    "ZwS1sWfHF54T7AyoR/kRPbKhTaxnomvhB60RGpHVxAv+C/i80H8DTZkJkJ2gFlow64mjAv"
    "8DAoQHFABh1FzyX2iAh8YR4z0kuGoBywEgX1h8ZhvBYvaGuxTwBU6wBUWPYqgmun08cjAe"
    "MbwUbMGaa3tx/AvRWn7qs3HEXP5WtmOYJhKBYqGOInwof3P+JvArhN/H4a+kfDjKh6Os+Z"
    "Ww5isfzo/I9Tw+nJCIWCrdc0dd/OIS40Erfu1G2TyScsU1QDoiukg2r6wi3AnaH7MK97vc"
    "VbjXkqzMVzZJLXMQpXu5Qgev93UmeIUO/uv09M2b96ev3rz78Pbs/fu3H16tKh4kb2WVPr"
    "jofAa7duQcSBq6JQpFMTakTFCbwhMvzA/sOGQ2l8V1pnIgTFIb2HdW74OS747mQ1RCFJWQ"
    "70AePZ4tveLiZ1LrCJkhiohGMTJliv9LgqrLRUaJmy77C4qRqq+nyl+PveSSaxmVPUKoeF"
    "xlHmMusVFHsw0q7TCUyeY4reJ0lTmtW8a4nAUuSqm4XGUug39EI5bFCsVNR6nqF4q3l4R1"
    "i4BTr8wHFaVUH1SVPyhRbLuYZTVEokypBRLKkwETUTYkedCjpM/4f3JG+eRMBq4i8htje0"
    "KLLk9Mz7bRJ9+X9+Cmb8hjT4K7zQ2RJ9+XmvD2585tFeEJ4yAy4CfbDxYw2cSLpIAQAZ1g"
    "0xGhFh/RoygCYpHxo6gV6Ed0eBYcCDHAopZgI8aJvT1oQPmczLVsbxJDdDTDQ+Y6XlgF/w"
    "sIlqKm4SJ4DjxaTOL1PuOoId2wyMgxlyoKQkVBKH94JaSJPFEQFuEIc1G7WGm7KJVqepUn"
    "8a4yYlt1RfECFt/gcCuyasM0O9EoK7Rk353lWLHvzlIXLNyKJYoG8lKB6IIVzdZRBVU7Av"
    "KFFbx+lTuugMttk1KnbYSwhoftkRyuqar6Vurl7jSiO34+t6i9kLeDCt3N1IiglbGGxcCc"
    "GtHXqdAtTDLBoyXyBQUvzBxTZOhcm2AgMC9FWR1QJrzpod1yUFwHiqQvidP0Q74fvQKWjw"
    "mlaI/PErV5hOZzgr5OGUTIx+PO11HqhpPeP0rkp4kVOA/Fn4TeTaTSq15S1RAwlHqk1KNE"
    "RmoRGXNFoHJ+8+X8RrbFvChHiGqI9Gku79BphnfoNOkdip85BfCWkNYR9X2o/YGpZIrtaR"
    "LyrGo7cUpVayd8OhSptZNW7j41ZjW1wv1RViHddcyqXwZqyPRy9aMCwpILumLoHmA9qyBS"
    "FURaGYSrJNJX3ShzT2w7pVVecKuZZY6xvUG5ndO2MaG/GPQE9f3KAmCI1SHtfypMFCI9Ho"
    "9GfFok9gXw904Y0z+iER5Nie2l0ltkToRzWFZ3eS/PUA5kZSFRFpJDb6d5LCTiky6h3UTp"
    "lG5TVhY05sAsPiClnVfKthehql947VkeTf4sXZE/S+jxrk0sjZ/qxSq2Rqnqh/NewphF7D"
    "cUByrjHY3RqsPkmA4T8n1u8NlK8D1KWUOuHwmXc0WwW+SZn/7l8hTClErPrjKXsT4zqCZO"
    "wIIlXeOEu1TPqsvg8qVH14AlYS5ceLQFkz34cx0nuhtTExIrLJKgcNm6v2xdtbNqju7TSC"
    "RyQiQWoiBXJN08tOpOl8c2NLGYOxfBMgZNdMkSyQBsQYMyllCRSdhxqI6gt6LMELTdhKI+"
    "pR/w+hhUwISITdHRC6AQKQiG00TeakN4xijkPkDdS4ji8Zv1enkL6zQJr/jlV7/lF0ZeA9"
    "JfYGrk9WKFtIqgTiSUl8ReQ6/w+/9kK7OUMkvVTaassSahqjvWjesSmVPanrVgKkt6joUK"
    "aUkJaVEtuvZr/0oLV8nXaz41dmWPeDfWbXwKYN5oXfY7X6D5u6Ae0PuH+9v2zRW0jLddkU"
    "sCneJvWw/3cGmOucDO/75qd9t9uOALfHFRNF+AXa74ugKdYjzYNb632sViGROEykqc6ysx"
    "7NVrJ9De1HUqRPiCbadWV46279SMOBgE7STiv933buRwh2ni0pQxctB/kMlVjb3tTGulZu"
    "gapmNQ+wQeewglBjCKMCJY3ysPYIgllxL/H0xwEWPJ0NW5MqqBllb2xIhN8YLHBtf8Rbs9"
    "vejJ8VvvQrtoiWNhNceAXvZu7h+4/Njp3WgP9/we8MadCSqodxwd0e/93r65jw4SXmm7zI"
    "nyJldsfEZofGKD800kGlfGNZ1xpCXWvcxsTPkEquBzmCPJxExvCQjQPACTqKfGDUtpVQix"
    "5CDB1pM7B6BGUo965rpOEh8m3bjx6gCHSLCm3zdPcy9pz+Spifx3z+RZ9qiQz1RhibXx6a"
    "7d1jqftFa3q31qdbpwZIwtQjRjrMGv8H7RgK7G3XxLjqPL1bhW92vr270GSH8G1cVc4KWt"
    "jTh6E1KNc8MiY4P/MDxjruzTyqqWniCt0d71wpXSfSj5JmWwFIPU5s8tMUmVv7Qr/tV841"
    "o5/1CWA/q13f4d/lwQ8gR/X/du+r/ChRmjztRcVkNr9wG2uHRka+xZ5kDN1CWl9KqTcX6N"
    "0gcQ2DzEJpbW/M2xY8Xo1bZVdtsS8XPBMVAu+i5CrUJ0quMuSXrJRPuI0txOUituV5nblW"
    "kHXTWfzl6Csg7bD7qiEL9wQ2iILJLIEwX6QP/GhjVCO1bbBHLyNBG2pZkGfdoSKohPa4k5"
    "P8OUdYXN6wO5U9REs/Fag/ZsWI6LTSgesiVeX7yZfveqkNQRqwUZThl70gjV50xQbgXYV2"
    "+6tj/b0YpgW7azj/tVNL79pRjI/AmCUu6bIb4UM7bWE9YE4ER7V0g+h5l2gNltbL6aQFYi"
    "1jt8ZqaEfceO1ewIcC18sOcLB0//3dKahkHrg/CDVAnDSigkTaQioX+cmNh8JQxDYn7BRK"
    "wkqdL6q1LWvT5wZhhR5E12ChtPcrbZqSikpTvtrBLZ0vaDHUArdNd6qv1xmCXbYWHb1L4T"
    "B0OmhBRZMmps2CBKhowduRMLgRDN8BK5NhFZfN7kkGWHvSRBWfZgTqpMeTT0tkocrcTWrs"
    "RRJY6mm0+LfXpJSiU9KWFUCaMVk5IKCaPhE3tHsmjdpdDkNlgpIfTB5tcvp5iK8KWEBBq+"
    "nSl+ujAQ4mr5yCKtZ6ByBENDgviRRHT4N0a2yRxRFYL/BZUddLw8R/zRIsHQ6xcjqk2Ih8"
    "EIYo69MhJjZurJDMP9PWlAOeMZjJlBYxvDcUyCTL6IrRPU8mY3bK8PJ0wP5VZFl07+bx8q"
    "NGIzAo8PRGRVuELJx0o+Phr5eG6x2dwJJaLlj4VNkJYKgy3F61f7YvRBgmD5Fjrn52k0IT"
    "A/H6TkihcleQE1wvVyfIiTKh6UzWWB2gT8vUqxQUatOFGOE4atEZsf2tive1Gs7EGEVBU+"
    "KJCmYtC563Aw7aK5qlHCHzBP9fRV80PuRFXmOiVxjlEqoLOBHpkGoaWAjlEqoLOBVhbZnR"
    "q4odiHQCOBZ3qBpTBNDUuQvc5VXOl1RnGl18niSqF47YKrN0mpFnG8+AUYpoqs4BVBDZfv"
    "XioUimBlXZbNnQ5ymKaGOL/NV4ItowJbHGRIrtLAsi2PCM/QCOOUShsspw0KHA2q8aU7kX"
    "cA2siFGLXixBac8O1+Us18Ex8itIoLW3DBK9RTggVrQoX/Nl8B+OjNciyI0CoulLWYQzEa"
    "2x2NCNGLskFCrPiwDR/KbEdxSsWBssVsIBJgqc0KSkZROoV+yfUvauIVXfprIoV7OdwhSk"
    "hi1M2MGAloahgrciSxIQEmVW1dLgL3rvCykRbUB/eamyP6dLwsEs63wLYfGudlgnDyJjIo"
    "euhfJrNIclGkZpD45krd+x1hq3HSprm2yAVWI5Vv8iKfrIqnU/F0Kp7uyCQSFU9XIV6oeL"
    "qD80DF01WFEyqeTsXT1Tj6SMXTqXi6egGt4ulUPJ2Kp1OLWMXTqXg6FU+n4ulUPF19OaHi"
    "6arABRVPp+LpfmguqHi6KvFBxdMdjgMqnk7F0/14uPsBQcmAETni/vCsKJEjVH6z7Litfl"
    "tWOPGAcWr3EM6YFqh278c6bopUg5jIbULV/uliyyGW+IOiKXOtnBFrKYSbAteCGE4VuaYi"
    "11TkmopcU5FrKnKtVrxQkWsH54GKXKsKJ1Tkmopcq3Gcj4pcU5Fr9QJaRa6pyDUVuaYWsY"
    "pcU5FrKnJNRa6pyLX6ckJFrlWBCypyTUWu/dBcUJFrVeKDilw7HAdU5JqKXPvxcFeV4FQl"
    "uN1H2H3x7Hq/E2ktuNDdZlaMXcg6mDPIroX4WC9CDgzjTTQlFhHtT7GDuoZDut3rE/Q7mT"
    "sI26Il6v2vrV9O377zxtjQnpVgfpCiEZsvk7F4e5hftV1VwXY12kBrHGwn/p/gd7qNOBhf"
    "Q/vwXuzwIuBHm2J7WgTlKNVusN68sb0Y0u/OcgD97iwVZ7gVk/jEAaTZhO9Fkv3rwqDYWq"
    "YIfnHSeFjQ0vEasW8A3IezKms7S4ju9i4i2xMH9qJz07r79vN164+/Rfaobu/mczA+vPVc"
    "fOu3W3GvHrafOJJPRJI3kuHai1DVcF85y+N3Okv3OyVDKmwHO65EoweQ29SdCaA7/JXAmJ"
    "hc8CvqlwO7wSVc4zl4l7yAN1qX/c6X9jnyqAf0jp+Xd52bz+eIf6sG8GBA23/cdu7aV+eI"
    "fJ8bFtFh1Jfe73DFIs98I9XjEm+uwyAP007TmXaaYJr3enYJ+SpKuQP56ni2qiqJU6n6ad"
    "TgZjuaa5eSo+O0itNV5rTwENg2swqGB8XptlBej4e7BWKDVLzg1nAmDGZRdJPQfmIWMSb0"
    "d7JMiA4xQH0rR9+f5jghXV9df0QWXqysUeEFxX87/8XEi3K947vGXeey35DvBDsANmpGPM"
    "rvfyO68R0wBeJ0K284zI3oxJtM5uHyqT/9fkdMLH7ODwX8X/s0h38lwyljT1fE5KK5JbWJ"
    "x4c0swzjC28wLAUYbZCc5vEeJYg8E+qgMbMQg7+oPmccBQ7ClCCLLZBhi38y1xmy7yfocc"
    "ZXDKS6G/pjcM/mry5mwKaZMJHv4RkDGkzB7zFTpMDDGPGYE9RCC2Y9EUv8z+aPRFg8hVFz"
    "iRZTwyTIcNCUE3pTmwTszim29783gmcJMWr1YioFvhLHdVNZ5ZVVPmpJW3+iBT67KJWShO"
    "MGGNhZi1gmVwTKKJnDKDnHS5NhyYL97b53k5JwsCaJ70/GyEH/QaZh7y3kJXRgDF3DdAxq"
    "n8BjD3FAAESRrSkAemWQD/HgUmKOhwkujt9KHMqIKGImvm3fXAmrsE8/oFftbudLW5iFfX"
    "kSDMOfWp0uXFrHFR7eLIwdh8zmjoRPqRFiYZLahIidvj57f/bhzbuzVWTY6kpWQJisVIM9"
    "508gWtr6zyjTkKAsBW/FtMNdA0wsS2bqyDhHA4JSO0nV0IzllOVLKsvKKktsCZR8dzT/Iy"
    "8h+EvIlSehyp4Eobt7pWGKiPsxMuVH+EuCqksdQ5JpvMERFyVVX0+Vv56xQQ17WspEEiNV"
    "fK4ynwMTZkGjSIxMWUWy/YNhQ/GWrizf+t8OzXicCG90aMXWWMSfddm6v2xdtbPcWS/gpV"
    "kxId1LE+bTZi/NynmRz0nTooh/6pBjv3J2COuafR5OPPAK/zJrgqnxL+Gv49eswDOymDLw"
    "esC6Mz1vniSXYT/PGdABvRcBojbCFkFPkAzhBY6eoD6nmVvk2WCuLXxDNv9M7CZ/AdZEQo"
    "hAj8F9P8zUky0e+byPYIuAyoC2wT8m4SlaTAkVLzI2LNvx3lu4fsbCcOHyXwelkz/CA5DJ"
    "6KQpEjEMB4jtheFAzUc+eqxSMZTTRzl9KiHh5HH6uHO9JNejlIrrVeG6RK713z7EdatQIS"
    "x/eA09Uqevzj7kMq6ffcgwr8NNidtPYgZOd0utKarhlYLn1ccrdfhMnap9BwdI1fGhjIml"
    "pdghmUNlUJVki1RNKCoNpE6i7FvVkQMk+QTe58THTJnlq6WlPsjEDOpzLPk5Gra2zluL8W"
    "FDofk13QtWmQ/046MtMh8xhhS25seJ1X5X5f1OZLvxnzuZQHBO2XS5+ASK51XmedjkWtCP"
    "IyFVHu+KZM7VBs0Mx1h4/e3AOdaLTXeUCG90jEk+WrlzLL6Md4BwzhTFI0U2LUMxh7sx1O"
    "E1kmpVPndOkud1nCaYl82ga3HoR9OGxCXr32lmeWLxeswm92s6DDv2DqaG1kqPGElQgL/U"
    "t/MKVj6WNt3z9wxeTNkBk+4RCJHU0Suwj6Jc8FEVQNgfXkN099I5hz/RkWZapXtcQiQv73"
    "I5jCS6M+dKQmZ9yUCjv/4PlxIi2w=="
)
