"use strict";

// The token in the Headers editor of one tab serves the tabs whose editor has none.
// It is kept in memory alone: a reload forgets it.
(() => {
  let remembered = null;

  const isUnauthenticated = (answer) =>
    (answer?.errors ?? []).some((error) => error.extensions?.code === "UNAUTHENTICATED");

  // What an event of a stream holds; nothing for the last and for those that only break silence.
  function told(event) {
    const data = event.split("\n").find((line) => line.startsWith("data: "));
    return data && JSON.parse(data.slice("data: ".length));
  }

  async function read(body, next) {
    let rest = "";
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const events = (rest + part.value).split("\n\n");
      rest = events.pop();
      events.map(told).filter(Boolean).forEach(next);
    }
  }

  // In the form of an observable: GraphiQL's stop button unsubscribes.
  const listen = (body, left) => ({
    subscribe(observer) {
      read(body, (answer) => observer.next(answer)).then(
        () => observer.complete(),
        (error) => left.signal.aborted || observer.error(error),
      );
      return { unsubscribe: () => left.abort() };
    },
  });

  // The server answers a subscription with a stream of events, everything else at once.
  async function send(parameters, headers) {
    const left = new AbortController();
    const response = await fetch(location.pathname, {
      method: "POST",
      headers: {
        ...headers,
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
      },
      body: JSON.stringify(parameters),
      signal: left.signal,
    });
    const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
    return isStream ? listen(response.body, left) : response.json();
  }

  async function fetcher(parameters, options = {}) {
    const headers = { ...options.headers };
    const name = Object.keys(headers).find((key) => key.toLowerCase() === "authorization");
    const given = (headers[name] ?? "").replace(/^\s*bearer\s*$/i, "");
    delete headers[name];
    const used = given || remembered;
    if (used) headers.Authorization = used;
    const answer = await send(parameters, headers);
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
