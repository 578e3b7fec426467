/**
 * One browser's manifest, made from the common manifest.json: Chromium runs the session host in a service worker, Firefox
 * in an event page, and each refuses or warns about the other's keys.
 * @param {'chrome' | 'firefox'} browser @param {string} manifestJson @param {string} version
 */
export function extensionManifest(browser, manifestJson, version) {
  const { background, browser_specific_settings, minimum_chrome_version, permissions, side_panel, sidebar_action, storage, ...common } = JSON.parse(manifestJson);
  const own =
    browser === 'chrome'
      ? { minimum_chrome_version, permissions: [...permissions, 'sidePanel'], side_panel, storage, background: { service_worker: background.service_worker, type: 'module' } }
      : { browser_specific_settings, permissions, sidebar_action, background: { scripts: background.scripts, type: 'module' } };
  return `${JSON.stringify({ ...common, version, ...own }, null, 2)}\n`;
}
