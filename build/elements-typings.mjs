/** @typedef {ReturnType<typeof import('./elements-manifest.mjs').elementsManifest>} Manifest */
/** @typedef {Manifest['modules'][number]['declarations'][number]} Element */

/** Of the widget as a whole, src/embed declares what pages may set. */
const WHOLE = 'backchannel-workspace';
/** What the events of elements bring. @type {Readonly<Record<string, string>>} */
const EVENTS = { 'interaction-pick': "CustomEvent<{ readonly of: 'session' | 'interaction'; readonly id: string }>" };

/** @param {Manifest} manifest */
const elementsOf = ({ modules }) => modules.flatMap(({ declarations }) => declarations);

/** `BackchannelImWindowElement`. @param {Element} element */
const typeName = ({ tagName }) => `${tagName.replaceAll(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}Element`;

/** @param {Element} element */
const propertiesOf = ({ members }) =>
  members.map(({ name, description, type }) => `  /** ${description} */\n  ${name}: ${type?.text};\n`).join('');

/** What a bundle of declarations lacks: the elements, and what modules declare globally. @param {Manifest} manifest */
export function elementDeclarations(manifest) {
  const elements = elementsOf(manifest);
  const interfaces = elements
    .filter(({ tagName }) => tagName !== WHOLE)
    .map(
      (element) =>
        `/** The element \`<${element.tagName}>\`: ${element.description} */\nexport interface ${typeName(element)} extends HTMLElement {\n${propertiesOf(element)}${element.tagName === 'backchannel-provider' ? SHOW_INTERACTION : ''}}\n`,
    );
  const map = elements.map((element) => `    '${element.tagName}': ${typeName(element)};\n`).join('');
  const events = Object.entries(EVENTS)
    .map(([name, type]) => `    '${name}': ${type};\n`)
    .join('');
  return `${interfaces.join('')}declare global {\n  interface HTMLElementTagNameMap {\n${map}  }\n  interface HTMLElementEventMap {\n${events}  }\n}\n`;
}

const SHOW_INTERACTION =
  "  /** Brings an interaction up in the elements that follow the agent, and moves the focus there. */\n  showInteraction(tab: { readonly of: 'session' | 'interaction'; readonly id: string }): void;\n";

/** What a framework's template may say of each element. @param {Manifest} manifest @param {(event: string) => string} eventName */
const propsOf = (manifest, eventName) =>
  elementsOf(manifest).map((element) => {
    const attributes = element.attributes.filter(({ name }) => name !== 'lang').map(({ name }) => `'${name}'?: string | undefined; `);
    const events = element.events.map(
      ({ name }) => `'${eventName(name)}'?: ((event: HTMLElementEventMap['${name}']) => void) | undefined; `,
    );
    const properties = `Partial<Omit<${typeName(element)}, keyof HTMLElement>>`;
    return { ...element, type: typeName(element), props: `${properties} & { ${attributes.join('')}${events.join('')}}` };
  });

const NOTE = '// Made of the elements\u2019 doc blocks.\n';

/** What JSX of React 19 may say. @param {Manifest} manifest */
export function reactTypings(manifest) {
  const elements = propsOf(manifest, (name) => `on${name}`);
  return `${NOTE}import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ${elements.map(({ type }) => type).join(', ')} } from './backchannel.js';

type Html<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${elements.map(({ tagName, type, props }) => `      '${tagName}': Html<${type}> & ${props};\n`).join('')}    }
  }
}
`;
}

/** What a template of Vue 3 may say. @param {Manifest} manifest */
export function vueTypings(manifest) {
  const elements = propsOf(
    manifest,
    (name) => `on${name[0]?.toUpperCase()}${name.slice(1).replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase())}`,
  );
  return `${NOTE}import type { DefineComponent, HTMLAttributes } from 'vue';
import type { ${elements.map(({ type }) => type).join(', ')} } from './backchannel.js';

declare module 'vue' {
  interface GlobalComponents {
${elements.map(({ tagName, props }) => `    '${tagName}': DefineComponent<HTMLAttributes & ${props}>;\n`).join('')}  }
}
`;
}
