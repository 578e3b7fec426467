import * as v from 'valibot';
import { patternOf } from '../src/extension/policy/origin-patterns.ts';

const manifestShape = v.looseObject({ browser_specific_settings: v.optional(v.looseObject({ gecko: v.looseObject({ id: v.string() }) })) });

/** What an organization that hosts the extension itself decides of its package. */
export interface SelfHosted {
  /** The public key, as base64: Chromium's id follows from it. */
  readonly key: string;
  /** Where the update manifest for this browser is. */
  readonly updates: string;
  /** Origins whose pages have the dock from the start. A browser that installs the package by policy asks no agent for them. */
  readonly dockOrigins: readonly string[];
}

/** The manifest of a package that an organization hosts itself, made of the built one. */
export function selfHostedManifest(browser: 'chrome' | 'firefox', manifestJson: string, own: SelfHosted): string {
  const manifest = v.parse(manifestShape, JSON.parse(manifestJson));
  const { key, updates, dockOrigins } = own;
  const patterns = [...new Set(dockOrigins.map((origin) => patternOf(origin, browser === 'chrome')))];
  const hosts = patterns.length ? { host_permissions: patterns } : {};
  const settings = manifest.browser_specific_settings;
  const updated =
    browser === 'chrome'
      ? { key, update_url: updates }
      : { browser_specific_settings: { ...settings, gecko: { ...settings?.gecko, update_url: updates } } };
  return `${JSON.stringify({ ...manifest, ...hosts, ...updated }, null, 2)}\n`;
}
