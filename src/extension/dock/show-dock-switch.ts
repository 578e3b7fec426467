import type { Workspace } from '../../channel/workspace.ts';
import { allowOrigin, disallowOrigin, mayAllowOrigin, readAllowedOrigins } from '../policy/allowed-origins.ts';
import './dock-switch.ts';

/** A page in front that could have the dock: the manifest's optional hosts. */
const DOCKABLE = /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/;

/** Puts the line "Dock on this page" above the popup's views, where the page in front can have the dock. */
export async function showDockSwitch(workspace: Workspace, views: Element): Promise<void> {
  // The press that opened the popup has made the tab's address known (`activeTab`).
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const origin = tab?.url !== undefined && URL.canParse(tab.url) ? new URL(tab.url).origin : '';
  if (!DOCKABLE.test(origin) || !(await mayAllowOrigin(origin))) return;
  const line = document.createElement('backchannel-dock-switch');
  line.origin = origin;
  line.origins = { isOn: async (of) => (await readAllowedOrigins()).isAllowed(of), turnOn: allowOrigin, turnOff: disallowOrigin };
  workspace.subscribe({ kind: 'overview' }, ({ settings }) => (line.theme = settings.theme));
  views.before(line);
}
