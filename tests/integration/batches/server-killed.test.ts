import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { Workstation } from '../application/workstation.ts';
import { everybody, fingerprintsOf, ticketOf } from '../training/batch-steps.ts';
import { SignedIn, TestClient } from '../training/training-vrs.ts';
import { recordLine, recordsHeader } from './a-desk.ts';
import { type Moment, randomOf } from './moments.ts';

const MAIN = new URL('../../../src-training/main.ts', import.meta.url).pathname;
const PEOPLE = 1_200;
const DOSES = ['6', '7'] as const;
/** Over check, upload, difference, submission and applying. */
const stages = [
  'checking',
  'sending',
  'sending',
  'sending',
  'ready',
  'submitted',
  'applying',
  'applying',
  'applying',
  'applying',
] as const;

type Credentials = { userId: string; password: string; oneTimePassword: string };

/** A training VRS in a process of its own that comes back at the same address. */
class Server {
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | undefined;
  #ready: Promise<{ origin: string; caPem: string }> | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  start(): Promise<{ origin: string; caPem: string }> {
    const options = ['--folder', this.#folder, '--people', String(PEOPLE), '--port', String(this.#port)];
    const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process = child;
    this.#ready = once(createInterface({ input: child.stdout }), 'line').then(
      ([line]) => JSON.parse(String(line)) as { origin: string; caPem: string },
    );
    return this.#ready;
  }

  get isUp(): Promise<unknown> {
    return this.#ready ?? Promise.resolve();
  }

  /** Ends at once, and comes back. */
  async kill(): Promise<void> {
    await this.#ready;
    await this.end();
    await this.start();
  }

  async end(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits for a code where both of the window are used: this server's clock can't be turned. */
async function credentials(client: TestClient, userId: string): Promise<Credentials> {
  for (;;) {
    const { status, headers, body } = await client.plain('POST', `/training/accounts/${userId}/credentials`);
    if (status === 200) return body as Credentials;
    await sleep(Number(headers['retry-after']) * 1000);
  }
}

function dosesOf({ doses }: Person): ReadonlySet<number> {
  return new Set(doses.map(({ doseNumber }) => doseNumber));
}

describe('VRS is killed in the middle', () => {
  let folder: string;
  let server: Server;
  let client: TestClient;
  let vrs: Pick<TrainingVrs, 'origin' | 'caPem' | 'clientCertPem' | 'clientKeyPem' | 'municipality'>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'killed-vrs-'));
    server = new Server(path.join(folder, 'vrs'), await freePort());
    const { origin, caPem } = await server.start();
    const identity = (ending: string): string =>
      readFileSync(path.join(folder, 'vrs', 'certificates', `client-TRAINING-01.${ending}`), 'utf8');
    const [clientCertPem, clientKeyPem] = [identity('pem'), identity('key')];
    client = new TestClient(origin, { ca: caPem, cert: clientCertPem, key: clientKeyPem });
    vrs = { origin, caPem, clientCertPem, clientKeyPem, municipality: { code: '992011', name: '青葉市' } };
  });
  afterEach(async () => {
    await client.close();
    await server.end();
    await rm(folder, { recursive: true, force: true });
  });

  const signIn = async (userId: string): Promise<SignedIn> => {
    const { token } = await client.call('session.open', { body: await credentials(client, userId) });
    return new SignedIn(client, userId, token);
  };

  /** Asks until VRS is there and answers. */
  const persistently = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    for (;;) {
      await server.isUp;
      const done = await work().then(
        (value) => ({ value }),
        () => undefined,
      );
      if (done) return done.value;
      await sleep(50);
    }
  };

  /** Approves under one key, however often the answer is lost. */
  const approve = async (chief: SignedIn, batch: Batch, begun: () => void): Promise<void> => {
    const purpose = { action: 'batch.approve' as const, batchId: batch.batchId };
    const { proof } = await persistently(async () => {
      const { password, oneTimePassword } = await credentials(client, chief.userId);
      return chief.call('session.reauthenticate', { body: { password, oneTimePassword, purpose } });
    });
    begun();
    const body = { proof, ...fingerprintsOf(batch) };
    const { batchId } = batch;
    await persistently(() =>
      chief.call('batches.approve', { path: { batchId }, body }, { key: `approval-${batch.batchId}` }),
    );
  };

  test.each([1, 2])(
    'at ten moments, and nothing is lost, registered twice or half (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const chief = await signIn('chief01');
      const before = await everybody(chief);
      const fresh = before.filter((person) => DOSES.every((dose) => !dosesOf(person).has(Number(dose))));
      const lines = DOSES.flatMap((doseNumber) =>
        fresh.map((person) =>
          recordLine({
            ticketNumber: ticketOf(person),
            doseNumber,
            vaccinatedOn: '20231201',
            lotNumber: 'KK0009',
          }),
        ),
      );
      const file = path.join(folder, 'doses.csv');
      await writeFile(file, `${recordsHeader}\n${lines.join('\n')}\n`);
      const station = await Workstation.start(vrs as TrainingVrs, {
        folder: path.join(folder, 'home'),
        chooseFile: () => Promise.resolve(file),
      });
      await station.get('session.signIn', await credentials(client, 'clerk01'));
      await station.copyReady();
      const { draftId } = await station.get('batches.chooseFile', { source: { kind: 'office' } });

      // Rows go up in a second: a kill that comes late would find them sent.
      const within = { checking: 250, sending: 90, ready: 250, submitted: 250, applying: 120 };
      const moments = stages.map((stage): Moment => ({
        stage,
        victim: 'server',
        after: random() * within[stage],
      }));
      let kills = 0;
      let killing: Promise<void> | undefined;
      let approving: Promise<void> | undefined;
      let hasBegun = false;
      const begun = (): void => {
        hasBegun = true;
        killWhere('applying');
      };
      const killWhere = (stage: string): void => {
        if (killing) return;
        // What was still to come of a stage that is over comes no more.
        const place = moments.findIndex((moment) => moment.stage === stage);
        if (place < 0) return;
        const [next] = moments.splice(0, place + 1).slice(-1);
        kills += 1;
        killing = sleep(next?.after ?? 0)
          .then(() => server.kill())
          .finally(() => {
            killing = undefined;
          });
      };
      for (;;) {
        const { drafts } = await station.get('batches.list', {});
        const draft = drafts.find((each) => each.draftId === draftId);
        const { jobs } = await station.get('jobs.list', {});
        const isRunning = jobs.some(({ state }) => state === 'running');
        if (!draft || draft.stage === 'ended') break;
        killWhere(hasBegun ? 'applying' : draft.stage);
        if (draft.stage === 'chosen' && !isRunning) await station.call('batches.check', { draftId });
        else if ((draft.stage === 'checked' || draft.stage === 'sending') && !isRunning)
          await station.call('batches.send', { draftId });
        else if (draft.stage === 'ready') {
          const page = await station.call('batches.difference', { draftId, outcome: null, cursor: null });
          if (page.ok)
            await station.call('batches.submit', {
              draftId,
              comment: '',
              leaveOutRejected: true,
              mustCorrectReason: '予診票で確かめた',
              differenceFingerprint: page.value.differenceFingerprint,
            });
        } else if (draft.batch?.state === 'submitted') approving ??= approve(chief, draft.batch, begun);
        await sleep(60);
      }
      await approving;
      await killing;
      expect(kills).toBeGreaterThan(stages.length / 2);

      const read = await persistently(() => chief.call('batches.list', { query: {} }));
      const [batch, ...more] = read.batches;
      expect(more).toEqual([]);
      const effective = (batch?.counts?.new ?? 0) + (batch?.counts?.changed ?? 0);
      expect(batch).toMatchObject({ state: 'applied', appliedCount: effective });
      expect(effective).toBeGreaterThan(1000);
      const after = await everybody(chief);
      const made = after.flatMap(({ doses }) => doses.filter(({ lotNumber }) => lotNumber === 'KK0009'));
      expect(made).toHaveLength(effective);
      expect(made.filter(({ version }) => version !== 1)).toEqual([]);
      const result = await chief.call('batches.result', {
        path: { batchId: batch?.batchId ?? '' },
        query: { limit: 5000 },
      });
      expect(new Set(result.rows.map(({ line }) => line)).size).toBe(batch?.rowCount);
      expect(station.incidents).toEqual([]);
      await station.close();
    },
    300_000,
  );
});
