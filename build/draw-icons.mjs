import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

/*
 * `npm run icons`: draws the extension's PNG icons from icon.svg, because Chromium takes no SVG as an icon. Run it after changing the drawing, and
 * commit its output.
 */
const FOLDER = 'src/extension/icons';
const svg = await readFile(`${FOLDER}/icon.svg`, 'utf8');
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: `${FOLDER}/icon-${size}.png`, omitBackground: true });
}
await browser.close();
