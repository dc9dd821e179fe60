import { defineConfig } from 'oxlint';

/**
 * The layers of ARCHITECTURE.md as lint rules: imports point downwards only.
 * SECURITY: H74 — with these rules and those of tests/unit/security the source is searched for what must never be written.
 * Each entry names what a folder must not import, and why, in the words that the editor will show.
 */
interface Ban {
  readonly group: readonly string[];
  readonly message: string;
}

const node: Ban = {
  group: ['node:*'],
  message: 'This folder also runs in the sandboxed window, where Node does not exist.',
};
const electron: Ban = {
  group: ['electron', 'electron/*'],
  message:
    'Only src-main/shell and src-main/main.ts know Electron; everything else is plain TypeScript that tests can run.',
};
const remote: Ban = {
  group: ['@electron/remote', '@electron/remote/*'],
  message: 'It undoes the sandbox; see docs/dependencies.md.',
};
const main: Ban = {
  group: ['**/src-main', '**/src-main/**'],
  message: 'The main process is reached through the operation table only.',
};
const renderer: Ban = {
  group: ['**/src-renderer', '**/src-renderer/**'],
  message: 'Nothing builds on the screens.',
};
const training: Ban = {
  group: ['**/src-training', '**/src-training/**'],
  message: 'The product must not know the training VRS; they share src-shared/vrs-api and nothing else.',
};
const shell: Ban = {
  group: ['**/shell/**', './shell/**'],
  message: 'The shell is the outermost layer: it calls, it is not called.',
};
const host: Ban = {
  group: ['**/chromium-host/**', 'chromium-host'],
  message: 'A tool for development and tests, never part of the product.',
};
const sql: Ban = { group: ['better-sqlite3', 'node:sqlite'], message: 'Only src-main/cache speaks SQL.' };
const keyring: Ban = {
  group: ['@napi-rs/keyring', '@napi-rs/keyring/*'],
  message: 'Only src-main/keychain talks to the credential store.',
};
const sockets: Ban = {
  group: [
    'node:http',
    'node:https',
    'node:http2',
    'node:net',
    'node:tls',
    'node:dgram',
    'undici',
    'undici/**',
  ],
  message: 'SECURITY H47: only the transport that is passed to src-main/vrs opens a connection.',
};
const areas: Ban = {
  group: [
    'session',
    'people',
    'batches',
    'approvals',
    'operations',
    'workstation',
    'gateway',
    'jobs',
  ].flatMap((area) => [`../${area}/**`, `../../${area}/**`]),
  message: 'Cache, VRS client, keychain and operation log lie below the areas and must not know them.',
};

const layer = (files: string[], ...bans: Ban[]) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: bans }] as ['error', object],
  },
});

const insideMain = [renderer, training, host, remote] as const;

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['out', 'dist', 'node_modules', 'coverage', 'tests/fixtures'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'import/no-cycle': 'error',
    'import/no-default-export': 'off',
    'import/no-unassigned-import': 'off',
    // `fc.string` is how fast-check's own documentation writes it.
    'import/no-named-as-default-member': 'off',
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'react/react-in-jsx-scope': 'off',
    'no-console': 'error',
    'no-eval': 'error',
    'no-script-url': 'error',
    'no-restricted-globals': [
      'error',
      'localStorage',
      'sessionStorage',
      'indexedDB',
      'caches',
      'XMLHttpRequest',
      'WebSocket',
    ],
    eqeqeq: 'error',
  },
  overrides: [
    layer(['src-shared/**'], node, electron, remote, main, renderer, training, host, sql, keyring, sockets),
    layer(['src-renderer/**'], node, electron, remote, main, training, host, sql, keyring, sockets),
    layer(['src-training/**'], electron, remote, main, renderer, host, keyring),
    layer(['src-main/**'], ...insideMain, electron, shell, sql, keyring, sockets),
    layer(['src-main/main.ts', 'src-main/shell/**'], ...insideMain, sql, keyring, sockets),
    layer(['src-main/cache/**'], ...insideMain, electron, shell, areas, keyring, sockets),
    layer(['src-main/keychain/**'], ...insideMain, electron, shell, areas, sql, sockets),
    layer(
      ['src-main/vrs/**', 'src-main/operation-log/**'],
      ...insideMain,
      electron,
      shell,
      areas,
      sql,
      keyring,
      sockets,
    ),
    layer(['tools/**'], renderer, remote),
    { files: ['tools/**', 'tests/**', '*.config.ts'], rules: { 'no-console': 'off' } },
  ],
});
