import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { DraftId } from '../../../src-shared/contract/batches.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import type { TrainingVrs } from '../../../src-training/start.ts';
import { trainingVrs, Workstation } from '../application/workstation.ts';
import { recordLine, recordsHeader } from '../batches/a-desk.ts';
import { HostileServer, type Misbehaviour } from './hostile-server.ts';
import { breakingOff, nonsense } from './misbehaviours.ts';

let vrs: TrainingVrs;
let hostile: HostileServer;
let station: Workstation;
let folder: string;
let chosen: string;

beforeAll(async () => {
  vrs = await trainingVrs(40);
  hostile = await HostileServer.start({ honest: vrs });
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
  chosen = path.join(folder, '接種記録.csv');
  station = await Workstation.start(
    { ...vrs, origin: hostile.origin, caPem: hostile.caPem },
    { folder: path.join(folder, 'home'), chooseFile: () => Promise.resolve(chosen) },
  );
  await station.signIn('clerk01');
  await station.copyReady();
});
afterEach(() => hostile.behave());
afterAll(async () => {
  if (station.incidents.length > 0) throw new Error('a hostile answer became a bug of ours');
  await station.close();
  await hostile.close();
  await vrs.close();
  await rm(folder, { recursive: true, force: true });
});

const bodies = { ...nonsense, 'half an answer': breakingOff['in the body'] };
const ways = Object.entries(bodies).flatMap(([what, how]) => (how ? [[what, how] as const] : []));

/** Misbehaviours that name themselves on the disk if any of it is kept. */
const MARK = 'KEPT-FROM-A-HOSTILE-VRS';

const ended = async ({ jobId }: Job): Promise<Job> => {
  for (;;) {
    for (const event of station.events)
      if (event.type === 'job' && event.job.jobId === jobId && event.job.state !== 'running')
        return event.job;
    await sleep(10);
  }
};

describe('a VRS that turns hostile', () => {
  it.each(ways)(
    'in the middle of a look-up, with %s: a clear sentence, the same session, the same copy',
    async (_, how) => {
      const before = await station.get('session.view', {});
      const look = () =>
        station.call('people.search', {
          reason: { code: 'telephone', note: '' },
          text: '9999999999',
          birthDate: '',
          fresh: true,
        });
      hostile.misbehave(how, /^\/v1\/people\?/);
      const outcome = await look();
      expect(outcome.ok ? '' : outcome.problem.code).toMatch(/^vrs-(?:answer-invalid|unreachable)$/);
      hostile.behave();
      expect(await look()).toMatchObject({ ok: true, value: { hits: [] } });
      const after = await station.get('session.view', {});
      expect(after.session).toEqual(before.session);
      expect(after.cache).toMatchObject({ state: 'ready', people: peopleOf(before.cache) });
    },
  );

  it.each([
    ['the batch', /^\/v1\/batches$/],
    ['a chunk', /\/chunks\//],
    ['the difference', /\/difference$/],
  ])('in the middle of sending, at %s: the draft stays, and goes on as one batch', async (what, call) => {
    for (const [name, how] of few(['wrong types', 'a redirect to itself', 'a header of 10 MB', 'no HTTP'])) {
      const draftId = await checked(`${what}${name}`);
      hostile.misbehave(how, call);
      const failed = await ended(await station.get('batches.send', { draftId }));
      expect([name, failed.state, failed.problem?.code]).toEqual([name, 'failed', 'vrs-answer-invalid']);
      hostile.behave();
      expect(await ended(await station.get('batches.send', { draftId }))).toMatchObject({ state: 'done' });
      const { stage, batch, fileSha256 } = await station.get('batches.read', { draftId });
      expect(stage).toBe('ready');
      const atVrs = vrs.storage.database
        .prepare("SELECT batch_id FROM batch WHERE opening ->> 'fileSha256' = ?")
        .pluck()
        .all(fileSha256);
      expect(atVrs).toEqual([batch?.batchId]);
    }
  });

  it('leaves nothing of its answers on the disk', async () => {
    const body = `{"people":[{"name":"${MARK}"}],"hits":"${MARK}"}`;
    hostile.misbehave((socket) =>
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-${MARK}: ${MARK}\r\nset-cookie: ${MARK}=1\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      ),
    );
    const reason = { code: 'telephone', note: '' } as const;
    await station.call('people.search', { reason, text: '9999999998', birthDate: '', fresh: true });
    await station.call('batches.list', {});
    hostile.behave();
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const kept = await Promise.all(
      files.map(async ({ parentPath, name }) => (await readFile(path.join(parentPath, name))).includes(MARK)),
    );
    expect(kept.length).toBeGreaterThan(1);
    expect(kept).not.toContain(true);
  });
});

function few(names: readonly string[]): readonly (readonly [string, Misbehaviour])[] {
  return ways.filter(([what]) => names.includes(what));
}

async function checked(venue: string): Promise<DraftId> {
  const line = recordLine({ ticketNumber: '9000000001', venue: venue.replaceAll(' ', '') });
  await writeFile(chosen, `${recordsHeader}\n${line}\n`);
  const { draftId } = await station.get('batches.chooseFile', { source: { kind: 'office' } });
  expect(await ended(await station.get('batches.check', { draftId }))).toMatchObject({ state: 'done' });
  return draftId;
}

function peopleOf(cache: { readonly state: string }): unknown {
  return 'people' in cache ? cache.people : undefined;
}
