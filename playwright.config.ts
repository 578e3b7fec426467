import { defineConfig } from '@playwright/test';
import { chromiumForPages } from './test/fixtures/chromium.ts';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/fixtures/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Long enough for a busy machine. A test that passes never waits so long.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: process.env.BACKCHANNEL_COUNTS ? [['line'], ['./test/reporters/playwright-counts.ts']] : 'list',
  use: {
    // Taking each step's page as it was makes a quarter of all work, in tests that pass too: only where somebody looks at it.
    trace: process.env.BACKCHANNEL_TRACE ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    launchOptions: chromiumForPages,
  },
});
