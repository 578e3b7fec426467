// @ts-check
import * as vscode from 'vscode';
import { webviewHtml } from './webview-html.js';

/** Shows the desk in a view. @param {vscode.ExtensionContext} context */
export function activate(context) {
  /** @type {vscode.WebviewView | undefined} */
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
