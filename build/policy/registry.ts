/** Keys within keys; texts, numbers and booleans are their values. */
export interface RegistryKeys {
  readonly [name: string]: string | number | boolean | RegistryKeys;
}

/** A file for Windows' registry editor, with CRLF as it writes them itself. */
export function registryFile(key: string, keys: RegistryKeys): string {
  return ['Windows Registry Editor Version 5.00', '', ...linesOf(`HKEY_LOCAL_MACHINE\\${key}`, keys)].join('\r\n');
}

function linesOf(path: string, keys: RegistryKeys): readonly string[] {
  const values = Object.entries(keys).flatMap(([name, value]) => (typeof value === 'object' ? [] : [`${quoted(name)}=${valueOf(value)}`]));
  const inner = Object.entries(keys).flatMap(([name, value]) => (typeof value === 'object' ? linesOf(`${path}\\${name}`, value) : []));
  return [...(values.length ? [`[${path}]`, ...values, ''] : []), ...inner];
}

function valueOf(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : `dword:${Number(value).toString(16).padStart(8, '0')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
