import base from './playwright.config.ts';

/** `npm run pictures`: walks through the app and writes the pictures of docs/pictures. */
export default {
  ...base,
  testMatch: 'pictures.ts',
  workers: 1,
  outputDir: '../../test-results/pictures',
};
