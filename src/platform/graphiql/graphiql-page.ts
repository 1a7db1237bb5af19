/** The page holds no script of its own, so that its content security policy can refuse every inline one. */
export const GRAPHIQL_PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Service efficiency: GraphiQL</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/graphiql/graphiql.css">
  <link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
  <form id="access">
    <label>Token (令牌) <input id="key" type="password" autocomplete="off" size="40" placeholder="Authorization: Bearer …"></label>
    <button>Use (使用)</button>
    <output id="viewer"></output>
  </form>
  <main id="graphiql"></main>
  <script src="/graphiql/react.js"></script>
  <script src="/graphiql/react-dom.js"></script>
  <script src="/graphiql/graphiql.js"></script>
  <script src="/graphiql/page.js"></script>
</body>
</html>
`;

export const GRAPHIQL_STYLE = `html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px system-ui, sans-serif; }
#access { display: flex; gap: 12px; align-items: center; padding: 8px 12px; border-bottom: 1px solid #ccc; }
#graphiql { flex: 1; min-height: 0; }
`;

/** The token stays in this tab's session. The server takes one operation a document, so only the chosen one is sent. */
export const GRAPHIQL_SCRIPT = `'use strict';
const keyInput = document.getElementById('key');
const viewer = document.getElementById('viewer');
const root = ReactDOM.createRoot(document.getElementById('graphiql'));
keyInput.value = sessionStorage.getItem('key') || '';

function fragmentsUsed(text, fragments, used) {
  for (const [, name] of text.matchAll(/\\.\\.\\.\\s*(?!on\\b)([_A-Za-z]\\w*)/g)) {
    const fragment = fragments.get(name);
    if (fragment === undefined || used.has(name)) continue;
    used.set(name, fragment);
    fragmentsUsed(fragment, fragments, used);
  }
  return used;
}

function chosenOperation(query, operationName, documentAST) {
  if (!documentAST || !operationName) return query;
  const text = (one) => query.slice(one.loc.start, one.loc.end);
  const named = (kind) => documentAST.definitions.filter((one) => one.kind === kind);
  const operation = named('OperationDefinition').find((one) => one.name && one.name.value === operationName);
  if (operation === undefined) return query;
  const fragments = new Map(named('FragmentDefinition').map((one) => [one.name.value, text(one)]));
  return [text(operation), ...fragmentsUsed(text(operation), fragments, new Map()).values()].join('\\n');
}

async function send(params, options) {
  const query = chosenOperation(params.query, params.operationName, options && options.documentAST);
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + keyInput.value, ...(options && options.headers) },
    body: JSON.stringify({ ...params, query }),
  });
  return response.json();
}

async function render() {
  sessionStorage.setItem('key', keyInput.value);
  const { data } = await send({ query: '{ viewer { principal role } }' });
  viewer.textContent = data ? data.viewer.principal + ' (' + data.viewer.role + ')' : 'No valid token (令牌无效)';
  // Another token may see another schema: a new element reads it again.
  root.render(React.createElement(GraphiQL, { key: keyInput.value, fetcher: send, shouldPersistHeaders: false, defaultEditorToolsVisibility: true }));
}

document.getElementById('access').addEventListener('submit', (event) => {
  event.preventDefault();
  render();
});
render();
`;
