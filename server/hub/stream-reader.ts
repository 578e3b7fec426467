import { SaxesParser } from 'saxes';
import type { XmlElement } from './xml-element.ts';

/** The largest stanza that is taken, in characters: servers send none that are larger. */
const LONGEST_STANZA = 1024 * 1024;

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

export interface StreamReaderEvents {
  /** The server's stream has begun: its attributes. */
  onOpen(attributes: Readonly<Record<string, string>>): void;
  /** A child of the stream has come whole. */
  onElement(element: XmlElement): void;
  /** What came is no XML stream, or an element is too large. Nothing more is read. */
  onError(error: Error): void;
}

/** Reads an XML stream (RFC 6120 4) as its elements come whole. */
export class StreamReader {
  readonly #parser = new SaxesParser({ xmlns: true, fragment: false });
  readonly #open: OpenElement[] = [];
  #hasStream = false;
  #length = 0;
  #isOver = false;

  constructor(private readonly events: StreamReaderEvents) {
    this.#parser.on('error', (error) => this.#fail(error));
    this.#parser.on('doctype', () => this.#fail(new Error('A stream has no document type')));
    this.#parser.on('opentag', ({ local, uri, attributes }) => {
      const plain = Object.fromEntries(Object.entries(attributes).map(([name, { value }]) => [name, value]));
      if (!this.#hasStream) {
        this.#hasStream = true;
        return events.onOpen(plain);
      }
      this.#open.push({ name: local, namespace: uri, attributes: plain, children: [], text: '' });
    });
    this.#parser.on('text', (text) => {
      const element = this.#open.at(-1);
      if (element) element.text += text;
    });
    this.#parser.on('closetag', () => {
      const element = this.#open.pop();
      const parent = this.#open.at(-1);
      if (!element) return;
      if (parent) return void parent.children.push(element);
      this.#length = 0;
      events.onElement(element);
    });
  }

  write(text: string): void {
    if (this.#isOver) return;
    this.#length = this.#open.length > 0 ? this.#length + text.length : 0;
    if (this.#length > LONGEST_STANZA) return this.#fail(new Error('A stanza is too large'));
    this.#parser.write(text);
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.events.onError(error);
  }
}
