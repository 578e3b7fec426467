import { escapeXml } from './escape-xml.ts';

/** What a property list can say of it. */
export type PlistValue = string | boolean | { readonly [name: string]: PlistValue };

/** A property list of macOS, as a file for its managed preferences. */
export function plistFile(value: PlistValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${elementOf(value, '')}
</plist>
`;
}

function elementOf(value: PlistValue, indent: string): string {
  if (typeof value === 'boolean') return `${indent}<${value} />`;
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`;
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(([name, entry]) => `${inner}<key>${escapeXml(name)}</key>\n${elementOf(entry, inner)}\n`);
  return `${indent}<dict>\n${entries.join('')}${indent}</dict>`;
}
