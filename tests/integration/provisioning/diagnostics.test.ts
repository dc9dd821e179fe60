import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDataKeys } from '../../../src-main/keychain/open-data-keys.ts';
import { Diagnostics } from '../../../src-main/workstation/diagnostics/diagnostics.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs } from '../application/workstation.ts';
import { nodeTransport } from '../node-transport.ts';
import { Municipality } from './a-municipality.ts';
import { atDesk } from './an-it-desk.ts';

let city: Municipality;
let vrs: TrainingVrs;

beforeEach(async () => {
  vrs = await trainingVrs(5);
  city = await Municipality.begin();
  const { file } = await city.sign(
    city.draft({ vrs: { origin: vrs.origin, caCertificate: vrs.caPem }, idleMinutes: 7 }),
  );
  await city.apply(file);
  const installationId = String((await city.installed())['installationId']);
  await openDataKeys({ store: city.secrets, installationId, folder: city.folder, profileKind: 'production' });
});
afterEach(async () => {
  await city.end();
  await vrs.close();
});

const desk = () =>
  atDesk(city, {
    connect: () => {
      const transport = nodeTransport(vrs);
      return Promise.resolve({
        transport: Object.assign(transport, { certificateFault: () => undefined }),
        close: () => transport.close(),
      });
    },
  });

describe('workstation --diagnostics', () => {
  it('writes the facts of a terminal at which nobody is signed in', async () => {
    const out = city.in('diagnostics.json');
    const { code, said } = await desk()('--diagnostics', out);
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(said).toMatch(/指紋（SHA-256）：[0-9a-f]{64}/);
    const told = Diagnostics.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(told).toMatchObject({
      versions: { app: '0.1.0' },
      profile: { workstation: 'HOST-01', signedBy: city.fingerprint, vrsOrigin: vrs.origin },
      policy: { idleMinutes: 7, fromMachine: [] },
      keys: { keychain: 'available', found: 'kept' },
      cache: { rows: null },
      log: null,
    });
    expect(told.connectionTest.steps.every(({ passed }) => passed)).toBe(true);
  });

  it('says why it could not, with a code for scripts', async () => {
    expect(await desk()('--diagnostics', city.in(path.join('missing', 'd.json')))).toMatchObject({
      code: 73,
    });
    await writeFile(path.join(city.folder, 'profile.json'), '{}');
    expect(await desk()('--diagnostics', city.in('d.json'))).toMatchObject({ code: 78 });
  });
});
