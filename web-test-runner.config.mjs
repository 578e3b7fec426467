import { existsSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { browserTests, writeTestPages } from './build/browser-tests.mjs';
import { webTestReporter } from './test/reporters/web-test-reporter.mjs';

const FOLDERS = ['test/host', 'test/media-host', 'test/storage', 'test/components'];
const PAGES = FOLDERS.flatMap(writeTestPages);

export default {
  files: PAGES,
  // A page waits for its storage, frames and clocks more than half of the time.
  concurrency: 3,
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path)),
        args: [
          '--no-sandbox',
          '--disable-gpu',
          // Nothing is drawn on a screen: a process for that would only start and end with each page.
          '--in-process-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          '--allow-loopback-in-peer-connection',
          '--autoplay-policy=no-user-gesture-required',
        ],
      },
      createBrowserContext: ({ browser }) => browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' }),
    }),
  ],
  mimeTypes: { '**/*.ts': 'js' },
  plugins: [browserTests(FOLDERS, PAGES)],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: !process.env.BACKCHANNEL_RESULT }), webTestReporter()],
  // Long enough for a busy machine. A test that passes never waits so long.
  testFramework: { config: { timeout: '60000' } },
  testsFinishTimeout: 300_000,
};
