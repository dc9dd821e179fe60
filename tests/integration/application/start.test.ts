import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SecretStoreError, type SecretStore } from '../../../src-main/keychain/secret-store.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from './workstation.ts';

let vrs: TrainingVrs;

beforeEach(async () => {
  vrs = await trainingVrs(60);
});

afterEach(() => vrs.close());

const refuse = (): Promise<never> => Promise.reject(new SecretStoreError('unavailable'));
const noStore: SecretStore = { get: refuse, set: refuse, delete: refuse, selfTest: refuse };

describe('without a credential store', () => {
  it('a production terminal does not start', async () => {
    const started = Workstation.start(vrs, { secrets: noStore, profile: { kind: 'production' } });
    await expect(started).rejects.toThrow('keychain-unavailable');
  });

  it('a training terminal goes on with a key in memory, says so, and leaves no copy behind', async () => {
    const terminal = await Workstation.start(vrs, { secrets: noStore });
    await terminal.signIn('clerk01');
    await terminal.copyReady();
    expect((await terminal.get('session.view', {})).cache).toMatchObject({
      state: 'ready',
      memoryOnly: true,
    });
    await terminal.close();
    expect(await readdir(path.join(terminal.folder, 'cache')).catch(() => [])).toEqual([]);
  });
});

describe('the IT section', () => {
  it('signs in without a copy of any resident being opened', async () => {
    const terminal = await Workstation.start(vrs);
    await terminal.signIn('it01');
    expect((await terminal.get('workstation.status', {})).cache).toEqual({ state: 'closed' });
    expect(await readdir(path.join(terminal.folder, 'cache')).catch(() => [])).toEqual([]);
    await terminal.close();
  });
});

describe('a second start', () => {
  it('keeps the copy and only fetches what changed', async () => {
    const first = await Workstation.start(vrs);
    const { secrets, installationId } = first;
    await first.signIn('clerk01');
    await first.copyReady();
    await first.close();
    vrs.clock.advance(30_000);
    const second = await Workstation.start(vrs, {
      folder: first.folder,
      secrets,
      profile: { installationId },
    });
    await second.signIn('clerk01');
    await second.copyReady();
    const filled = second.events.filter((event) => event.type === 'cache' && event.cache.state === 'filling');
    expect(filled).toEqual([]);
    await second.close();
  });
});
