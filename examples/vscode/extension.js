// @ts-check

/*
 * One file in CommonJS, which VS Code loads as it is on the desktop, at a server and in the browser: there an extension can load no second file by `require`.
 */

/** Shows the desk in a view. @param {import('vscode').ExtensionContext} context */
function activate(context) {
  const vscode = require('vscode');
  /** @type {import('vscode').WebviewView | undefined} */
  let view;
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider(
      'backchannel.desk',
      {
        resolveWebviewView(shown) {
          view = shown;
          const desk = vscode.workspace.getConfiguration('backchannel').get('desk', '');
          shown.webview.options = { enableScripts: true };
          shown.webview.html = webviewHtml(desk, crypto.randomUUID());
          shown.webview.onDidReceiveMessage(({ failed }) => vscode.window.showWarningMessage(`Backchannel: ${failed}`));
          shown.onDidDispose(() => (view = undefined));
        },
      },
      // The frame keeps its connection while another view is shown.
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    vscode.commands.registerCommand('backchannel.ask', async () => {
      await vscode.commands.executeCommand('backchannel.desk.focus');
      const name = vscode.window.activeTextEditor?.document.fileName.split(/[\\/]/).at(-1);
      await view?.webview.postMessage({ ask: name ?? 'no file' });
    }),
  );
}

/**
 * The page of the webview: the frame of the organization's deployment, and nothing else. VS Code gives it the theme's colours as variables, and an origin that
 * differs from one installation to the next, so that the deployment's list needs `vscode-webview://*`.
 * @param {string} desk where the deployment is @param {string} nonce
 */
function webviewHtml(desk, nonce) {
  const { origin, href } = new URL(desk.endsWith('/') ? desk : `${desk}/`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; frame-src ${origin}; script-src 'nonce-${nonce}' ${origin}; style-src 'nonce-${nonce}'" />
    <title>Backchannel</title>
    <style nonce="${nonce}">
      html, body, main { block-size: 100%; margin: 0; padding: 0; overflow: hidden; }
    </style>
  </head>
  <body>
    <main></main>
    <script type="module" nonce="${nonce}">
      const vscode = acquireVsCodeApi();
      const say = ({ code }) => vscode.postMessage({ failed: code });
      const { openFrame } = await import(${JSON.stringify(`${href}frame-loader.js`)}).catch((error) => {
        say({ code: 'frame-not-found' });
        throw error;
      });
      const client = openFrame({ container: document.querySelector('main') });
      // The theme of VS Code, as long as the agent has chosen none in the desk.
      const follow = () => {
        const { classList } = document.body;
        const isContrast = classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
        client.setView({ theme: isContrast ? 'high-contrast' : classList.contains('vscode-light') ? 'light' : 'dark' }).catch(say);
      };
      new MutationObserver(follow).observe(document.body, { attributeFilter: ['class'] });
      addEventListener('message', async ({ data }) => {
        if (data?.ask === undefined) return;
        try {
          await client.openInteraction({ id: 'open-file', media: 'chat', contact: { name: data.ask } });
          await client.showTab({ of: 'interaction', id: 'open-file' });
        } catch (error) {
          say(error);
        }
      });
      client.ready.then(follow, say);
    </script>
  </body>
</html>
`;
}

module.exports = { activate, webviewHtml };
