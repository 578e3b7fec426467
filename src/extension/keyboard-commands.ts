import type { Workspace } from '../channel/workspace.ts';
import { ringingCalls } from '../model/desk/call-lists.ts';
import { tabOfCall } from '../model/desk/tab-of-call.ts';
import { tabOfSession } from '../model/desk/tab-ref.ts';
import { isPending } from '../model/desk/session-lists.ts';
import { knownOverview } from '../channel/known-overview.ts';
import type { MainWindow } from './main-window.ts';

/** The manifest's `commands`, which the browser lets the agent bind anew. To be called in the background's first turn. */
export function followKeyboardCommands(workspace: Workspace, mainWindow: MainWindow): void {
  browser.commands.onCommand.addListener((name) => void run(name, workspace, mainWindow));
}

async function run(name: string, workspace: Workspace, mainWindow: MainWindow): Promise<void> {
  const overview = await knownOverview(workspace);
  if (overview.lock) return mainWindow.open();
  const { sessions } = overview;
  const call = ringingCalls(overview).at(-1);
  if (name === 'accept' && call) {
    await workspace.commands.acceptCall({ callId: call.id });
    await mainWindow.showInteraction(tabOfCall(call));
  } else if (name === 'accept') {
    const invitation = sessions.findLast(isPending);
    if (!invitation) return;
    await workspace.commands.accept({ sessionId: invitation.id });
    await mainWindow.showInteraction(tabOfSession(invitation.id));
  }
  if (name === 'next-unread') {
    const next = sessions.find(({ unread }) => unread > 0) ?? sessions.find(isPending);
    if (next) await mainWindow.showInteraction(tabOfSession(next.id));
  }
}
