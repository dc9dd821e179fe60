/** begin-recording PID FOLDER PROFILE — starts a recorder that outlives this program, and passes its one line on. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const words = process.argv.slice(2);
const errors = openSync(path.join(words[1] ?? '', 'recorder.log'), 'w');
const recorder = spawn(process.execPath, [path.join(import.meta.dirname, 'recorder.ts'), ...words], {
  // A group of its own: what ends the app's processes must not end it.
  detached: true,
  stdio: ['ignore', 'pipe', errors],
});
recorder.once('exit', () => process.exit(70));
if (!recorder.stdout) throw new Error('a recorder without output');
createInterface({ input: recorder.stdout }).once('line', (line) => {
  process.stdout.write(`${line}\n`, () => process.exit(0));
});
