import { defineConfig } from 'vitest/config';

// Worker threads that load TypeScript share the machine code of Node's own type stripper, a WebAssembly module, and V8 13 may free it while
// another thread runs it: the process dies (nodejs/node#64500). Without that collection a few megabytes stay, and nothing dies.
const execArgv = ['--no-wasm-code-gc'];
// A limit is for what hangs: a loaded machine may take ten times as long as a quiet one.
const [testTimeout, hookTimeout] = [240_000, 240_000];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          testTimeout,
          hookTimeout,
          execArgv,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // Real servers, real encrypted files, a real credential store: each file starts its own.
          testTimeout,
          hookTimeout,
          execArgv,
        },
      },
    ],
  },
});
