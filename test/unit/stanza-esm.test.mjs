import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { esModuleOf } from '../../build/stanza-esm.mjs';

/** The text without empty lines. */
const lines = (/** @type {string} */ code) => esModuleOf(code, 'test').split('\n').filter(Boolean);

describe('a CommonJS module of TypeScript as an ES module', () => {
  it('imports and exports what it required and exported', () => {
    const code = [
      '"use strict";',
      'var __importDefault = (this && this.__importDefault) || function (mod) {',
      '    return (mod && mod.__esModule) ? mod : { "default": mod };',
      '};',
      'Object.defineProperty(exports, "__esModule", { value: true });',
      'exports.text = exports.Kind = void 0;',
      'exports.read = read;',
      'const Names_1 = require("../Names");',
      'const Element_1 = __importDefault(require("./Element"));',
      'exports.text = (0, Names_1.named)("text");',
      'var Kind;',
      '(function (Kind) {',
      '})(Kind || (exports.Kind = Kind = {}));',
      'function read(text) {',
      '    return Element_1.default(text, exports.text);',
      '}',
      'exports.default = read;',
    ].join('\n');
    assert.deepEqual(lines(code), [
      'import * as Names_1 from "../Names";',
      'import * as Element_1 from "./Element";',
      'const exported_text = /* @__PURE__ */ (0, Names_1.named)("text");',
      'var Kind;',
      '(function (Kind) {',
      '})(Kind = {});',
      'function read(text) {',
      '    return Element_1.default(text, exported_text);',
      '}',
      'export { Kind, read, read as default, exported_text as text };',
    ]);
  });

  it('is refused when it has a construct that isn’t known', () => {
    assert.throws(() => esModuleOf('if (ready) exports.late = require("./late");', 'late'), /late of StanzaJS has what/);
  });
});
