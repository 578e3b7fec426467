import { expect } from '@open-wc/testing';
import { type Desk, openDesks } from './desk.ts';
import type { PageTelephony } from '../../src/channel/page-telephony.ts';
import type { BackchannelClient, ClientEvent, InteractionDetails } from '../../src/client/backchannel-client.ts';
import type { BackchannelError } from '../../src/client/client-error.ts';
import type { ClientState } from '../../src/client/client-state.ts';
import { openDock } from '../../src/embed/dock-client.ts';
import type { ToDock } from '../../src/extension/dock/dock-messages.ts';
import type { DockPort } from '../../src/extension/dock/dock-port.ts';
import { PageBridge } from '../../src/extension/dock/page-bridge.ts';
import { PageClients } from '../../src/extension/dock/page-clients.ts';
import { parsePageRequest } from '../../src/extension/dock/page-requests.ts';
import { waitUntil } from '../fixtures/wait-until.ts';

const CRM = 'https://crm.example';
const MAIL: InteractionDetails = {
  id: 'mail-1',
  media: 'email',
  contact: { name: 'Maria' },
  caseData: [{ key: 'Topic', value: 'Invoice' }],
};

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    ({ code }: BackchannelError) => code,
  );

/** This page as one with the dock: its events go by the content script's bridge to what serves docks, over a real session host. */
describe('the client of a page with the dock', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;
  let background: PageClients;
  let bridge: PageBridge;
  let page: DockPort;
  let client: BackchannelClient | undefined;
  let shown: unknown[];
  let telephony: PageTelephony | undefined;
  let mayInvite: boolean;

  /** The page's port to the background. */
  const portOf = (origin: string, post: (message: ToDock) => void) => ({ origin, isOpen: true, tabId: 1, post }) as unknown as DockPort;
  const serve = (dock: DockPort, name: string, json: string): void => {
    const request = parsePageRequest(name, json);
    if (request.name === 'connect-client') background.connect(dock, request);
    if (request.name === 'client-message') background.receive(dock, request.client, request.message);
    if (request.name === 'disconnect-client') background.disconnect(dock, request.client);
  };
  /** A background that has just been started: the page is told that the dock is there. */
  const start = () => {
    background = new PageClients({
      workspace: anna.workspace,
      openTelephonyView: (given) => {
        telephony = given;
        return { close: () => (telephony = undefined) };
      },
      viewOf: () => ({
        showTeamCommunicator: async () => void shown.push('team-communicator'),
        showInteraction: (tab) => void shown.push(tab),
        setView: (view) => void shown.push(view),
      }),
      mayInvite: () => mayInvite,
    });
    bridge.tell('ready', { version: 1, isSignedIn: true });
  };

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
    [shown, telephony, mayInvite] = [[], undefined, true];
    bridge = new PageBridge(({ request, name, json }) => {
      serve(page, name, json);
      bridge.forget(request);
    });
    page = portOf(CRM, (message) => message.type === 'event' && bridge.tell(message.name, message.detail));
    start();
  });

  afterEach(() => {
    client?.destroy();
    client = undefined;
    bridge.stop();
    return at.close();
  });

  const stateOf = (of: BackchannelClient, isSo: (state: ClientState) => boolean) =>
    new Promise<ClientState>((resolve) => of.onState((state) => isSo(state) && resolve(state)));

  it('does what a widget’s does, without telling the page who is signed in', async () => {
    client = openDock();
    await client.ready;
    const { me } = await stateOf(client, (state) => state.me !== null);
    expect(me).to.deep.equal({ address: '', name: '', availability: 'ready', reason: '' });
    const mail = await client.openInteraction(MAIL);
    const { sessionId } = await client.startIm(ben.jid, { interactionId: MAIL.id, text: 'Is it a duplicate?' });
    expect(shown).to.deep.equal([{ of: 'session', id: sessionId }]);
    await stateOf(client, ({ sessions }) => sessions.some((session) => session.interactionId === MAIL.id));
    const heard: ClientEvent[] = [];
    client.onEvent((event) => void heard.push(event));
    await anna.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    await waitUntil(() => heard.some(({ name }) => name === 'consultation-started'));
    await mail.close();
    await anna.untilSlice({ kind: 'interaction-events' }, (kept) => kept.length === 0, 'the page has taken them');
    await client.showTeamCommunicator();
    await client.setView({ panel: { isOpen: false } });
    expect(shown.slice(1)).to.deep.equal(['team-communicator', { panel: { isOpen: false } }]);
  });

  it('does what the document’s few lines say, as they are printed', async () => {
    const { title } = document;
    const text = await (await fetch('/docs/embedding-dock.md')).text();
    const [, lines = ''] = /^```js\n(.*?)^```$/ms.exec(text) ?? [];
    expect(lines).to.include("import { openDock } from '@backchannel/widget/dock-client.js';");
    // The test's page has the client by itself, and other colleagues.
    const open = () => (client = openDock());
    const given = Object.assign(globalThis, { openDockHere: open });
    const module = lines.replace(/^import .*$/m, 'const openDock = openDockHere;').replace('bob@support.example', ben.jid);
    const address = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
    await import(address);
    URL.revokeObjectURL(address);
    Reflect.deleteProperty(given, 'openDockHere');
    expect((await anna.session('ben', 'not-connected')).peer).to.equal(ben.jid);
    await waitUntil(() => document.title === 'CRM (0)');
    document.title = title;
  });

  it('can’t find colleagues, sign in or out, set the status, or be asked before something happens', async () => {
    client = openDock();
    await client.ready;
    const asked = [client.find('b'), client.signIn({}), client.signOut(), client.setStatus('ready')];
    expect(await Promise.all(asked.map(codeOf))).to.deep.equal(asked.map(() => 'method-not-allowed'));
    const { reportError: report } = globalThis;
    const reported = new Promise<BackchannelError>((resolve) => (globalThis.reportError = resolve));
    client.before('send', () => ({ text: 'changed' }));
    expect((await reported).code).to.equal('method-not-allowed');
    globalThis.reportError = report;
  });

  it('goes on when the background was stopped: it listens again, and gives again what has no answer', async () => {
    client = openDock();
    await client.ready;
    const heard: ClientEvent[] = [];
    client.onEvent((event) => void heard.push(event));
    const mail = await client.openInteraction(MAIL);
    background.remove(page);
    const opened = client.openInteraction({ ...MAIL, id: 'mail-2' });
    start();
    await opened;
    await mail.update({ status: 'held' });
    await mail.close();
    expect(await codeOf(mail.update({ status: 'active' }))).to.equal('unknown-interaction');
    const sessionId = await anna.talkWith(ben);
    await waitUntil(() => heard.some((event) => event.name === 'session-accepted' && event.sessionId === sessionId));
    expect(heard.filter(({ name }) => name === 'session-accepted')).to.have.length(1);
  });

  it('is the page’s only one: another one takes its place, and no message of the first counts any more', async () => {
    const first = openDock();
    await first.ready;
    client = openDock();
    await client.ready;
    expect(await codeOf(first.openInteraction(MAIL))).to.equal('replaced');
    document.dispatchEvent(
      new CustomEvent('backchannel:client-message', {
        detail: { client: 'the first', message: '{"id":1,"method":"showTeamCommunicator","args":[]}' },
      }),
    );
    await client.setView({ panel: { isOpen: true } });
    expect(shown).to.deep.equal([{ panel: { isOpen: true } }]);
  });

  it('isn’t heard for half a minute after a flood, nor is another page of its origin; a page of another origin is', async () => {
    client = openDock();
    await client.ready;
    const { showTeamCommunicator } = client;
    const outcomes = await Promise.all(Array.from({ length: 150 }, () => codeOf(showTeamCommunicator())));
    expect(outcomes.filter((code) => code === 'done')).to.have.length(100);
    expect(outcomes.at(-1)).to.equal('quarantined');
    const told: string[] = [];
    const other = (origin: string) => portOf(origin, (message) => void told.push(`${origin} ${JSON.stringify(message)}`));
    for (const origin of [CRM, 'https://other.example']) serve(other(origin), 'connect-client', '{"client":"c","version":1,"brings":{}}');
    expect(told.filter((message) => message.includes('quarantinedMs')).map((message) => message.split(' ')[0])).to.deep.equal([CRM]);
  });

  it('may ask only so many colleagues, and no page reaches another origin’s interactions', async () => {
    client = openDock();
    await client.openInteraction(MAIL);
    mayInvite = false;
    expect(await codeOf(client.startIm(ben.jid))).to.equal('too-many-requests');
    const told: string[] = [];
    const other = portOf('https://other.example', (message) => void told.push(JSON.stringify(message)));
    serve(other, 'connect-client', '{"client":"c","version":1,"brings":{}}');
    serve(
      other,
      'client-message',
      JSON.stringify({ client: 'c', message: JSON.stringify({ id: 1, method: 'updateInteraction', args: [MAIL.id, { status: 'held' }] }) }),
    );
    await waitUntil(() => told.some((message) => message.includes('unknown-interaction')));
    background.remove(other);
  });

  it('is asked to put its contacts on hold, until it is gone', async () => {
    const held: string[] = [];
    client = openDock({
      telephony: { hold: (id) => void held.push(id), retrieve: () => Promise.reject(Object.assign(new Error('no'), { problem: 'busy' })) },
    });
    await client.ready;
    expect(telephony?.origin).to.equal(CRM);
    expect(await telephony?.call('hold', 'call-7')).to.deep.equal({ isDone: true });
    expect(await telephony?.call('retrieve', 'call-7')).to.deep.equal({ isDone: false });
    expect(held).to.deep.equal(['call-7']);
    client.destroy();
    expect(telephony).to.equal(undefined);
  });

  it('is refused if it speaks another version', async () => {
    const told: string[] = [];
    const other = portOf(CRM, (message) => void told.push(JSON.stringify(message)));
    serve(other, 'connect-client', '{"client":"c","version":99,"brings":{}}');
    expect(told.join()).to.contain('unknown-version');
  });
});
