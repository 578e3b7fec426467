// This import comes first, because it puts its WebSocket in place of the browser's before StanzaJS takes that.
import { openDesks } from './desk.ts';
import { expect } from '@open-wc/testing';

describe('a message', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let sessionId: string;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    sessionId = await at.desks.anna.talkWith(at.desks.ben);
    await Promise.all([at.server.streamOf('anna').settled(), at.server.streamOf('ben').settled()]);
  });

  afterEach(() => at.close());

  it('is on its way before the database is given anything of it', async () => {
    const { anna, ben } = at.desks;
    const order: string[] = [];
    const socket = Object.getPrototypeOf(Reflect.get(at.server.streamOf('anna').line, 'socket')) as Pick<WebSocket, 'send'>;
    const { send } = socket;
    const { put } = IDBObjectStore.prototype;
    socket.send = function (frame: string) {
      if (frame.includes('>Hello<')) order.push('sent');
      send.call(this, frame);
    };
    IDBObjectStore.prototype.put = function (...args: [unknown, IDBValidKey?]) {
      if (JSON.stringify(args[0]).includes('"Hello"')) order.push('given to the database');
      return put.apply(this, args);
    };
    try {
      await anna.workspace.commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Hello' });
      expect(order.slice(0, 2)).to.deep.equal(['sent', 'given to the database']);
      expect(await ben.messages(sessionId, 1)).to.deep.equal(['Hello']);
    } finally {
      socket.send = send;
      IDBObjectStore.prototype.put = put;
    }
  });
});
