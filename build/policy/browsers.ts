/** A browser of the Chromium family, and where it reads policies: Windows' registry, macOS' preferences, a folder of Linux. */
export interface ChromiumBrowser {
  readonly id: 'chrome' | 'chromium' | 'edge';
  readonly name: string;
  readonly registry: string;
  readonly preferences: string;
  readonly folder: string;
}

export const CHROMIUM_BROWSERS: readonly ChromiumBrowser[] = [
  {
    id: 'chrome',
    name: 'Google Chrome',
    registry: 'Software\\Policies\\Google\\Chrome',
    preferences: 'com.google.Chrome',
    folder: '/etc/opt/chrome/policies/managed',
  },
  {
    id: 'chromium',
    name: 'Chromium',
    registry: 'Software\\Policies\\Chromium',
    preferences: 'org.chromium.Chromium',
    folder: '/etc/chromium/policies/managed',
  },
  {
    id: 'edge',
    name: 'Microsoft Edge',
    registry: 'Software\\Policies\\Microsoft\\Edge',
    preferences: 'com.microsoft.Edge',
    folder: '/etc/opt/edge/policies/managed',
  },
];

export const FIREFOX = {
  name: 'Mozilla Firefox',
  registry: 'Software\\Policies\\Mozilla\\Firefox',
  preferences: 'org.mozilla.firefox',
  file: '/etc/firefox/policies/policies.json',
} as const;
