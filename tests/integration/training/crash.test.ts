import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Batch, BatchOpening } from '../../../src-shared/vrs-api/batches.ts';
import { everybody, fingerprintsOf, recordRow, submittedBatch } from './batch-steps.ts';
import { SignedIn, TestClient } from './training-vrs.ts';

const MAIN = new URL('../../../src-training/main.ts', import.meta.url).pathname;

/** A training VRS in a process of its own, to be killed. */
interface Child {
  readonly process: ChildProcess;
  readonly client: TestClient;
}

async function startChild(folder: string): Promise<Child> {
  const options = ['--folder', folder, '--people', '1200', '--faults'];
  const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { origin, caPem } = JSON.parse(line) as { origin: string; caPem: string };
  const identity = (ending: string): string =>
    readFileSync(path.join(folder, 'certificates', `client-TRAINING-01.${ending}`), 'utf8');
  const tls = { ca: caPem, cert: identity('pem'), key: identity('key') };
  return { process: child, client: new TestClient(origin, tls) };
}

type Credentials = { userId: string; password: string; oneTimePassword: string };

/** Waits for a code where both of the window are used: this server's clock can't be turned. */
async function credentials(client: TestClient, userId: string): Promise<Credentials> {
  for (;;) {
    const { status, headers, body } = await client.plain('POST', `/training/accounts/${userId}/credentials`);
    if (status === 200) return body as Credentials;
    await sleep(Number(headers['retry-after']) * 1000);
  }
}

async function signIn(client: TestClient, userId: string): Promise<SignedIn> {
  const { token } = await client.call('session.open', { body: await credentials(client, userId) });
  return new SignedIn(client, userId, token);
}

/** Waits until the batch is no longer being applied. */
async function settled(person: SignedIn, { batchId }: Batch): Promise<Batch> {
  for (;;) {
    const batch = await person.call('batches.read', { path: { batchId } });
    if (batch.state !== 'applying') return batch;
    await sleep(50);
  }
}

/** The exit code of another start of the program. */
async function run(...options: readonly string[]): Promise<number | null> {
  const other = spawn(process.execPath, [MAIN, ...options], { stdio: 'ignore' });
  const [code] = (await once(other, 'exit')) as [number | null];
  return code;
}

describe('kill -9 while a batch is being applied', () => {
  let folder: string;
  let child: Child;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'training-vrs-'));
    child = await startChild(folder);
  });
  afterEach(async () => {
    await child.client.close();
    child.process.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const restart = async (): Promise<void> => {
    await child.client.close();
    if (child.process.signalCode === null) await once(child.process, 'exit');
    child = await startChild(folder);
  };
  const cases = [
    ['row', 'in the first slice', 1],
    ['row', 'in a later slice', 1100],
    ['batch', 'in a later slice', 1100],
  ] as const satisfies readonly (readonly [BatchOpening['atomicity'], string, number])[];

  it.each(cases)(
    'loses nothing and does nothing twice (atomicity %s, %s)',
    async (atomicity, _, afterRows) => {
      const maker = await signIn(child.client, 'clerk01');
      const people = await everybody(maker);
      const tickets = people.flatMap(({ tickets: held }) => held.at(-1)?.ticketNumber ?? []);
      const doses = ['6', '7'].flatMap((doseNumber) =>
        tickets.map((ticket) => [ticket, doseNumber] as const),
      );
      const rows = doses.map(([ticket, doseNumber], index) =>
        recordRow(index + 2, ticket, { doseNumber, lotNumber: 'KK0009', vaccinatedOn: '2023-12-01' }),
      );
      const batch = await submittedBatch(maker, 'records', rows, { atomicity });
      const checker = await signIn(child.client, 'chief01');
      const kill = { fault: { kind: 'kill', afterRows }, calls: 'all', times: 1 };
      await child.client.plain('POST', '/training/faults', { raw: JSON.stringify(kill) });
      const { password, oneTimePassword } = await credentials(child.client, 'chief01');
      const purpose = { action: 'batch.approve' as const, batchId: batch.batchId };
      const { proof } = await checker.call('session.reauthenticate', {
        body: { password, oneTimePassword, purpose },
      });
      const body = { proof, ...fingerprintsOf(batch) };
      // The answer may be lost with the process; the approval is not.
      await checker
        .send('batches.approve', { path: { batchId: batch.batchId }, body })
        .catch(() => undefined);
      await restart();
      const again = new SignedIn(child.client, 'chief01', checker.token);
      const applied = await settled(again, batch);
      const effective = (batch.counts?.new ?? 0) + (batch.counts?.changed ?? 0);
      expect(applied).toMatchObject({ state: 'applied', appliedCount: effective, counts: batch.counts });
      const after = await everybody(again);
      const made = after.flatMap(({ doses: held }) => held.filter(({ lotNumber }) => lotNumber === 'KK0009'));
      // Every record has one state more than before, none two.
      expect(made).toHaveLength(effective);
      expect(made.filter(({ version }) => version === 1)).toHaveLength(batch.counts?.new ?? 0);
      expect(made.filter(({ version }) => version > 2)).toEqual([]);
    },
    60_000,
  );

  it('keeps a difference that was being computed out of sight', async () => {
    const maker = await signIn(child.client, 'clerk01');
    const rows = [recordRow(2, '0010000000')];
    const batch = await submittedBatch(maker, 'records', rows);
    child.process.kill('SIGKILL');
    await restart();
    const again = new SignedIn(child.client, 'clerk01', maker.token);
    expect(await again.call('batches.read', { path: { batchId: batch.batchId } })).toEqual(batch);
  });
});

describe('The program', () => {
  it('ends on SIGTERM, refuses a folder in use, and says how it is called', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'training-vrs-'));
    const child = await startChild(folder);
    expect(await run('--folder', folder)).toBe(1);
    expect(await run()).toBe(2);
    child.process.kill('SIGTERM');
    const [code] = (await once(child.process, 'exit')) as [number | null];
    expect(code).toBe(0);
    await child.client.close();
    await rm(folder, { recursive: true, force: true });
  });
});
