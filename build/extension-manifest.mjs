/**
 * Makes one browser's manifest from the common manifest.json. Chromium runs the session host in a service worker, Firefox in an event page, and each
 * refuses the other's keys or warns of them.
 * @param {'chrome' | 'firefox'} browser @param {string} manifestJson @param {string} version
 */
export function extensionManifest(browser, manifestJson, version) {
  const {
    background,
    browser_specific_settings,
    key,
    minimum_chrome_version,
    permissions,
    side_panel,
    sidebar_action,
    storage,
    web_accessible_resources,
    ...common
  } = JSON.parse(manifestJson);
  const own =
    browser === 'chrome'
      ? {
          key,
          minimum_chrome_version,
          permissions: [...permissions, 'offscreen', 'sidePanel'],
          side_panel,
          storage,
          web_accessible_resources,
          background: { service_worker: background.service_worker },
        }
      : {
          browser_specific_settings,
          permissions,
          sidebar_action,
          web_accessible_resources: web_accessible_resources.map(withFixedUrl),
          background: { scripts: background.scripts, type: 'module' },
        };
  return `${JSON.stringify({ ...common, version, ...own }, null, 2)}\n`;
}

/**
 * Removes `use_dynamic_url`, which Firefox doesn't know: there, each installation's address is random anyway. @param {Record<string, unknown>}
 * resources
 */
function withFixedUrl({ use_dynamic_url: _, ...resources }) {
  return resources;
}

/** The manifest for the Chrome Web Store, which gives each extension a key of its own and takes no other. @param {string} manifestJson */
export function storeManifest(manifestJson) {
  const { key: _, ...manifest } = JSON.parse(manifestJson);
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
