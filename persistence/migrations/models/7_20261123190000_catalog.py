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
        ALTER TABLE "model_aliases" ALTER COLUMN "provider" TYPE VARCHAR(100) USING "provider"::VARCHAR(100);
        COMMENT ON COLUMN "model_aliases"."status" IS 'ACTIVE: active\nINACTIVE: inactive\nDEPRECATED: deprecated';
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
        ALTER TABLE "model_aliases" ALTER COLUMN "provider" TYPE VARCHAR(50) USING "provider"::VARCHAR(50);
        COMMENT ON COLUMN "model_aliases"."status" IS 'ACTIVE: active\nINACTIVE: inactive';
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
    "D6ob1/P4g1LElIyQ+4BAeYGUF6iCeCsv0IG8QAfpmFftFf46bx+JrDYSkuQdF5vF20DG6W"
    "qI9152FOXdXHk3B/SqfXvXvuRyyxXX/MjcIiPx7mV4tfP0E9XGbav0E9XGrYJQqzZuLwZ1"
    "IItoI4vohDoGljdpSjdBpc+gkoQyXRMS4HZgOb/1Z72MTHqUcG80oKcvvcL5FikOTxUkVI"
    "Gol+wkldzpKcXyUuBRehMxS4cWOqLxAmSPeLOfi/ryY8PiF/3+OPzEmWFr2fQqzxO44dgw"
    "vQlIpHogdv0I5XlQngdlgz60DVp5Hn5ErqtMlCpZsJQPQvkgKqctqkwUlYkSkvxmZDbkgu"
    "wOFEyhBV2L6Y5we3rxBJSo5lgXtF5GE/dXWaY+vl6JubRyLfQh5Otz50XsQTkHJGY4QV22"
    "IBboyMwyHIPYaMRmvgL9EZF/utiEwmGinIPQuIGYq8iGhQxdop7v6yHSlJgQFI0Ack8AUW"
    "kxL3IuK+1d6XGFtPfQJ1pAt4hSKc0in2bhb7eSEtwZvWPWJC/XL+PVvjD2CqCfvj57f/bh"
    "zbuzVd3z1ZWscueS0ua2thaXY4IUYybBNOXUCNPFC9Zxwn3hGhwlL1yvrtfrRnaji05cGX"
    "u4vmjf/fw65m1NAh4WdYod1ElKlfGV7VaNyVK7SESqm6LQjPlRk4usSulIPWuCqfEv7P/6"
    "hNYRuZ+pcbDQyNyOQC6lYmhj/Rim5jA9Bm45kTNk/WR7GUVjxmV9p4m8NYDwjNEJH8Zsgi"
    "hz/FbXuswduL8HKaegUiuUWnEMaoVyCtaN63mcgrENv4hGKSFVamU+tbKo8l5jtX0vzSt+"
    "WLfU/cP9bfvmCrIFbNeeE/5EfUBvWw/3cGmOXRv+vmp3235GgZDUDue6SjJNK97bJUFYB0"
    "/uC3wlY2yY/NgG2V6bM9MYpXSa2/zFyGd6wa9nbBGiGWMNXsB7maJf0qe7dlvrfNJa3a72"
    "qdXpwueRnHVAV+NuviXH0eVqXKv7tfXtXgPwP8MHai7w0oaW99aklKv4Ta62VBldqRLsnx"
    "EHgw6QZPpv972bFJtQiCYu6BkjB/1HhJLujc1rfWvoGqZjUPsEHnsI/Qowish4iXCKeORE"
    "THiDCS7Keu//ZMMtXdG/seERyg65vPWS2PwtwapzZkMi0GEHMQ51XVkLMpwy9qRxuWrOBO"
    "VWUH31pmv7s9VoTe3TKCv5GCWmWfknm26gTds08thpA9qfbNS67aAnsmyK0A2IxFjryPwP"
    "9PPC4AvBdSBU429+hAZaTJlJkAHClektGZmNdvcPGdAB7fNbfCqw8z6RuYNsgrn48hE98o"
    "valHNUmIAh2cPEtoNAfuFgEMs+QRCmAkWoIo+HqlXBmw4oJ/U0E2ULVrZgZRWshFVQ2YJ/"
    "RK7nsQWrgjISu0sus0uG1UWZfl+4eowQYDQ8NzQuwkjk84ymmEla1RozvEkVaY0ZyI9F1n"
    "qYpobr/UOO1f4hda1/SNSl4ssU5MoiCIdp6mclP311lgdjGJbhlzhLIK2CFl84aJGjxizt"
    "if/GQos7QlXDDWT3PjcPMv7rC5e2C5PVEOo3ubB+kwH2mzS0i3ayWNOoqkaxumibglfSYd"
    "0cvPJDopsR3Mxisa5bRjfHQ2ePEuGN4c2SZbZFfahEX4MtM3fz1oM6EvD373Ww+Zt6byb3"
    "NwT3mxs9Df7InC6GX9mC37KCZhBozEyTLWww8Is+4sLsDkZ6rkHZTXHZSyD12ogzS1wKbD"
    "Vo7eI4Tzga9veoARXFo/j8flA5c50h+36COg780+Rysnd9NdOauAn+C5sgwh8evNnMtcFf"
    "weFyGBPOjEd/HXPUHvlbwXzgCkHkmVhL8F3Qid93IzmHQcWzOSOojT07vvCcYGdAPcqP6J"
    "ENbWI9E10LP2iN0IisJl7wX8DnhdYcaMpMgOwEtdCCWU8cFfgfECA8oAAIo+aS/0IDPDSO"
    "GO8hwVULWA4A+cLiM9sIFrM33KWAL3CCLSh6FEM10QjkkYPxiOGlYAvWXNuL41+IrvNTn4"
    "0j5vK3sh3DNJEIFAs1G+FD+ZvzN4FfIfw+Dn8l5cNRPhxlza+ENV/5cH5Erufx4YRExFLp"
    "njtq8BeXGA9a8Ws3yuaRlCuuAdIR0UWyeWUV4U7Q/phVuN/lrsK9lmRlvrJJapmDKN3LFT"
    "p4va8zwSt08F+np2/evD999ebdh7dn79+//fBqVfEgeSur9MFF5zPYtSPnQNLQLVEoirEh"
    "ZYLaFJ54YX5gxyGzuSyuM5UDYZLawL6zeh+UfHc0H6ISoqiEfAfy6PFs6RUXP5NaR8gMUU"
    "Q0ipEpU/xfElRdLjJK3HTZX1CMVH09Vf567CWXXMuo7BFCxeMq8xhziY06mm1QaYehTDbH"
    "aRWnq8xp3TLG5SxwUUrF5SpzGfwjGrEsVihuOkpVv1C8vSSsWwScemU+qCil+qCq/EGJYt"
    "vFLKshEmVKLZBQngyYiLIhyYMeJX3G/5MzyidnMnAVkd8Y2xNadHlieraNPvm+vAc3fUMe"
    "exLcbW6IPPm+1IS3P3duqwhPGAeRAT/ZfrCAySZeJAWECOgEm44ItfiIHkUREIuMH0WtQD"
    "+iw7PgQIgBFrUEGzFO7O1BA8rnZK5le5MYoqMZHjLX8cIq+F9AsBQ1DRfBc+DRYhKv9xlH"
    "DemGRUaOuVRRECoKQvnDKyFN5ImCsAhHmIvaxUrbRalU06s8iXeVEduqK4oXsPgGh1uRVR"
    "um2YlGWaEl++4sx4p9d5a6YOFWLFE0kJcKRBesaLaOKqjaEZAvrOD1q9xxBVxum5Q6bSOE"
    "NTxsj+RwTVXVt1Ivd6cR3fHzuUXthbwdVOhupkYErYw1LAbm1Ii+ToVuYZIJHi2RLyh4Ye"
    "aYIkPn2gQDgXkpyuqAMuFND+2Wg+I6UCR9SZymH/L96BWwfEwoRXt8lqjNIzSfE/R1yiBC"
    "Ph53vo5SN5z0/lEiP02swHko/iT0biKVXvWSqoaAodQjpR4lMlKLyJgrApXzmy/nN7It5k"
    "U5QlRDpE9zeYdOM7xDp0nvUPzMKYC3hLSOqO9D7Q9MJVNsT5OQZ1XbiVOqWjvh06FIrZ20"
    "cvepMaupFe6PsgrprmNW/TJQQ6aXqx8VEJZc0BVD9wDrWQWRqiDSyiBcJZG+6kaZe2LbKa"
    "3yglvNLHOM7Q3K7Zy2jQn9xaAnqO9XFgBDrA5p/1NhohDp8Xg04tMisS+Av3fCmP4RjfBo"
    "Smwvld4icyKcw7K6y3t5hnIgKwuJspAcejvNYyERn3QJ7SZKp3SbsrKgMQdm8QEp7bxStr"
    "0IVf3Ca8/yaPJn6Yr8WUKPd21iafxUL1axNUpVP5z3EsYsYr+hOFAZ72iMVh0mx3SYkO9z"
    "g89Wgu9Ryhpy/Ui4nCuC3SLP/PQvl6cQplR6dpW5jPWZQTVxAhYs6Ron3KV6Vl0Gly89ug"
    "YsCXPhwqMtmOzBn+s40d2YmpBYYZEEhcvW/WXrqp1Vc3SfRiKREyKxEAW5IunmoVV3ujy2"
    "oYnF3LkIljFookuWSAZgCxqUsYSKTMKOQ3UEvRVlhqDtJhT1Kf2A18egAiZEbIqOXgCFSE"
    "EwnCbyVhvCM0Yh9wHqXkIUj9+s18tbWKdJeMUvv/otvzDyGpD+AlMjrxcrpFUEdSKhvCT2"
    "GnqF3/8nW5mllFmqbjJljTUJVd2xblyXyJzS9qwFU1nScyxUSEtKSItq0bVf+1dauEq+Xv"
    "OpsSt7xLuxbuNTAPNG67Lf+QLN3wX1gN4/3N+2b66gZbztilwS6BR/23q4h0tzzAV2/vdV"
    "u9vuwwVf4IuLovkC7HLF1xXoFOPBrvG91S4Wy5ggVFbiXF+JYa9eO4H2pq5TIcIXbDu1un"
    "K0fadmxMEgaCcR/+2+dyOHO0wTl6aMkYP+g0yuauxtZ1orNUPXMB2D2ifw2EMoMYBRhBHB"
    "+l55AEMsuZT4/2CCixhLhq7OlVENtLSyJ0Zsihc8NrjmL9rt6UVPjt96F9pFSxwLqzkG9L"
    "J3c//A5cdO70Z7uOf3gDfuTFBBvePoiH7v9/bNfXSQ8ErbZU6UN7li4zNC4xMbnG8i0bgy"
    "rumMIy2x7mVmY8onUAWfwxxJJmZ6S0CA5gGYRD01blhKq0KIJQcJtp7cOQA1knrUM9d1kv"
    "gw6caNVwc4RII1/b55mntJeyZPTeS/eybPskeFfKYKS6yNT3ftttb5pLW6Xe1Tq9OFI2Ns"
    "EaIZYw1+hfeLBnQ17uZbchxdrsa1ul9b3+41QPozqC7mAi9tbcTRm5BqnBsWGRv8h+EZc2"
    "WfVla19ARpjfauF66U7kPJNymDpRikNn9uiUmq/KVd8a/mG9fK+YeyHNCv7fbv8OeCkCf4"
    "+7p30/8VLswYdabmshpauw+wxaUjW2PPMgdqpi4ppVedjPNrlD6AwOYhNrG05m+OHStGr7"
    "atstuWiJ8LjoFy0XcRahWiUx13SdJLJtpHlOZ2klpxu8rcrkw76Kr5dPYSlHXYftAVhfiF"
    "G0JDZJFEnijQB/o3NqwR2rHaJpCTp4mwLc006NOWUEF8WkvM+RmmrCtsXh/InaImmo3XGr"
    "Rnw3JcbELxkC3x+uLN9LtXhaSOWC3IcMrYk0aoPmeCcivAvnrTtf3ZjlYE27KdfdyvovHt"
    "L8VA5k8QlHLfDPGlmLG1nrAmACfau0LyOcy0A8xuY/PVBLISsd7hMzMl7Dt2rGZHgGvhgz"
    "1fOHj675bWNAxaH4QfpEoYVkIhaSIVCf3jxMTmK2EYEvMLJmIlSZXWX5Wy7vWBM8OIIm+y"
    "U9h4krPNTkUhLd1pZ5XIlrYf7ABaobvWU+2PwyzZDgvbpvadOBgyJaTIklFjwwZRMmTsyJ"
    "1YCIRohpfItYnI4vMmhyw77CUJyrIHc1JlyqOht1XiaCW2diWOKnE03Xxa7NNLUirpSQmj"
    "ShitmJRUSBgNn9g7kkXrLoUmt8FKCaEPNr9+OcVUhC8lJNDw7Uzx04WBEFfLRxZpPQOVIx"
    "gaEsSPJKLDvzGyTeaIqhD8L6jsoOPlOeKPFgmGXr8YUW1CPAxGEHPslZEYM1NPZhju70kD"
    "yhnPYMwMGtsYjmMSZPJFbJ2glje7YXt9OGF6KLcqunTyf/tQoRGbEXh8ICKrwhVKPlby8d"
    "HIx3OLzeZOKBEtfyxsgrRUGGwpXr/aF6MPEgTLt9A5P0+jCYH5+SAlV7woyQuoEa6X40Oc"
    "VPGgbC4L1Cbg71WKDTJqxYlynDBsjdj80MZ+3YtiZQ8ipKrwQYE0FYPOXYeDaRfNVY0S/o"
    "B5qqevmh9yJ6oy1ymJc4xSAZ0N9Mg0CC0FdIxSAZ0NtLLI7tTADcU+BBoJPNMLLIVpaliC"
    "7HWu4kqvM4orvU4WVwrFaxdcvUlKtYjjxS/AMFVkBa8Iarh891KhUAQr67Js7nSQwzQ1xP"
    "ltvhJsGRXY4iBDcpUGlm15RHiGRhinVNpgOW1Q4GhQjS/dibwD0EYuxKgVJ7bghG/3k2rm"
    "m/gQoVVc2IILXqGeEixYEyr8t/kKwEdvlmNBhFZxoazFHIrR2O5oRIhelA0SYsWHbfhQZj"
    "uKUyoOlC1mA5EAS21WUDKK0in0S65/UROv6NJfEyncy+EOUUISo25mxEhAU8NYkSOJDQkw"
    "qWrrchG4d4WXjbSgPrjX3BzRp+NlkXC+Bbb90DgvE4STN5FB0UP/MplFkosiNYPEN1fq3u"
    "8IW42TNs21RS6wGql8kxf5ZFU8nYqnU/F0RyaRqHi6CvFCxdMdnAcqnq4qnFDxdCqersbR"
    "RyqeTsXT1QtoFU+n4ulUPJ1axCqeTsXTqXg6FU+n4unqywkVT1cFLqh4OhVP90NzQcXTVY"
    "kPKp7ucBxQ8XQqnu7Hw90PCEoGjMgR94dnRYkcofKbZcdt9duywokHjFO7h3DGtEC1ez/W"
    "cVOkGsREbhOq9k8XWw6xxB8UTZlr5YxYSyHcFLgWxHCqyDUVuaYi11TkmopcU5FrteKFil"
    "w7OA9U5FpVOKEi11TkWo3jfFTkmopcqxfQKnJNRa6pyDW1iFXkmopcU5FrKnJNRa7VlxMq"
    "cq0KXFCRaypy7YfmgopcqxIfVOTa4TigItdU5NqPh7uqBKcqwe0+wu6LZ9f7nUhrwYXuNr"
    "Ni7ELWwZxBdi3Ex3oRcmAYb6IpsYhof4od1DUc0u1en6DfydxB2BYtUe9/bf1y+vadN8aG"
    "9qwE84MUjdh8mYzF28P8qu2qCrar0QZa42A78f8Ev9NtxMH4GtqH92KHFwE/2hTb0yIoR6"
    "l2g/Xmje3FkH53lgPod2epOMOtmMQnDiDNJnwvkuxfFwbF1jJF8IuTxsOClo7XiH0D4D6c"
    "VVnbWUJ0t3cR2Z44sBedm9bdt5+vW3/8LbJHdXs3n4Px4a3n4lu/3Yp79bD9xJF8IpK8kQ"
    "zXXoSqhvvKWR6/01m63ykZUmE72HElGj2A3KbuTADd4a8ExsTkgl9RvxzYDS7hGs/Bu+QF"
    "vNG67He+tM+RRz2gd/y8vOvcfD5H/Fs1gAcD2v7jtnPXvjpH5PvcsIgOo770focrFnnmG6"
    "kel3hzHQZ5mHaazrTTBNO817NLyFdRyh3IV8ezVVVJnErVT6MGN9vRXLuUHB2nVZyuMqeF"
    "h8C2mVUwPChOt4XyejzcLRAbpOIFt4YzYTCLopuE9hOziDGhv5NlQnSIAepbOfr+NMcJ6f"
    "rq+iOy8GJljQovKP7b+S8mXpTrHd817jqX/YZ8J9gBsFEz4lF+/xvRje+AKRCnW3nDYW5E"
    "J95kMg+XT/3p9ztiYvFzfijg/9qnOfwrGU4Ze7oiJhfNLalNPD6kmWUYX3iDYSnAaIPkNI"
    "/3KEHkmVAHjZmFGPxF9TnjKHAQpgRZbIEMW/yTuc6QfT9BjzO+YiDV3dAfg3s2f3UxAzbN"
    "hIl8D88Y0GAKfo+ZIgUexojHnKAWWjDriVjifzZ/JMLiKYyaS7SYGiZBhoOmnNCb2iRgd0"
    "6xvf+9ETxLiFGrF1Mp8JU4rpvKKq+s8lFL2voTLfDZRamUJBw3wMDOWsQyuSJQRskcRsk5"
    "XpoMSxbsb/e9m5SEgzVJfH8yRg76DzINe28hL6EDY+gapmNQ+wQee4gDAiCKbE0B0CuDfI"
    "gHlxJzPExwcfxW4lBGRBEz8W375kpYhX36Ab1qdztf2sIs7MuTYBj+1Op04dI6rvDwZmHs"
    "OGQ2dyR8So0QC5PUJkTs9PXZ+7MPb96drSLDVleyAsJkpRrsOX8C0dLWf0aZhgRlKXgrph"
    "3uGmBiWTJTR8Y5GhCU2kmqhmYspyxfUllWVlliS6Dku6P5H3kJwV9CrjwJVfYkCN3dKw1T"
    "RNyPkSk/wl8SVF3qGJJM4w2OuCip+nqq/PWMDWrY01Imkhip4nOV+RyYMAsaRWJkyiqS7R"
    "8MG4q3dGX51v92aMbjRHijQyu2xiL+rMvW/WXrqp3lznoBL82KCelemjCfNntpVs6LfE6a"
    "FkX8U4cc+5WzQ1jX7PNw4oFX+JdZE0yNfwl/Hb9mBZ6RxZSB1wPWnel58yS5DPt5zoAO6L"
    "0IELURtgh6gmQIL3D0BPU5zdwizwZzbeEbsvlnYjf5C7AmEkIEegzu+2GmnmzxyOd9BFsE"
    "VAa0Df4xCU/RYkqoeJGxYdmO997C9TMWhguX/zoonfwRHoBMRidNkYhhOEBsLwwHaj7y0W"
    "OViqGcPsrpUwkJJ4/Tx53rJbkepVRcrwrXJXKt//YhrluFCmH5w2vokTp9dfYhl3H97EOG"
    "eR1uStx+EjNwultqTVENrxQ8rz5eqcNn6lTtOzhAqo4PZUwsLcUOyRwqg6okW6RqQlFpIH"
    "USZd+qjhwgySfwPic+ZsosXy0t9UEmZlCfY8nP0bC1dd5ajA8bCs2v6V6wynygHx9tkfmI"
    "MaSwNT9OrPa7Ku93ItuN/9zJBIJzyqbLxSdQPK8yz8Mm14J+HAmp8nhXJHOuNmhmOMbC62"
    "8HzrFebLqjRHijY0zy0cqdY/FlvAOEc6YoHimyaRmKOdyNoQ6vkVSr8rlzkjyv4zTBvGwG"
    "XYtDP5o2JC5Z/04zyxOL12M2uV/TYdixdzA1tFZ6xEiCAvylvp1XsPKxtOmev2fwYsoOmH"
    "SPQIikjl6BfRTlgo+qAML+8Bqiu5fOOfyJjjTTKt3jEiJ5eZfLYSTRnTlXEjLrSwYa/fV/"
    "xsMrZQ=="
)
