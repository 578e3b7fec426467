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
    // Each step's page as it was, and no film between them: taking its pictures made a fifth of all work, of tests that pass too.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    launchOptions: chromiumForPages,
  },
});
