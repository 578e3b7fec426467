import { openWorkspace } from '/embed/backchannel.js';
import { BareSocket } from './bare-socket.js';
import { deepQuery, until } from './deep-query.js';

/*
 * Two desks and two bare sockets in one page, so that one clock times both. Each round sends the same message both ways, in
 * turn: Enter in alice's message field → in bob's DOM → painted there; and bare socket → bare socket.
 */
async function openDesk({ logon, password }, service) {
  const element = document.createElement('backchannel-workspace');
  document.body.append(element);
  const workspace = openWorkspace({ profile: logon });
  element.workspace = workspace;
  let overview;
  workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
  const result = await workspace.commands.signIn({ jid: `${logon}@localhost`, password, service });
  if (result.refused) throw new Error(JSON.stringify(result));
  await until(() => overview?.connection.status === 'connected', `${logon} to connect`);
  return { element, workspace, overview: () => overview };
}

const stanza = (to, thread, id, body) =>
  `<message xmlns="jabber:client" to="${to}" type="chat" id="${id}"><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><thread>${thread}</thread><body>${body}</body>` +
  '<active xmlns="http://jabber.org/protocol/chatstates"/><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/></message>';

const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      // The task after the frame's callbacks begins when the frame has been handed to the compositor.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  });

globalThis.timeMessages = async ({ service, desks: [from, to], bares, rounds, pauseMs }) => {
  const alice = await openDesk(from, service);
  const bob = await openDesk(to, service);
  const [sender, receiver] = await Promise.all(bares.map((account) => BareSocket.signIn({ service, ...account })));
  for (const socket of [sender, receiver]) socket.sendPresence();

  const target = `${to.logon}@localhost`;
  await until(() => deepQuery(alice.element.shadowRoot, '[role="row"] button'), 'the target to show');
  const button = await until(
    () => [...deepAll(alice.element.shadowRoot, 'button')].find(({ ariaLabel }) => ariaLabel === `Instant message to ${to.name}`),
    'the button that sends an Instant Message',
  );
  button.click();
  const session = await until(() => bob.overview().sessions.find(({ peerLogon }) => peerLogon === from.logon), `an invitation to ${target}`);
  (await until(() => [...deepAll(bob.element.shadowRoot, '[role="alertdialog"] *')].find((e) => e.localName === 'button' && e.textContent.trim() === 'Accept'), 'the notification')).click();
  const field = await until(() => deepQuery(alice.element.shadowRoot, 'textarea:not(:disabled)'), 'the message field');
  const log = await until(() => deepQuery(bob.element.shadowRoot, '[role="log"]'), "bob's transcript");
  await until(() => alice.overview().sessions[0]?.state.status === 'connected', 'the connection');

  const samples = { bare: [], inDom: [], painted: [] };
  for (let round = 0; round < rounds; round += 1) {
    const text = `Round ${round}: is invoice 2093${round} a duplicate?`;
    const bareSeen = new Promise((resolve) => (receiver.onMessage = (data) => data.includes(`bare-${round}`) && resolve(performance.now())));
    const bareStart = performance.now();
    sender.send(stanza(`${bares[1].username}@localhost`, session.id, `bare-${round}`, text));
    samples.bare.push((await bareSeen) - bareStart);
    await pause(pauseMs);

    const shown = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!log.textContent.includes(text)) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(log, { subtree: true, childList: true, characterData: true });
    });
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await pause(pauseMs);
    const start = performance.now();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
    const inDomAt = await shown;
    samples.inDom.push(inDomAt - start);
    samples.painted.push((await painted()) - start);
    await pause(pauseMs);
  }
  return samples;
};

// Long enough apart for both pages to be idle again, never in step with the frames.
function pause(pauseMs) {
  return new Promise((resolve) => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)));
}

function* deepAll(root, selector) {
  yield* root.querySelectorAll(selector);
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* deepAll(element.shadowRoot, selector);
}
