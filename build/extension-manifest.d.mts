export function extensionManifest(browser: 'chrome' | 'firefox', manifestJson: string, version: string): string;
export function storeManifest(manifestJson: string): string;
