import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { whyNotRecorded } from '../../../tools/traffic/permitted.ts';
import { Verdict } from '../../../tools/traffic/verdict.ts';

const namespace = `vrs-test-${process.pid}`;
const Recorded = z.object({ code: z.int(), origin: z.string(), verdict: Verdict });
const why = whyNotRecorded();

async function recorded(what: string): Promise<z.infer<typeof Recorded>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'traffic-'));
  try {
    const program = path.join(import.meta.dirname, 'record-one.ts');
    const words = ['netns', 'exec', namespace, process.execPath, program, folder, what];
    const { stdout } = await promisify(execFile)('ip', words);
    return Recorded.parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe.skipIf(why !== undefined)(`the recorder of packets${why === undefined ? '' : `: ${why}`}`, () => {
  beforeAll(() => {
    execFileSync('ip', ['netns', 'add', namespace]);
    execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  });
  afterAll(() => void execFileSync('ip', ['netns', 'delete', namespace]));

  it('finds nothing to complain of where only VRS was asked', async () => {
    const { code, origin, verdict } = await recorded('nothing else');
    expect(code).toBe(0);
    expect(verdict.vrs).toMatchObject([{ protocol: 'tcp' }]);
    expect(verdict.vrs[0]?.with.split(':')[1]).toBe(new URL(origin).port);
    // The handshake, what was said in both directions, and the farewell.
    expect(verdict.vrs[0]?.packets).toBeGreaterThanOrEqual(7);
    expect(verdict.strays).toEqual([]);
  });

  it('finds nothing where Node reports on itself, as it does when the database is loaded', async () => {
    const { verdict } = await recorded('for a report of itself, as the app is set up');
    expect(verdict.vrs).toHaveLength(1);
    expect(verdict.strays).toEqual([]);
  });

  it.each([
    ['a name', /^udp 192\.0\.2\.53:53$/],
    ['what its own address is called', /^udp 192\.0\.2\.53:53$/],
    ['another port of VRS', /^tcp 10\.\S+:9999$/],
    ['another server', /^tcp 192\.0\.2\.1:443$/],
    ['a server by IPv6', /^tcp \[2001:db8:0:0:0:0:0:1\]:443$/],
    ['a datagram to VRS', /^udp 10\./],
    ['everybody on the link', /^udp 224\.0\.0\.251:5353$/],
    ['its own machine', /^udp 127\.0\.0\.1:5353$/],
    ['a proxy on its own machine', /^tcp 127\.0\.0\.1:9$/],
    ['another server, after its end', /^tcp 192\.0\.2\.2:443$/],
  ])('sees an app that asks %s', async (what, place) => {
    const { verdict } = await recorded(what);
    expect(verdict.vrs).toHaveLength(1);
    const strays = verdict.strays.map((stray) => `${stray.protocol} ${stray.with}`);
    expect(strays.filter((stray) => place.test(stray))).toHaveLength(1);
  });
});
