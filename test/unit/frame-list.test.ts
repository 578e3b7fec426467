import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAncestorAllowed, readFrameList, rightsOf } from '../../src/embed/frame-list.ts';

test('an origin on the list has the methods and rates that the list gives it, and by default all methods', () => {
  const list = readFrameList({
    origins: { 'https://crm.example': { methods: ['startIm'], limit: { burst: 5, perSecond: 1 } }, 'http://localhost:8080': {} },
  });
  assert.ok(list);
  assert.deepEqual(rightsOf(list, 'https://crm.example'), { methods: ['startIm'], limit: { burst: 5, perSecond: 1 } });
  assert.ok(rightsOf(list, 'http://localhost:8080')?.methods.includes('before'));
});

test('no other origin has anything, whatever it is called', () => {
  const list = readFrameList({ origins: { 'https://crm.example': {} } });
  assert.ok(list);
  for (const origin of ['https://crm.example:444', 'http://crm.example', 'https://x.crm.example', 'null', '', '__proto__', 'constructor'])
    assert.equal(rightsOf(list, origin), undefined, origin);
});

test('all webviews of VS Code can be on the list, since their origins differ, and VS Code itself may be around them, and around nobody else', () => {
  const list = readFrameList({ origins: { 'vscode-webview://*': { methods: ['startIm'] } } });
  assert.ok(list);
  assert.deepEqual(rightsOf(list, 'vscode-webview://0pmj1ohrqqlt7ieaib88')?.methods, ['startIm']);
  for (const origin of [
    'vscode-webview://',
    'vscode-webview://a/b',
    'vscode-webview://a.b',
    'vscode-file://vscode-app',
    'https://vscode-webview',
  ])
    assert.equal(rightsOf(list, origin), undefined, origin);
  assert.ok(isAncestorAllowed(list, 'vscode-file://vscode-app'));
  assert.ok(isAncestorAllowed(list, 'vscode-webview://0pmj1ohrqqlt7ieaib88'));
  const other = readFrameList({ origins: { 'https://crm.example': {} } });
  assert.ok(other && !isAncestorAllowed(other, 'vscode-file://vscode-app') && !isAncestorAllowed(other, 'vscode-webview://a'));
  assert.ok(isAncestorAllowed(other, 'https://crm.example'));
});

test('a list that can’t be read as a whole lets nobody in', () => {
  const bad: readonly unknown[] = [
    undefined,
    null,
    [],
    {},
    { origins: ['https://crm.example'] },
    { origins: { '*': {} } },
    { origins: { 'https://crm.example/': {} } },
    { origins: { null: {} } },
    { origins: { 'https://crm.example': { methods: ['everything'] } } },
    { origins: { 'https://crm.example': { limit: { burst: 0, perSecond: 1 } } } },
    { origins: { 'https://crm.example': {}, 'crm.example': {} } },
  ];
  for (const given of bad) assert.equal(readFrameList(given), undefined, JSON.stringify(given));
});
