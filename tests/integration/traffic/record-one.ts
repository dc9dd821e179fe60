/** record-one FOLDER WHAT — run inside a namespace that leads nowhere: serves on its loopback, has the app recorded, prints the verdict. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { portOf } from '../../../tools/traffic/relay.ts';

const [folder = '', what = ''] = process.argv.slice(2);
const server = createServer((socket) => socket.on('error', () => undefined).end('welcome'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `https://localhost:${portOf(server)}`;
await writeFile(path.join(folder, 'profile.json'), JSON.stringify({ vrs: { origin } }));
const app = spawn(
  path.resolve('tools/traffic/record-app'),
  [path.join(import.meta.dirname, 'an-app.ts'), what, `--data=${folder}`],
  {
    stdio: 'inherit',
    env: { ...process.env, TRAFFIC_APP: process.execPath, TRAFFIC_FOLDER: folder },
  },
);
const started = path.join(folder, String(app.pid));
const [code] = await once(app, 'exit');
let verdict = '';
for (let waited = 0; verdict === '' && waited < 20_000; waited += 50) {
  await setTimeout(50);
  verdict = await readFile(path.join(started, 'verdict.json'), 'utf8').catch(() => '');
}
server.close();
process.stdout.write(`${JSON.stringify({ code: Number(code), origin, verdict: JSON.parse(verdict) })}\n`);
