/**
 * recorder PID FOLDER PROFILE — makes a namespace for the app that the process PID is about to become, records every packet in it until the
 * last process there has ended, and leaves the verdict in FOLDER. Prints one line when the app may start: its namespace and the driver's two
 * ports. Runs in the namespace of the test, where the training VRS listens on the loopback.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { z } from 'zod';

import { type Link, makeLink, processesIn, removeLink } from './link.ts';
import { packetsIn, type Place } from './packets.ts';
import { inside, says, startRecording } from './programs.ts';
import { portOf, relay } from './relay.ts';
import { verdictOn } from './verdict.ts';

/** How long processes that the app left behind are waited for. */
const LEFT_BEHIND = 10_000;
/** What the kernel still has to say of closed connections. */
const AFTERWARDS = 150;

/** The rest of the profile is the app's business; one that cannot be read permits nothing. */
const WithOrigin = z.object({ vrs: z.object({ origin: z.url() }) });

function originIn(profile: string): number | undefined {
  try {
    const { vrs } = WithOrigin.parse(JSON.parse(readFileSync(profile, 'utf8')));
    return Number(new URL(vrs.origin).port);
  } catch {
    return undefined;
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function untilAllHaveEnded(link: Link, pid: number, ours: readonly ChildProcess[]): Promise<void> {
  while (isAlive(pid)) await setTimeout(50);
  const own = new Set(ours.map((child) => child.pid));
  for (let waited = 0; waited < LEFT_BEHIND; waited += 50) {
    if (processesIn(link).every((each) => own.has(each))) break;
    await setTimeout(50);
  }
  await setTimeout(AFTERWARDS);
}

const [number = '', folder = '', profile = ''] = process.argv.slice(2);
const pid = Number(number);
const link = makeLink(pid);
const recording = path.join(folder, 'packets.pcap');
const tcpdump = await startRecording(link, recording);

// The test driver holds the app by two debugging ports. They are the app's own, so they lie in its namespace, with the same numbers here.
const sockets = ['node', 'page'].map((name) => path.join(folder, name));
const debugging = await Promise.all(
  sockets.map((socket) => relay({ host: '127.0.0.1', port: 0 }, { path: socket })),
);
const driver = debugging.map(portOf);
const program = path.join(import.meta.dirname, 'relay-inside.ts');
const pairs = sockets.flatMap((socket, at) => [socket, String(driver[at])]);
const relayInside = inside(link, process.execPath, program, ...pairs);
await says(relayInside.stdout, /^ready$/);

const port = originIn(profile);
const vrs: Place | undefined = port === undefined ? undefined : { address: link.farAddress, port };
if (vrs) await relay({ host: vrs.address, port: vrs.port }, { host: '127.0.0.1', port: vrs.port });
process.stdout.write(`${link.namespace} ${driver.join(' ')}\n`);

await untilAllHaveEnded(link, pid, [tcpdump, relayInside]);
tcpdump.kill('SIGINT');
await once(tcpdump, 'close');
relayInside.kill();
await once(relayInside, 'close');
removeLink(pid);
const verdict = verdictOn(packetsIn(readFileSync(recording)), { vrs, driver });
writeFileSync(path.join(folder, 'verdict.json'), JSON.stringify(verdict, null, 1));
process.exit(0);
