import { existsSync, writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { browserTests } from './build/browser-tests.mjs';

const FOLDERS = ['test/components', 'test/host', 'test/media-host', 'test/storage'];

/** Counts the tests for test/run.ts, which says where by an environment variable. @returns {import('@web/test-runner').Reporter} */
function countsReporter() {
  /** @param {import('@web/test-runner').TestSuiteResult | undefined} suite @returns {import('@web/test-runner').TestResult[]} */
  const testsOf = (suite) => (suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : []);
  return {
    stop({ sessions }) {
      const tests = sessions.flatMap((session) => testsOf(session.testResults)).filter((test) => !test.skipped);
      const failedTests = tests.filter((test) => !test.passed).length;
      // A file that can't be loaded has no tests to fail.
      const failedFiles = sessions.filter((session) => !session.passed && testsOf(session.testResults).every((test) => test.passed)).length;
      const counts = { passed: tests.length - failedTests, failed: failedTests + failedFiles };
      if (process.env.BACKCHANNEL_COUNTS) writeFileSync(process.env.BACKCHANNEL_COUNTS, JSON.stringify(counts));
    },
  };
}

export default {
  files: FOLDERS.map((folder) => `${folder}/**/*.test.ts`),
  concurrency: 2,
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path)),
        args: [
          '--no-sandbox',
          '--disable-gpu',
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
  plugins: [browserTests(FOLDERS)],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: !process.env.BACKCHANNEL_COUNTS }), countsReporter()],
  testFramework: { config: { timeout: '20000' } },
};
