from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE "admin_users" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "email" VARCHAR(320) NOT NULL,
    "display_name" VARCHAR(255) NOT NULL,
    "password_hash" VARCHAR(255),
    "role" VARCHAR(20) NOT NULL,
    "is_active" BOOL NOT NULL,
    "metadata" JSONB NOT NULL,
    "last_login_at" TIMESTAMPTZ,
    "created_by_id" UUID REFERENCES "admin_users" ("id") ON DELETE SET NULL
);
COMMENT ON COLUMN "admin_users"."role" IS 'OWNER: owner\nADMIN: admin\nUSER: user';
COMMENT ON TABLE "admin_users" IS 'A person who signs in to manage tenants. E-mails are unique without regard to case.';
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sequence" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
    "action" VARCHAR(100) NOT NULL,
    "actor_kind" VARCHAR(20),
    "actor_label" VARCHAR(320) NOT NULL,
    "admin_user_id" UUID,
    "resource_type" VARCHAR(50),
    "resource_id" VARCHAR(320),
    "organization_id" VARCHAR(255),
    "team_id" VARCHAR(255),
    "changes" JSONB NOT NULL,
    "details" JSONB NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(500),
    "request_id" VARCHAR(100)
);
COMMENT ON COLUMN "audit_events"."actor_kind" IS 'ADMIN_USER: admin_user\nADMIN_KEY: admin_key\nVIRTUAL_KEY: virtual_key\nSYSTEM: system';
COMMENT ON TABLE "audit_events" IS 'Who did what to which record, when, and from where. Never changed, never with a secret.';
CREATE TABLE "idempotent_requests" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(320) NOT NULL,
    "operation" VARCHAR(60) NOT NULL,
    "idempotency_key" VARCHAR(255) NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "result" JSONB NOT NULL
);
COMMENT ON TABLE "idempotent_requests" IS 'What a mutation with an idempotency key made: the same key and input find it again.';
CREATE TABLE "model_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "group_name" VARCHAR(255) NOT NULL UNIQUE,
    "display_name" VARCHAR(255) NOT NULL,
    "description" TEXT,
    "status" VARCHAR(20) NOT NULL
);
COMMENT ON COLUMN "model_groups"."status" IS 'ACTIVE: active\nINACTIVE: inactive';
COMMENT ON TABLE "model_groups" IS 'A named, ordered list of models: the first is the primary, the rest its fallbacks.';
CREATE TABLE "model_group_members" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "model_name" VARCHAR(255) NOT NULL,
    "priority" INT NOT NULL,
    "is_active" BOOL NOT NULL,
    "model_group_id" UUID NOT NULL REFERENCES "model_groups" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_model_group_model_g_28724d" UNIQUE ("model_group_id", "model_name")
);
COMMENT ON TABLE "model_group_members" IS 'One model of a group. Lower priorities come first; equal ones in order of their ids.';
CREATE TABLE "organizations" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "organization_id" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "status_reason" VARCHAR(500),
    "metadata" JSONB NOT NULL
);
COMMENT ON COLUMN "organizations"."status" IS 'ACTIVE: active\nSUSPENDED: suspended\nPAUSED: paused\nDELETED: deleted';
COMMENT ON TABLE "organizations" IS 'A tenant. `organization_id` is the caller''s name for it, unique among those not deleted.';
CREATE TABLE "sessions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "ip_address" VARCHAR(45),
    "user_agent" VARCHAR(500),
    "last_seen_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ,
    "admin_user_id" UUID NOT NULL REFERENCES "admin_users" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "sessions" IS 'A sign-in. The row decides whether its access token is good; caches only repeat it.';
CREATE TABLE "teams" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "team_id" VARCHAR(255) NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "status_reason" VARCHAR(500),
    "is_default" BOOL NOT NULL,
    "metadata" JSONB NOT NULL,
    "budget_mode" VARCHAR(30) NOT NULL,
    "credits_per_dollar" DECIMAL(20,6),
    "tokens_per_credit" INT,
    "markup_percent" DECIMAL(7,2) NOT NULL,
    "refill_amount" BIGINT,
    "refill_period" VARCHAR(20),
    "last_refill_at" TIMESTAMPTZ,
    "next_refill_at" TIMESTAMPTZ,
    "organization_id" UUID NOT NULL REFERENCES "organizations" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "teams"."status" IS 'ACTIVE: active\nSUSPENDED: suspended\nPAUSED: paused\nDELETED: deleted';
COMMENT ON COLUMN "teams"."budget_mode" IS 'JOB_BASED: job_based\nCONSUMPTION_USD: consumption_usd\nCONSUMPTION_TOKENS: consumption_tokens';
COMMENT ON COLUMN "teams"."refill_period" IS 'DAILY: daily\nWEEKLY: weekly\nMONTHLY: monthly';
COMMENT ON TABLE "teams" IS 'A group within an organization that owns keys, credits and jobs.';
CREATE TABLE "credit_accounts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "balance" BIGINT NOT NULL,
    "held" BIGINT NOT NULL,
    "overdraft_limit" BIGINT NOT NULL,
    "total_granted" BIGINT NOT NULL,
    "total_charged" BIGINT NOT NULL,
    "total_adjusted" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "team_id" UUID NOT NULL UNIQUE REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "credit_accounts" IS 'A team''s prepaid credits, in micro-credits. Moves only by ledger entries, one at a time.';
CREATE TABLE "ledger_entries" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sequence" BIGINT NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "amount" BIGINT NOT NULL,
    "held_change" BIGINT NOT NULL,
    "previous_sequence" BIGINT,
    "previous_balance" BIGINT,
    "previous_held" BIGINT,
    "balance_after" BIGINT NOT NULL,
    "held_after" BIGINT NOT NULL,
    "resolves_sequence" BIGINT,
    "resolves_held" BIGINT,
    "reverses_sequence" BIGINT,
    "reverses_amount" BIGINT,
    "idempotency_key" VARCHAR(255) NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "actor_kind" VARCHAR(20) NOT NULL,
    "actor_label" VARCHAR(320) NOT NULL,
    "actor_id" UUID,
    "reason" VARCHAR(500),
    "payment_type" VARCHAR(20),
    "payment_usd" DECIMAL(20,6),
    "job_id" UUID,
    "row_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL REFERENCES "credit_accounts" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "ledger_entries"."kind" IS 'OPEN: open\nGRANT: grant\nTOP_UP: top_up\nCHARGE: charge\nREFUND: refund\nWAIVER: waiver\nADJUSTMENT: adjustment\nHOLD: hold\nCAPTURE: capture\nRELEASE: release\nEXPIRE: expire';
COMMENT ON COLUMN "ledger_entries"."payment_type" IS 'SUBSCRIPTION: subscription\nONE_TIME: one_time';
COMMENT ON TABLE "ledger_entries" IS 'One signed, immutable change of one account. The database refuses to change or delete it.';
CREATE TABLE "provisionings" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "generation" BIGINT NOT NULL,
    "observed_generation" BIGINT NOT NULL,
    "attempts" INT NOT NULL,
    "next_attempt_at" TIMESTAMPTZ,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ,
    "synced_at" TIMESTAMPTZ,
    "absent_since" TIMESTAMPTZ,
    "drifted_at" TIMESTAMPTZ,
    "last_error" VARCHAR(500),
    "removed_at" TIMESTAMPTZ,
    "team_id" UUID NOT NULL UNIQUE REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "provisionings" IS 'How far LiteLLM follows one team and its keys: the row is the outbox.';
CREATE TABLE "team_model_groups" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "model_group_id" UUID NOT NULL REFERENCES "model_groups" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_team_model__team_id_42bece" UNIQUE ("team_id", "model_group_id")
);
COMMENT ON TABLE "team_model_groups" IS 'A team may use the models of a group.';
CREATE TABLE "virtual_keys" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "sealed_secret" BYTEA,
    "masked_key" VARCHAR(40) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,
    "successor_id" UUID REFERENCES "virtual_keys" ("id") ON DELETE RESTRICT,
    "team_id" UUID NOT NULL REFERENCES "teams" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "virtual_keys"."status" IS 'ACTIVE: active\nRETIRING: retiring\nEXPIRED: expired\nREVOKED: revoked';
COMMENT ON TABLE "virtual_keys" IS 'A key of a team, here and at LiteLLM. Kept as its SHA-256 and as a sealed copy.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztXe132ria/1d0+DLdszSnTZN0brq755CEaZkmkAOknd7LPY7ACmhiyx7LDmVn+7+vHt"
    "mAX8E2IRiqL20s65HN75ElPe9/10xLJwY/augmZXecOLVz9HeNYZOIP5I366iGbXt5Cxpc"
    "PDRkbwzdNE/0k+14yF0Hj1xx6wEbnIgmnfCRQ22XWgwIGsgWfS2GphMLcTpmHFGGXAuZmO"
    "ExQS5hmLn8CDVfm5gaHGGHII/RvzyCptSdWJ6LHDLGjg5EI8zJETxYt0biyZSNt/gMv4fm"
    "WmPiTiRq//q3aKZMJ98Jn1/aj9oDJYYeAZXqMIBs19yZLdvu7lpXv8me8P5DbWQZnsmWve"
    "2ZeBO26O55VD8CGrg3Jow42CV6CGjmGUbAlnmT/8aiwXU8snhVfdmgkwfsGcCu2n89eGwE"
    "XJLgUS5AGpGjYDYMAQN4g/f/E7xtiFLT2p2+1mv2Na2WYDi8VYw/QdPIYjBZqOAEYPXDH3"
    "eJkWytwQMuPzW6r96d/YdExeLu2JE3JYK1H5IQu9gnlXxYAj9yCMCkYTfJgCtxx6UmSWdC"
    "lDLGDD0gPZr/UYYp84YlV5bfzBzcOXxbALwmfqDeYcYsmA4rGNBv3TR7/cbNLTzO5PwvQ+"
    "LX6DfhzrFsncVaX/n8ssRy4C8Vi0HQ11b/E4JL9M9Ouxnn6qJf/581eCfsuZbGrKmG9dDM"
    "nbfOURM9l1z3bL0k16OUiutV4focoxDbg7dfcp3AYp5k+OUEO+nMXhDE+Czw2kfOmvi7Zh"
    "A2difi8t3xmxWs/dLo+ovq8ZsYv9rBrWP/3o8IwjrltoFnmrwuAHSc7gDxPj49zYG36JWJ"
    "t7wXxdvGnE8tR9cmmE+KAJ4gLIV4sNT+RIA7lpExsZvMMyXWLfFOWByNEpjPaas8uWudr+"
    "1m9xxZU/E2A9a4umm1z5E8xA/YXQ9uecGZvzA/8qw3K5ab5GpDuSZECfqUwpELS4CNWcbx"
    "OUwX48ZQEG6LHfMz9cseji86nevIBn3R6scwvru5aHZfvZXQi07Ulc2tdj8GuElcDCfpJN"
    "6/9zrtdLDDNPHjEh256P+QIWSJbUEeklqGHjVcyvgRPHYXUgpgFGHEfG6/umn8EZ/2l9ed"
    "i/gRCAa4iLHEwNzVDGsshOzih9kE8TOcZyu2J+zv8TUptcwlzuFMK6YvSBBuoDrYH/6u0Q"
    "qALubhcaVSYDhLovyb5RA6Zp/JLLHbx1BNU5TtJbjL1uUrOni6UGMl55dAQfx24u8j4i1Q"
    "++76uiYhH+LR4xSLk+ca7Bcqw9jGHpD/9rlLDCx/0M+EfGQ94IRzMe6GKPX8UapzBt0cJJ"
    "hn1rEVml+RmZe8ZR6b8RapCdaDZ8OT5pPK06nbfCLyaUmt+PJufaVaHPppBDrm1It/nVhI"
    "pzqaTrALWufphI4myCEjIcXVxRVhdYSZjh4cy4RLhxyhtniAg0YTzMRPqSMmL0GBjTDiRH"
    "xpblI3vqXnDIT8cO/34PeIcnEHzn3IekD3fw/86TsQLzOoDcmDWGL9v/GDK8SQ2o/7D8hy"
    "xpjR/5WTWb6AS7ApFfMMu56DDfRIZlzp4ZUeXmlkK3GkzaOH50QgHJyeYjsYHbeYm87xMF"
    "WM35QlRMngParM4DG8xOt/HB+/e/f++M27s19PT96/P/31za+ir3zj5K33qyT+1keQ3SNM"
    "TQrzeDQ/F+RVGi4pqqzCKqkufPsmj35K9MpUUMl7CYwtR3sUP7Cs0jA6QoW1tDWpK9R8He"
    "HS6h/oELXPzW/zZrFPD9iXVrd/17j225+o43rY8O/0vvX6zZtzxGdiazOroWn0uSAAJYXs"
    "RzGyA/xqtmJFWs6egnqOBKHSc8TMF4RbnjMiPiIFZnKCsMIrUcmpfJpnJp9mT+TTxDxegJ"
    "Y2i3NgnTqHDwDprSwaYfmwIOAppIcH+lbMoSCDFwQ7RKJAzgVyoDUpYnQLkVTD5gbPOxib"
    "m05c8AotwpAQSTUYclBGUGqDzkF0SOFJ9koUpTq8xegkz1p0kr0UnSRWInmyxuNAu50X5y"
    "jV4eF8mktzcLpCc3Ca1Bw4oOPibuGjY5jq8KB+NiVNwvibbZrcpjHp0iE6dRujkeWl25Oi"
    "HeqrTEoj2VXDft/c0RZwHvuFI9shNqY68kfhdQiIMOnIsV4HLUfoxnoiHFnMmKHhDBlEHx"
    "MHia/aoUT0txhB2EUYSXV7wqy0rQdJu9IQG6A8k3Yld0IQ90wwLGHDWJLdTwRH7n2zlmUT"
    "hiaW4BASyz9xngh0p+4R6gtq13IFWIjbBnUHjLrnaP4A9N/+TW3sYCa+IPQ6uBbnLUcwGP"
    "1ncI31Pz0uOtx/EA8Qm6/OfaPZFNMn4nB4mk/CB8yFNwK2IyZ+Wh0Z1hSsZ9Aqfk4wsrJr"
    "KbuWsmvtjV0rWC+KmbVCROutWs/F3zfbYu5ObFqTANf8oM8pFOLlEBdbtaM7+MHVDGrSlE"
    "VuFfgpxIoP5fgQOZcU40KCVPFgEx4EJ7YyPAiRKh5swoP5+bsME8K0igvluCADC8o59yRI"
    "FQ824EF6XOAFZdiZrcA/IypwOHN9o8JWtNTDXwaD72/e/LIDAe8iUDQvRIsvje5Fq93ofl"
    "uopRfyxXWn/fEiRTF98a3fbOS1j2XL3tn2sS0L4JV0XiigpwvFefs6n5R5X8At/lqqnZpi"
    "qNkeytYFXOOjszUJWoeRviX+yRnu0g8G2ccJujbQJfRxRkJcus1ev9u67MdCXDbSDbd0Yt"
    "qWKyZz19fq11L0w8lO9VU6YrrorgWmgtzRB1Llanqu74DvO/cztBhwNAP/e2RinZz7OljQ"
    "aEIT6D0psz0XPVD4U4wzFhCnRR5s5RlKa6q0pkprug9aU+kuW8TcuSBQnrU5neRsAKSg23"
    "+E6ACRPssD9Fk2zmfJxBTLHQt82ouAnUJ6gJBvJzdL4PxQXOaNU76k2LsbsWtbAq+4BT8h"
    "gX62Z9ySQjnGRThS1jGuIq4tYfk5RXCJidfZIovv/qGFZPr10oqQVmVaTwhGpiYIFGKwID"
    "4ZfC+kC4nvJ+O7fMBBFA7L0luDEy7TegbdHeTLeeAfkpBZtvYk8GvpBVrQOgpMw7wunV6k"
    "uANrlQx/fqCGwAjcaIYzKRUtHgHB2rLFsabgSyKmN3Fc5UyixCIlFu2RWPQSQdL7wOGdWF"
    "E2id3dKGr3heCvdW6b7XPpETlgH7uNdv8cSVeAAet3brW7WzFHLVvz7AGDhetj8zxwSRyw"
    "bvO3u/bVeeDhOGBfG60vEPzrOzlC4O/vd73+TROG9I2qJoFxP3WuBRW4X4oxG7f9uy4Mim"
    "3Xc+So181GrwnDGkQs1APW/OO2BV3Id5s6JL4F7ygg2Jw75Ob/Ipc06nvcyMNL8w9MxdCP"
    "ESoWlGaB7ZAnanm8pIE/lbwUO6oWqrBbbpTyOU2jVrzYmBfF/VATpIoLZbkQTGVNJg8rxo"
    "UEqdomNtupS/AgSqcYUJoBkEfCeCJl9+lUcrUqbcyN4ntDglRxoTwXIP5ug28ihVxxY2Nu"
    "lBGnU4gVJ8pyQlmslcW6ApjvwGK9LkXjCs+jzdIyVg17lUPxkDy9fNgKpk8M0ajMifGlGv"
    "NibnNLisPLw7KVlDc2noGByMcpFej1Jrf4GBWGvta7u+hddlu3/VanfY64N1zcHbBOu6mB"
    "6fgcPEi0uU1+94v4HF+Pp6wsV2RETWxkKDijlHEXBJ/0KBiiMkx6jlXmqnnZumlcCzTrZ7"
    "ESW4ssXAmg/7SGBVfvJYVau+NF+6ZljtghKnW8Ln+8ls5vhU8iYarn9B2rLgfKl6vCy/Rg"
    "UYAL16pKpBvbT3jXxvFF51eeUL4X85u9gf8+OpZn11LcZkN366u8ZmWTNoaOuTPBwaP0Or"
    "IcnYhpsCjP44/uB9w9UIe78yxrtiO2amdW911MCdxwOQxvABI8LQfcNh6hHFmVI6tyZN0H"
    "R1bP1ktyPUqpuF4Vrs8xCrE9UaVQbkKFK8JHqZ5H67fTFAMvYE7QKbcNPCuMdZzuAHWs28"
    "E79GYJuPvke4bhMkZWYRXVc5wS+s0/+pGVKhHXFpEr593jwW5R5IUc43oZyd7XKwmX1C83"
    "02vLivNFdISNy37rS/Mc+dQDJiTyoIWy0Ig70QuWys1jEnO4cWHfpRR0I4fbw+UpM0FPIn"
    "2UQdnjhnhBTp6o5HgoaL2MJB7MspXy+HIm5pLKtdCHkC+gVRLLtOZIjnCErmWmcCEjWw51"
    "KeFoZJmBAP0Bkb88bID1AOI+fYkbiIWITB1E9RTxfFsPSRHQ/xWGojaH3D+A/FtJ70p6V3"
    "Jc5aT30CdaQLaIUinJIp9kESy3KX54KwJIliQHkzL1+O3J+5Nf352dLJwfFy2rfB5T/Bu5"
    "tjwuxw5SlmUQzDJ2jTBd3AooCLeF63wreWEjYKdzHVmNLlpxYezu5qLZffU2ZsdOAh4+6h"
    "TbqJOUyv632v4XO0ttaAM8SEGhHjMAJidZxAh42ehdNq6au7IBdkIFSWspUkfk/kqJI1za"
    "tEBJKIYhX819rDDqor7SCBsGcX7hftmiB0uc9d068ucAwqbFxqKbxaGikRvktNHTS0Jt60"
    "HKKKjECiVW7INYoYyCh8b1PEbBClTrrhy3ty9WFhXeldheDN+f1izVu+vdNttXzSvwY+c2"
    "EU/UB+y2cdeDJht7HK6vmtfNPjQEJ7Xdma6STNOKB3gkCA/BkvsCcR4mcTEcApNYZ2eJDd"
    "OoPLGRTf4F8sRGLZLPYIzcw+1jJybIW8d6oly8qf9mCUVA5H59lSLADvXMqQj4ZE3FLQdd"
    "U5dcX98I8dswrCmXOW1hHvhVN1wOFTgC590g0Sz8aXnu0PqelPqfZVRZ9TmYQOJt75EpS0"
    "bLiiGQFmA2z6kriyvPH2V63EWcEFlzGkYTADCO/Q9bmi2xO2A+5Qd0bw1laWhdCz9o+boj"
    "shh4ijmMyyCZL+Q1lKWkG2hqOY9Qyln8BwQIDxj8FFnYejqhBiT6DcpQw9vIdIdBnWhHjM"
    "wRTCK/u8fAtAqwWFOG7mVXzbUeCbtX+g6l71CSbyUkX6Xv+Bm5nssJerGFpByeViS5idK9"
    "nF337bZYvJsi1cmdvBgbMgY4GDv7C/MDuy4xbTdFkMhOnhwiORjYn829gZHvrhZAVGJnSS"
    "F/hu2lYpqN/d1NkoeI0Pm/yOE9RqbyBPxIQdVjLk3JULT6C4qRqq+nyl8PnwnxscwJPEKo"
    "eFxlHmNxYmOuxmlqjs/VbI7TKk5XmdO6Qx/KCdRRSsXlKnPZwNzViOMUKxAbpVL2uVz2OY"
    "eANr3MBxWlVB9UlT+oUCn7vOJDiORlDQCVlBwK2E+TJsIoH5JM6DDSt8Q/OX22y9pUqwD9"
    "Wl/t0LTLk6lpI4Nrj3Ce4XQ9v1VfZWblfqfcrtZQO/Q1ZX5tUDAOQiJEHUyZE2nIkyY/PB"
    "qJYZGU28EQOrYs/QMa4dGEcN886BCbYDe1QumWnqEMjsrgqExPu97p8xgc5SddIv9llE5l"
    "wAzztUgGTGoDs0SHDMfQjGUvQnV4kstJHvfbk2zv25OE863HiaOJXT0tEWY2zlGqw8N5Kx"
    "KiFKvB4anEVhKnVZvJPm0mfg1eXoLvUcoD5PqecDmXcsAhT2L3L6cCClMqFVCVuYx1kzJN"
    "7oAF03PHCVWE/poM3QvAkjAXDtBvwGB3/KDSntXjCbrjM6xK4flS25aiIZpr4bLVQ4vwiT"
    "y6IZmdQPq0U4YwpNdaBj76ju3WlPl+8nU0kpnbufQe/9Mapmbf3mxA6XMf6OI2CtD3XdwD"
    "3/lfQOdkKZWSUikd2nnwgKUA5cN+aFzP48OeaTHM1q5kWwxVDLmK0d8JvipGX8XoKw3vOg"
    "0v5YvXTqC9LmFiiPAFMyYuWvY3ZaLKi1CFvAhhlgw9XQijGkhpZXeM2BAvuG1AQUgQLPWi"
    "O8fvnQvtoiG3hcUYA3bZaffubmS1Uu2uJ+4BbzxTUkFVz2iPfudzs92LdpIWZV5mR3mXq0"
    "LyigLJiQUuUG9oQhjXdEsgnaKZW1nPNH0AVdY0zJFkWVN/CkjQfACTqGeGAKbSlooFrBjI"
    "zx0NaGLn0bMBqFGqNXzlvE4Sbzynyy1fb3awiczn9Pv6ce4p7ZAHahgaNtNrcK4KK06QHt"
    "BsfuGQ4gBKMW2plaGiWL9XJwapsLRQu2q0rr8JOQ1TYzZgX5vNz3A5JeQRrm867f4naDAt"
    "5k6MWTXkOOn8MZ/15VxHItTKvlwdfWFSTSzDyktzO0mtuF1lbq9N6ZptkFuf0lV5FMQMb1"
    "YsBfyGPgXxjPL7CfFat4KUiVa4+Hd6jQtVpS1nTbsn6rgeNjTwMtgMry/+SGKSHxJWhRxX"
    "4voMLShsnw3sPLBsPbyXcsTGcsC93FpXT0Y7lj9zU8zi+TgPBLIS/lGhhSzDUyq61K32md"
    "JCS22BMibYRCaeIY8T6azkDx6ubhiXivJTpRY1nMdyhgvyqHKGVThJ1ZHyYfp5vFnylzNU"
    "Bcq2kkmrOskF9hbOFbJfesqAwjLfgSVir+dMG7BwHs9YDZ4B2YOU4uL4rimhl0eU3qaTfk"
    "g6TDmARmXH7MNnXFrNc+4Uff3TIszAOhKnQyI93peZ6I/QZ2K7CHOZeqH3qfH6+PTM78MF"
    "HSfYIDoaWfYs7YT67OMrx3t1aFWH1n04tCrn4O06B6/KlbHCy31VpoySWO80M1MU6bOTHE"
    "CfnWTiDLdi7rxyA9I4EWtRqstEdlaSBGnJxCTVVL2l+j9sKS+JiTkEaj+SlCrz2XM9SnWA"
    "68pJHqeHk2ynh6SD0E8bcdAV+2W31f54jsS3SoEHA9b847bVBc9SPx+EDr2+dD5DS5A6IH"
    "7i3Y2nSoUSXezPUlWl41QunwXpUQSBL2W9kUK0itNV5jT3ZIJDq2iqizidqpmgNL1K01st"
    "TeT6BLGpK8EzAFvIBaWa3/9adOMr4AYOU7Y48BF/sJf0/dkT4LdaSbZBHDqa1FJU4cGd+i"
    "o1OF72WacAz4bhmdXMmVEVqVtLSihFMC2qq4V5lrCgbBXyE6jDi4VTh0gOUPTfikoRPqoC"
    "CAfdDxDdt7ni1N+uiFN/m4xTF090U2PcskOmQyQvHzG9mwPoLmrGP/9m9uP/ARqzbJo="
)
