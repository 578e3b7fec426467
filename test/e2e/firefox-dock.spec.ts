import type { TestAgent } from '../fixtures/agents.ts';
import { dockTest as test } from '../fixtures/dock-test.ts';
import { expect } from '../fixtures/e2e.ts';
import { FirefoxDock } from '../fixtures/firefox-dock.ts';

/** Firefox has it behind a preference. */
const CLOSE_WATCHER = 'dom.closewatcher.enabled';

const READY = { name: 'ready', detail: { version: 1, isSignedIn: true } };

/** Escape closes the dock where nothing else wants it; what is open in its frame wants it. */
async function expectEscapeToClose(dock: FirefoxDock, { name }: TestAgent, isCloseWatcherThere: boolean): Promise<void> {
  const frame = await dock.extensionFrame();
  expect(await frame.frame.evaluate(() => 'CloseWatcher' in window)).toBe(isCloseWatcherThere);
  for (const [button, opened] of [
    ['Settings', 'dialog'],
    [`Actions for ${name}`, 'menu'],
  ] as const) {
    await frame.click('button', button);
    await frame.see(opened);
    await frame.key('Escape');
    await frame.seeNo(opened);
  }
  expect(await dock.names()).toContain('Collapse Backchannel');
  await frame.key('Escape');
  await expect.poll(() => dock.names()).toEqual(['Open Backchannel']);
}

/** What the page's client is answered: how the agent stands, and what becomes of a call that the dock gives, and of one that it doesn't. */
const askedByClient = (dock: FirefoxDock) =>
  dock.frame.evaluate(async () => {
    await client.ready;
    const { me } = await new Promise<typeof client.state>((resolve) => client.onState((state) => state.me && resolve(state)));
    await client.showTeamCommunicator();
    const refused = await client.find('a').then(
      () => 'done',
      ({ code }: { code: string }) => code,
    );
    return [me?.name, me?.availability, refused];
  });
const CLIENT_ANSWERED = ['', 'ready', 'method-not-allowed'];

test('in Firefox a page with a strict policy opens an IM, hears what becomes of it, also by the client, and sees no frame; Escape closes the dock, with CloseWatcher and without; an update puts another dock in', async ({
  installInFirefox,
  crm,
  site,
  signInColleague,
  team: { a, b },
}) => {
  const firefox = await installInFirefox({ preferences: { [CLOSE_WATCHER]: true } });
  // The browser forgets the keys of an agent who isn't kept when it loads the extension anew.
  await firefox.signIn(a, site.websocket, { isKept: true });
  const ben = await signInColleague(b);
  const dock = await FirefoxDock.open(firefox, crm.url('localhost', { style: 'hostile', hasClient: true }));
  await dock.press('Open Backchannel');
  const frame = await dock.extensionFrame();
  await frame.see('button', `Actions for ${b.name}`);
  expect(await dock.names()).toEqual(['Collapse Backchannel', 'Width of Backchannel', 'Backchannel']);

  await dock.dispatch('open-im', { requestId: 'r1', target: b.jid });
  await ben.accept(a);
  await frame.see('status', `${b.logon}, Connected`);
  await frame.say('her router is a Zyxel');
  await ben.heard(a, 'her router is a Zyxel');
  ben.say(a, 'then update its firmware');
  await expect.poll(() => frame.bodies()).toEqual(['her router is a Zyxel', 'then update its firmware']);
  ben.end(a);
  await frame.click('button', 'Mark Done');
  await expect.poll(async () => (await dock.heard()).length).toBe(5);

  expect(await askedByClient(dock)).toEqual(CLIENT_ANSWERED);
  const heard = await dock.heard();
  const facts = { sessionId: heard[1]?.detail.sessionId, peer: b.jid, direction: 'outgoing', at: expect.any(Number) };
  expect(heard).toEqual([
    READY,
    { name: 'result', detail: { requestId: 'r1', sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    { name: 'session-accepted', detail: facts },
    { name: 'session-ended', detail: { ...facts, reason: 'ended-by-peer' } },
    { name: 'session-done', detail: facts },
  ]);
  const seen = await dock.frame.evaluate(() => ({
    frames: [window.length, document.querySelectorAll('iframe').length],
    text:
      document.documentElement.outerHTML +
      performance
        .getEntries()
        .map(({ name }) => name)
        .join(),
  }));
  expect(seen.frames).toEqual([0, 0]);
  expect(seen.text).not.toMatch(/moz-extension|Zyxel|firmware/);
  await expectEscapeToClose(dock, b, true);

  await dock.press('Open Backchannel');
  await frame.see('button', `Actions for ${b.name}`);
  await firefox.chrome.setPreferences({ [CLOSE_WATCHER]: false });
  await firefox.chrome.updateExtension();
  await expect.poll(() => dock.heard()).toEqual([...heard, READY]);
  // Open, as the earlier one was left.
  await (await dock.extensionFrame()).see('button', `Actions for ${b.name}`);
  expect(await dock.names()).toEqual(['Collapse Backchannel', 'Width of Backchannel', 'Backchannel']);
  expect(await askedByClient(dock)).toEqual(CLIENT_ANSWERED);
  await dock.dispatch('hello');
  await expect.poll(() => dock.heard()).toEqual([...heard, READY, READY]);
  await expectEscapeToClose(dock, b, false);
});
