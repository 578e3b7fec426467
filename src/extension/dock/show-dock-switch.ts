import type { Workspace } from '../../channel/workspace.ts';

/** A page in front that could have the dock: the manifest's optional hosts. */
const DOCKABLE = /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/;

/** Puts the line "Dock on this page" above the popup's views, where the page in front can have the dock. */
export async function showDockSwitch(workspace: Workspace, views: Element): Promise<void> {
  // The press that opened the popup has made the tab's address known (`activeTab`).
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const origin = tab?.url !== undefined && URL.canParse(tab.url) ? new URL(tab.url).origin : '';
  if (!DOCKABLE.test(origin)) return;
  // The switch and the policy's rules are loaded only here, because they are a sixth of the popup's code.
  const [{ allowOrigin, disallowOrigin, mayAllowOrigin, readAllowedOrigins }] = await Promise.all([
    import('../policy/allowed-origins.ts'),
    import('./dock-switch.ts'),
  ]);
  if (!(await mayAllowOrigin(origin))) return;
  const line = document.createElement('backchannel-dock-switch');
  line.origin = origin;
  line.origins = { isOn: async (of) => (await readAllowedOrigins()).isAllowed(of), turnOn: allowOrigin, turnOff: disallowOrigin };
  workspace.subscribe({ kind: 'overview' }, ({ settings }) => (line.theme = settings.theme));
  views.before(line);
}
