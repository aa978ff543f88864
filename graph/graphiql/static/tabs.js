"use strict";

// The tabs of a first visit; later ones find what was left open.
(() => {
  const headers = `{
  "Authorization": "Bearer "
}`;

  const start = `# Welcome to SaasLiteLLM.
#
# 1. Press the round button and choose NeedsSetup.
# 2. needsSetup is true: change e-mail and password in
#    Setup below and run it: you are the first owner.
#    (Add setupToken: "…" if requiresSetupToken: it is
#    SETUP_TOKEN of the server.) Otherwise run Login.
# 3. Copy accessToken from the answer behind "Bearer "
#    in the Headers editor below. It serves the other
#    tabs, too, until you reload the page.
# 4. Run WhoAmI, then go on with the other tabs.
#
# On the left: documentation of everything, history
# of what you ran. Ctrl-Space completes as you type.

query NeedsSetup {
  setupStatus {
    needsSetup
    requiresSetupToken
  }
}

mutation Setup {
  setup(
    input: {
      email: "owner@example.com"
      displayName: "Olivia Owner"
      password: "change me, please"
    }
  ) {
    tokens {
      accessToken
      accessTokenExpiresAt
    }
    errors {
      code
      message
      field
    }
  }
}

mutation Login {
  login(
    input: {
      email: "owner@example.com"
      password: "change me, please"
    }
  ) {
    tokens {
      accessToken
      accessTokenExpiresAt
    }
    errors {
      code
      message
      field
    }
  }
}

query WhoAmI {
  viewer {
    kind
    label
    adminUser {
      email
      role
    }
  }
}
`;

  const organization = `# An organization comes with a team, and the team with
# a virtual key for its models. The secret is shown once.
#
# An idempotencyKey names one request: send it again and
# you get the first answer, not a second organization.

mutation CreateOrganization {
  createOrganization(
    input: {
      organizationId: "org_acme"
      name: "Acme"
      defaultTeam: { initialCredits: "100" }
      idempotencyKey: "create-acme"
    }
  ) {
    organization {
      organizationId
      defaultTeam {
        teamId
        creditAccount {
          available
        }
      }
    }
    issuedKey {
      secret
    }
    errors {
      code
      message
      field
    }
  }
}

query Organizations {
  organizations(first: 10) {
    nodes {
      organizationId
      name
      status
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

  const health = `# Is everything up that this server depends on?
# This works without signing in.

query Health {
  server {
    version
    time
    isHealthy
    components {
      name
      isHealthy
      latencyMs
      error
    }
    limits {
      maxPageSize
      maxDepth
      maxAliases
    }
  }
}
`;

  window.SAAS_LITELLM = {
    headers,
    tabs: [start, organization, health].map((query) => ({ query, headers })),
  };
})();
