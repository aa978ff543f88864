"use strict";

// The token in the Headers editor of one tab serves the tabs whose editor has none.
// It is kept in memory alone: a reload forgets it.
(() => {
  const send = GraphiQL.createFetcher({ url: location.pathname });
  let remembered = null;

  const isUnauthenticated = (answer) =>
    (answer?.errors ?? []).some((error) => error.extensions?.code === "UNAUTHENTICATED");

  async function fetcher(parameters, options = {}) {
    const headers = { ...options.headers };
    const name = Object.keys(headers).find((key) => key.toLowerCase() === "authorization");
    const given = (headers[name] ?? "").replace(/^\s*bearer\s*$/i, "");
    delete headers[name];
    const used = given || remembered;
    if (used) headers.Authorization = used;
    const answer = await send(parameters, { ...options, headers });
    remembered = isUnauthenticated(answer) ? null : used;
    return answer;
  }

  const page = React.createElement(GraphiQL, {
    fetcher,
    plugins: [GraphiQLPluginExplorer.explorerPlugin()],
    defaultTabs: window.SAAS_LITELLM.tabs,
    defaultHeaders: window.SAAS_LITELLM.headers,
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
})();
