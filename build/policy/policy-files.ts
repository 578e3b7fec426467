import { admlFile, admxFile } from './admx.ts';
import { CHROMIUM_BROWSERS, FIREFOX } from './browsers.ts';
import { plistFile } from './plist.ts';
import { registryFile, type RegistryKeys } from './registry.ts';

/** What the files of an organization say. */
export interface PolicyChoice {
  readonly chromiumId: string;
  readonly firefoxId: string;
  /** Where the folder of `npm run self-host` is, with a slash at its end. */
  readonly address: string;
  readonly version: string;
  /** The policy for Backchannel itself. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The files for every browser and system by their paths: each installs the extension, and gives it the policy. */
export function policyFiles(choice: PolicyChoice): ReadonlyMap<string, string> {
  const { chromiumId, firefoxId, address, version, values } = choice;
  // One text, because Chromium drops a single value of a wrong type before Backchannel can notice it (docs/deploying.md, "Policy").
  const policy = { policy: JSON.stringify(values) };
  const chromium = {
    ExtensionSettings: {
      [chromiumId]: { installation_mode: 'force_installed', update_url: `${address}updates.xml`, override_update_url: true },
    },
  };
  const firefox = {
    ExtensionSettings: { [firefoxId]: { installation_mode: 'force_installed', install_url: `${address}backchannel-${version}.xpi` } },
    '3rdparty': { Extensions: { [firefoxId]: policy } },
  };
  const files = new Map([
    ['windows/backchannel.admx', admxFile(chromiumId, firefoxId)],
    ['windows/en-US/backchannel.adml', admlFile()],
    ['windows/firefox.reg', registryFile(FIREFOX.registry, firefox)],
    ['macos/org.mozilla.firefox.plist', plistFile({ EnterprisePoliciesEnabled: true, ...firefox })],
    ['firefox/policies.json', json({ policies: firefox })],
  ]);
  for (const { id, registry, preferences } of CHROMIUM_BROWSERS) {
    const keys: RegistryKeys = { ...chromium, '3rdparty': { extensions: { [chromiumId]: { policy } } } };
    files.set(`windows/${id}.reg`, registryFile(registry, keys));
    files.set(`macos/${preferences}.plist`, plistFile(chromium));
    files.set(`macos/${preferences}.extensions.${chromiumId}.plist`, plistFile(policy));
    files.set(`linux/${id}/backchannel.json`, json({ ...chromium, '3rdparty': { extensions: { [chromiumId]: policy } } }));
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
