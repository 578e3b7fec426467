import { openWorkspace } from '/embed/backchannel.js';
import { BareSocket } from './bare-socket.js';
import { deepQuery, deepQueryAll, until } from './deep-query.js';

/*
 * One agent's page: a desk and a bare socket. The bench opens two, each in a browser profile of its own, and asks each for times on the clock that
 * all pages of a machine share.
 */
const now = () => performance.timeOrigin + performance.now();

let desk;
let bare;

globalThis.signInBoth = async ({ service, logon, bareLogon }) => {
  const element = document.createElement('backchannel-workspace');
  document.body.append(element);
  const workspace = openWorkspace({ profile: logon });
  element.workspace = workspace;
  let overview;
  workspace.subscribe({ kind: 'overview' }, (slice) => (overview = slice));
  const result = await workspace.commands.signIn({ jid: `${logon}@localhost`, password: logon, service });
  if (result.refused) throw new Error(JSON.stringify(result));
  await until(() => overview?.connection.status === 'connected', `${logon} to connect`);
  desk = { root: element.shadowRoot, overview: () => overview };
  bare = await BareSocket.signIn({ service, username: bareLogon, password: bareLogon });
  bare.sendPresence();
};

/** @returns {Promise<string>} the session's id */
globalThis.invite = async (name) => {
  (await until(() => findButton({ label: `Instant message to ${name}` }), 'the button that sends an Instant Message')).click();
  return (await until(() => desk.overview().sessions[0], 'the session')).id;
};

globalThis.accept = async () => {
  (await until(() => findButton({ text: 'Accept' }), 'the notification')).click();
};

globalThis.untilConnected = () =>
  until(() => desk.overview().sessions[0]?.state.status === 'connected' && messageField(), 'the connection').then(() => undefined);

globalThis.sendBare = (to, thread, id, body) => {
  const start = now();
  bare.send(
    `<message xmlns="jabber:client" to="${to}@localhost" type="chat" id="${id}"><origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><thread>${thread}</thread><body>${body}</body>` +
      '<active xmlns="http://jabber.org/protocol/chatstates"/><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/></message>',
  );
  return start;
};

globalThis.watchBare = (id) => {
  globalThis.seen = new Promise((resolve) => (bare.onMessage = (data) => data.includes(id) && resolve({ at: now() })));
};

globalThis.type = (text) => {
  const field = messageField();
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
};

globalThis.pressEnter = () => {
  const start = now();
  messageField().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
  return start;
};

globalThis.watchDesk = (text) => {
  const log = deepQuery(desk.root, '[role="log"]');
  globalThis.seen = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!log.textContent.includes(text)) return;
      observer.disconnect();
      const at = now();
      void painted().then((paintedAt) => resolve({ at, paintedAt }));
    });
    observer.observe(log, { subtree: true, childList: true, characterData: true });
  });
};

/** @returns {Promise<number>} the time at which the frame with the present DOM has been handed to the compositor */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(now());
      port2.postMessage(null);
    });
  });
}

function messageField() {
  return deepQuery(desk.root, 'textarea:not(:disabled)');
}

function findButton({ label, text }) {
  return [...deepQueryAll(desk.root, 'button')].find((button) => (label ? button.ariaLabel === label : button.textContent.trim() === text));
}
