import { defineConfig } from '@playwright/test';
import { chromiumForPages } from './test/fixtures/chromium.ts';

const FIREFOX = '**/firefox*.spec.ts';
/** What waits most of the time: for timers of the browser's, the end of a token, or a policy that the browser reads some seconds late. */
const WAITING = '**/{sso,extension-background,policy,shared-disk}.spec.ts';
const VOICE = '**/{voice-*,contact-call-page,page-telephony}.spec.ts';

/** What these tests need, only the tests' Prosody has: its words for an address where nobody is. */
const PROSODY_ONLY = /@prosody/;

export default defineConfig({
  ...(process.env.BACKCHANNEL_SERVER === 'ejabberd' ? { grepInvert: PROSODY_ONLY } : {}),
  testDir: 'test/e2e',
  globalSetup: './test/fixtures/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  // Two are busy on two cores. The other two are for the time that they wait: for timers and policies, for the other side of a call, for Firefox.
  workers: 4,
  // In the order in which they begin. What only some tests need is in one worker's hands, which starts it once: Firefox, and the parties of a call, with a
  // browser for each voice. The last project has one worker beside these, and three when they are done. With a fourth the browsers make each other late, and
  // tests fail that measure time.
  projects: [
    { name: 'waiting', testMatch: WAITING, workers: 1 },
    { name: 'firefox', testMatch: FIREFOX, workers: 1 },
    { name: 'voice', testMatch: VOICE, testIgnore: FIREFOX, workers: 1 },
    { name: 'chromium', testIgnore: [WAITING, FIREFOX, VOICE], workers: 3 },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Long enough for a busy machine: no test takes a third of it, those that wait for timers of the browser's included.
  timeout: 120_000,
  // A single wait ends long before the test does, so that a failure says what was waited for.
  expect: { timeout: 20_000, toPass: { timeout: 40_000 } },
  reporter: process.env.BACKCHANNEL_RESULT ? [['line'], ['./test/reporters/playwright-reporter.ts']] : 'list',
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    // Taking each step's page as it was makes a quarter of all work, in tests that pass too: only where somebody looks at it.
    trace: process.env.BACKCHANNEL_TRACE ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    launchOptions: chromiumForPages,
  },
});
