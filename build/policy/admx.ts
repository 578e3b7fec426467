import { CHROMIUM_BROWSERS, FIREFOX } from './browsers.ts';
import { escapeXml } from './escape-xml.ts';
import { type DescribedValue, describedValues } from './values.ts';

/*
 * The administrative template for Windows' group policies: each value of Backchannel as a policy of its own, for each browser of the Chromium family. Firefox
 * gives numbers in place of booleans to extensions, so that it takes all values in one text.
 */

const MAX_TEXT = 16_000;
/** What the template is a part of, in the editor of group policies. */
const CATEGORIES = [...CHROMIUM_BROWSERS.map(({ id, name }) => ({ id, name })), { id: 'firefox', name: FIREFOX.name }];

/** The template, without its words. */
export function admxFile(chromiumId: string, firefoxId: string): string {
  const values = describedValues();
  const policies = CHROMIUM_BROWSERS.flatMap(({ id, registry }) => {
    const key = `${registry}\\3rdparty\\extensions\\${chromiumId}\\policy`;
    return [textPolicy(id, 'policy', key), ...values.map((value) => policyOf(value, id, key))];
  });
  const firefox = textPolicy('firefox', 'policy', `${FIREFOX.registry}\\3rdparty\\Extensions\\${firefoxId}`);
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="backchannel" namespace="Backchannel.Policies" />
    <using prefix="windows" namespace="Microsoft.Policies.Windows" />
  </policyNamespaces>
  <resources minRequiredRevision="1.0" />
  <supportedOn>
    <definitions>
      <definition name="SUPPORTED" displayName="$(string.SUPPORTED)" />
    </definitions>
  </supportedOn>
  <categories>
    <category name="backchannel" displayName="$(string.backchannel)" />
${CATEGORIES.map(({ id }) => `    <category name="${id}" displayName="$(string.${id})">\n      <parentCategory ref="backchannel" />\n    </category>`).join('\n')}
  </categories>
  <policies>
${[...policies, firefox].join('\n')}
  </policies>
</policyDefinitions>
`;
}

/** The template's words, in English. */
export function admlFile(): string {
  const values = describedValues();
  const strings = [
    ['SUPPORTED', 'Any version that the extension runs in'],
    ['backchannel', 'Backchannel'],
    ...CATEGORIES.map(({ id, name }) => [id, name]),
    ['policy', 'All values in one text'],
    ['policy_help', 'Every value by its name, as JSON. npm run check-policy says what it means, and what is wrong.'],
    ...values.flatMap(({ name, description, choices, expected }) => [
      [name, name],
      [`${name}_help`, description],
      ...(expected === 'choice' ? choices.map((choice) => [wordId(name, choice), String(choice)]) : []),
    ]),
  ];
  const presentations = CATEGORIES.flatMap(({ id }) => [
    presentation(id, 'policy', 'textBox'),
    ...(id === 'firefox'
      ? []
      : values.flatMap((value) => (value.expected === 'boolean' ? [] : [presentation(id, value.name, elementKind(value))]))),
  ]);
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Backchannel</displayName>
  <description>The policies of Backchannel, the internal instant messaging of contact-centre agents.</description>
  <resources>
    <stringTable>
${strings.map(([id = '', text = '']) => `      <string id="${id}">${escapeXml(text)}</string>`).join('\n')}
    </stringTable>
    <presentationTable>
${presentations.join('\n')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

const wordId = (name: string, word: string | number) => `${name}_${String(word).replaceAll('-', '_')}`;

function elementKind({ expected }: DescribedValue): 'textBox' | 'dropdownList' | 'decimalTextBox' {
  return expected === 'choice' ? 'dropdownList' : expected === 'range' ? 'decimalTextBox' : 'textBox';
}

function presentation(browser: string, name: string, kind: ReturnType<typeof elementKind>): string {
  const inner = kind === 'textBox' ? `<label>${name}</label>` : name;
  return `      <presentation id="${browser}_${name}"><${kind} refId="value"${kind === 'dropdownList' ? ' noSort="true"' : ''}>${inner}</${kind}></presentation>`;
}

function policyOf(value: DescribedValue, browser: string, key: string): string {
  const { name, expected, choices } = value;
  if (expected === 'boolean') {
    return `${opening(browser, name, key)} valueName="${name}">${placeOf(browser)}
      <enabledValue><decimal value="1" /></enabledValue>
      <disabledValue><decimal value="0" /></disabledValue>
    </policy>`;
  }
  const [least, most] = choices;
  const words = choices.map(
    (word) =>
      `          <item displayName="$(string.${wordId(name, word)})"><value><string>${escapeXml(String(word))}</string></value></item>`,
  );
  if (expected === 'choice')
    return withElement(browser, name, key, `<enum id="value" valueName="${name}" required="true">\n${words.join('\n')}\n        </enum>`);
  if (expected === 'range') {
    return withElement(
      browser,
      name,
      key,
      `<decimal id="value" valueName="${name}" minValue="${least}" maxValue="${most}" required="true" />`,
    );
  }
  return textPolicy(browser, name, key);
}

function textPolicy(browser: string, name: string, key: string): string {
  return withElement(browser, name, key, `<text id="value" valueName="${name}" maxLength="${MAX_TEXT}" />`);
}

function withElement(browser: string, name: string, key: string, element: string): string {
  return `${opening(browser, name, key)} presentation="$(presentation.${browser}_${name})">${placeOf(browser)}
      <elements>
        ${element}
      </elements>
    </policy>`;
}

const opening = (browser: string, name: string, key: string) =>
  `    <policy name="${browser}_${name}" class="Both" displayName="$(string.${name})" explainText="$(string.${name}_help)" key="${escapeXml(key)}"`;

const placeOf = (browser: string) => `
      <parentCategory ref="${browser}" />
      <supportedOn ref="SUPPORTED" />`;
