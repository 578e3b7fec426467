import { until } from './deep-query.js';
import { pressEnterIn, seenIn, typeInto } from './watch-message.js';

// One agent's page of converse.js, which is a global of the page, with the chat that is measured.
let api;

globalThis.signInConverse = async ({ service, logon, peer }) => {
  globalThis.converse.plugins.add('bench', {
    initialize() {
      ({ api } = this._converse);
    },
  });
  await globalThis.converse.initialize({
    jid: `${logon}@localhost`,
    password: logon,
    auto_login: true,
    discover_connection_methods: false,
    websocket_url: service,
    assets_path: '/converse/',
    i18n: 'en',
    loglevel: 'error',
    message_archiving: 'always',
    allow_registration: false,
    whitelisted_plugins: ['bench'],
  });
  await api.waitUntil('statusInitialized');
  await api.chats.open(`${peer}@localhost`, {}, true);
  await until(messageField, 'the chat');
};

globalThis.type = (text) => typeInto(messageField(), text);
globalThis.pressEnter = () => pressEnterIn(messageField());
globalThis.watchDesk = (text) => void (globalThis.seen = seenIn(document.querySelector('.chat-content'), text));

function messageField() {
  return document.querySelector('.chat-content') && document.querySelector('textarea.chat-textarea');
}
