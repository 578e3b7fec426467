import { BareSocket } from './bare-socket.js';
import { until } from './deep-query.js';
import { Desk } from './desk.js';
import { now, pressEnterIn, seenIn, typeInto } from './watch-message.js';

// One agent's page: a desk and a bare socket. The bench opens two, each in a browser profile of its own.
let desk;
let bare;

globalThis.signInBoth = async ({ service, logon, bareLogon }) => {
  desk = new Desk(logon);
  await desk.signIn(service);
  bare = await BareSocket.signIn({ service, username: bareLogon, password: bareLogon });
  bare.sendPresence();
};

/** @returns {Promise<string>} the session's id */
globalThis.invite = async (name) => {
  (await until(() => desk.button({ label: `Instant message to ${name}` }), 'the button that sends an Instant Message')).click();
  return (await until(() => desk.overview.sessions[0], 'the session')).id;
};

globalThis.accept = async () => {
  (await until(() => desk.button({ text: 'Accept' }), 'the notification')).click();
};

globalThis.untilConnected = () =>
  until(() => desk.overview.sessions[0]?.state.status === 'connected' && desk.messageField, 'the connection').then(() => undefined);

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

globalThis.type = (text) => typeInto(desk.messageField, text);
globalThis.pressEnter = () => pressEnterIn(desk.messageField);
globalThis.watchDesk = (text) => void (globalThis.seen = seenIn(desk.log, text));
