/** Runs inside a login session with a credential store: makes one terminal after another by the command itself, and prints what came of each. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { LoopInput, MadeTerminal } from './many-terminals.ts';

const command = path.resolve(import.meta.dirname, '../../../tools/workstation/workstation.ts');

function run(input: string, ...words: readonly string[]) {
  const node = ['--disable-warning=ExperimentalWarning', '--no-wasm-code-gc', command, ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { input, encoding: 'utf8' });
  return { code: status ?? -1, stdout, stderr };
}

const { profile, fingerprint, terminals } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
) as LoopInput;
const made: MadeTerminal[] = terminals.map(({ name, folder, certificate, passphrase }) => {
  const begun = performance.now();
  const data = `--data=${folder}`;
  const words = ['--apply', profile, '--workstation', name, '--trust', fingerprint, '--quiet', data];
  const applied = run('', ...words);
  const imported = run(`${passphrase}\n`, '--import-certificate', certificate, '--quiet', data);
  const checkBegun = performance.now();
  const checked = run('', '--self-check', '--json', data);
  const now = performance.now();
  return {
    name,
    codes: [applied.code, imported.code, checked.code],
    // Unattended and quiet: what went well says nothing.
    said: applied.stdout + applied.stderr + imported.stdout + imported.stderr,
    check: checked.stdout,
    milliseconds: now - begun,
    checkMilliseconds: now - checkBegun,
  };
});
process.stdout.write(`${JSON.stringify(made)}\n`);
