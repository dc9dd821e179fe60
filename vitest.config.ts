import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // Real servers, real encrypted files, a real credential store: each file starts its own.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
