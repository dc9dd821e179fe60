/** an-app WHAT --data=FOLDER — stands for the app: asks the server of its profile, and then whatever it is told to. */
import { spawn } from 'node:child_process';
import { createSocket, type SocketType } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

import { z } from 'zod';

import { keepReportsOffTheNetwork } from '../../../src-main/shell/launch-arguments.ts';

const [what = '', data = ''] = process.argv.slice(2);
const folder = data.replace('--data=', '');
const profile = z
  .object({ vrs: z.object({ origin: z.url() }) })
  .parse(JSON.parse(readFileSync(path.join(folder, 'profile.json'), 'utf8')));
const { hostname, port } = new URL(profile.vrs.origin);

async function ask(host: string, at: number): Promise<void> {
  const socket = connect({ host, port: at, timeout: 300 });
  socket.on('timeout', () => socket.destroy());
  socket.on('error', () => undefined);
  socket.once('connect', () => socket.end('hello'));
  socket.resume();
  await once(socket, 'close').catch(() => undefined);
}

async function send(kind: SocketType, address: string, at: number): Promise<void> {
  const socket = createSocket(kind);
  await new Promise((resolve) => socket.send('x', at, address, resolve));
  socket.close();
}

/** What the package of the database does when it is loaded, here while a connection stands. */
async function report(): Promise<void> {
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  process.report.getReport();
  socket.destroy();
}

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  'nothing else': () => Promise.resolve(),
  'a name': () => new Resolver({ timeout: 200, tries: 1 }).resolve4('vrs.example').catch(() => undefined),
  'another port of VRS': () => ask(hostname, Number(port) === 9_999 ? 9_998 : 9_999),
  'another server': () => ask('192.0.2.1', 443),
  'a server by IPv6': () => ask('2001:db8::1', 443),
  'a datagram to VRS': () => send('udp4', hostname, Number(port)),
  'everybody on the link': () => send('udp4', '224.0.0.251', 5_353),
  'its own machine': () => send('udp4', '127.0.0.1', 5_353),
  'a proxy on its own machine': () => ask('127.0.0.1', 9),
  'what its own address is called': report,
  'for a report of itself, as the app is set up': () => {
    keepReportsOffTheNetwork();
    return report();
  },
  'another server, after its end': async () => {
    const later = `setTimeout(() => require('node:net').connect(443, '192.0.2.2').on('error', () => 0).setTimeout(200, () => process.exit()), 400)`;
    spawn(process.execPath, ['-e', later], { detached: true, stdio: 'ignore' }).unref();
  },
};

await ask(hostname, Number(port));
await ways[what]?.();
