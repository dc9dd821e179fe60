import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ReviewFinding, ReviewRuleCode, ReviewWeek } from '../../../src-shared/contract/log-review.ts';
import type { InputOf, OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { dayInJapan, systemClock } from '../../../src-shared/domain/clock.ts';
import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import { mondayOf } from '../../../src-shared/domain/dates/weeks.ts';
import type { AddresseeNumber, IsoDate } from '../../../src-shared/domain/identifiers.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { recordLine, recordsHeader } from '../batches/a-desk.ts';
import { everybody } from '../training/batch-steps.ts';
import { TestVrs } from '../training/training-vrs.ts';
import { Workstation } from './workstation.ts';

const telephone = { code: 'telephone', note: '' } as const;
const noProblem = { outcome: 'no-problem', note: '' } as const;
const DAY = 86_400_000;

let test: TestVrs;
let station: Workstation;
let people: readonly Person[];
let file: string | undefined;
/** The Monday of the week in which everything happens. */
let monday: IsoDate;

/** Wednesday, eleven o'clock in Japan, of the week that comes: whenever the tests run, it is in the working hours. */
function wednesday(): number {
  const next = addDays(mondayOf(dayInJapan(systemClock.now())), 9);
  return Date.parse(`${next}T11:00:00+09:00`);
}

beforeEach(async () => {
  test = await TestVrs.start({ people: 200 });
  test.vrs.clock.advance(wednesday() - Date.now());
  monday = mondayOf(dayInJapan(test.vrs.clock.now()));
  people = await everybody(await test.signIn('clerk02'));
  // That was no work of this terminal.
  test.vrs.storage.database.exec('DELETE FROM access_log');
  station = await Workstation.start(test.vrs, {
    clock: test.vrs.clock,
    chooseFile: () => Promise.resolve(file),
  });
});

afterEach(async () => {
  const incidents = [...station.incidents];
  await station.close();
  await test.end();
  if (incidents.length > 0) throw new Error(`incidents: ${JSON.stringify(incidents)}`);
});

async function signIn(userId: string): Promise<void> {
  await station.call('session.signOut', {});
  await expect.poll(async () => (await station.get('session.view', {})).cache.state).toBe('closed');
  const { password, oneTimePassword } = test.credentials(userId);
  await station.get('session.signIn', { userId, password, oneTimePassword });
  await station.copyReady();
}

async function look(person: Person | AddresseeNumber, fresh = false): Promise<void> {
  const addresseeNumber = typeof person === 'string' ? person : person.addresseeNumber;
  await station.get('people.open', { reason: telephone, addresseeNumber, fresh });
}

function somebody(index: number): Person {
  const person = people[index];
  if (person === undefined) throw new Error('nobody there');
  return person;
}

/** Tuesday of the week after. */
async function nextWeek(): Promise<void> {
  await station.call('session.signOut', {});
  test.vrs.clock.advance(6 * DAY);
}

async function week(fresh = false): Promise<ReviewWeek> {
  return station.get('review.week', { week: monday, fresh });
}

const all = { rule: null, undecidedOnly: false, offset: 0, limit: 100 } as const;

async function findings(
  changes: Partial<InputOf<'review.findings'>> = {},
): Promise<readonly ReviewFinding[]> {
  return (await station.get('review.findings', { week: monday, ...all, ...changes })).findings;
}

async function decideAll(): Promise<void> {
  const open = (await findings({ undecidedOnly: true })).filter(({ mayDecide }) => mayDecide);
  if (open.length === 0) return;
  const names = open.map(({ id }) => id);
  await station.get('review.decide', { week: monday, findings: names, outcome: 'no-problem', note: '' });
}

function sign(userId: string, head: string): Promise<Outcome<OutputOf<'review.sign'>>> {
  const { password, oneTimePassword } = test.credentials(userId);
  return station.call('review.sign', { week: monday, head, password, oneTimePassword });
}

function countOf(read: ReviewWeek, rule: ReviewRuleCode): number {
  return read.rules.find((each) => each.rule === rule)?.findings ?? 0;
}

/** A small file of records is checked, sent and seen; the people of its rows. */
async function batchOf(some: readonly Person[]): Promise<void> {
  const lines = some.map((person) =>
    recordLine({
      ticketNumber: person.tickets[0]?.ticketNumber ?? '',
      doseNumber: '7',
      vaccinatedOn: '20240501',
    }),
  );
  file = path.join(station.folder, 'rows.csv');
  await writeFile(file, [recordsHeader, ...lines, ''].join('\r\n'));
  const { draftId } = await station.get('batches.chooseFile', { source: { kind: 'office' } });
  const stage = async (): Promise<string> => (await station.get('batches.read', { draftId })).stage;
  await station.get('batches.check', { draftId });
  await expect.poll(stage, { timeout: 20_000 }).toBe('checked');
  await station.get('batches.send', { draftId });
  await expect.poll(stage, { timeout: 20_000 }).toBe('ready');
  await station.get('batches.difference', { draftId, outcome: null, cursor: null });
}

/** How the newest comparison ended. */
async function newestState(): Promise<string> {
  const { jobs } = await station.get('jobs.list', {});
  const job = jobs.findLast(({ kind }) => kind === 'compare-log');
  return `${job?.state ?? ''} ${job?.problem?.code ?? ''}`;
}

async function differences(): Promise<OutputOf<'review.differences'>['differences']> {
  const page = await station.get('review.differences', { week: monday, offset: 0, limit: 100 });
  return page.differences;
}

/** In an order that does not depend on how they came. */
function numbersOf(some: readonly { readonly addresseeNumber: AddresseeNumber | null }[]): readonly string[] {
  return some
    .map(({ addresseeNumber }) => addresseeNumber ?? '')
    .toSorted((one, other) => one.localeCompare(other));
}

async function compared(): Promise<ReviewWeek> {
  await station.get('review.compare', { week: monday });
  await expect.poll(newestState).toBe('done ');
  return week();
}

describe('the weekly review of real look-ups', () => {
  it('tells whom a batch explains from whom nothing does', async () => {
    await signIn('clerk01');
    const rows = people.filter(({ tickets }) => tickets.length === 1).slice(0, 3);
    await batchOf(rows);
    const [inBatch] = rows;
    const other = people.find((person) => !rows.includes(person));
    if (inBatch === undefined || other === undefined) throw new Error('too few people');
    await look(inBatch);
    await look(other);
    await nextWeek();
    await signIn('chief01');

    const read = await station.get('review.week', { week: null, fresh: false });
    expect(read).toMatchObject({ week: monday, isFinished: true, sealed: 0, notInCopy: 0, hasRoster: true });
    const visits = async (explained: boolean) =>
      (await station.get('review.visits', { week: monday, explained, offset: 0, limit: 100 })).visits;
    const unexplained = await visits(false);
    expect(unexplained.map(({ person }) => person)).toEqual([
      { addresseeNumber: other.addresseeNumber, name: other.name },
    ]);
    expect(unexplained[0]).toMatchObject({
      staff: { userId: 'clerk01' },
      reasons: ['電話'],
      explanation: null,
    });
    const explained = await visits(true);
    expect(numbersOf(explained.map(({ person }) => person))).toEqual(numbersOf(rows));
    expect(
      explained.find(({ person }) => person.addresseeNumber === inBatch.addresseeNumber)?.actions,
    ).toContain('照会（詳細）');
    expect(read.counts).toMatchObject({ explained: 3, unexplained: 1 });
    expect(read.reasons).toEqual([{ reason: '電話', people: 1 }]);
    // What a page names stands in the log, and is no look-up of the next review.
    const { entries } = await station.get('log.entries', {
      userId: '',
      addresseeNumber: other.addresseeNumber,
      action: '操作ログの点検（照会された人の閲覧）',
      from: '',
      until: '',
      before: null,
      limit: 5,
    });
    expect(entries.length).toBeGreaterThan(0);
  });

  it('knows the rows that nobody had on the screen once VRS has told them', async () => {
    await signIn('clerk01');
    const rows = people.filter(({ tickets }) => tickets.length === 1).slice(0, 130);
    await batchOf(rows);
    // The first page of the difference shows a hundred rows; the last one was never shown.
    await look(rows.at(-1) ?? somebody(0));
    await nextWeek();
    await signIn('chief01');
    expect((await week()).counts).toMatchObject({ explained: 100, unexplained: 1 });
    await station.get('review.compare', { week: monday });
    await expect.poll(async () => (await week()).counts).toMatchObject({ explained: 101, unexplained: 0 });
    expect((await week()).comparison).toMatchObject({ onlyAtVrs: 0, onlyHere: 0 });
    expect((await week()).explanations).toHaveLength(2);
  });

  it('is decided by the chief, signed with a password, and can not be changed afterwards', async () => {
    await signIn('clerk01');
    for (const index of [1, 2, 3]) await look(somebody(index));
    await nextWeek();
    await signIn('chief01');
    const read = await week();
    const head = read.head?.hash ?? '';
    expect(countOf(read, 'no-action-after')).toBe(1);
    expect(await sign('chief01', head)).toMatchObject({ problem: { code: 'review-undecided' } });
    await decideAll();
    expect(await sign('chief01', 'f'.repeat(64))).toMatchObject({ problem: { code: 'review-changed' } });
    const wrong = { week: monday, head, password: 'Somebody-else-1', oneTimePassword: '000000' };
    expect(await station.call('review.sign', wrong)).toMatchObject({
      problem: { code: 'reauthentication-failed' },
    });
    const signed = await sign('chief01', head);
    expect(signed).toMatchObject({
      value: { signature: { by: { userId: 'chief01' }, head: { hash: head }, stands: 'as-signed' } },
    });
    // The signature is under a checkpoint at once.
    const { checkpoints, entries } = await station.get('log.state', {});
    expect(checkpoints.newest?.sequence).toBeGreaterThan(entries - 4);
    const [finding] = await findings();
    expect(finding).toMatchObject({ mayDecide: false, decision: { outcome: 'no-problem' } });
    expect(
      await station.call('review.decide', {
        week: monday,
        findings: [finding?.id ?? ''],
        outcome: 'reported',
        note: '',
      }),
    ).toMatchObject({ problem: { code: 'review-signed' } });
    expect(await sign('chief01', head)).toMatchObject({ problem: { code: 'review-signed' } });
  });

  it('is the same after the app was started again: all of it stands in the log', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await nextWeek();
    await signIn('chief01');
    await decideAll();
    await station.get('review.mark', {
      addresseeNumber: somebody(5).addresseeNumber,
      marked: true,
      note: '報道された人',
    });
    expect(await sign('chief01', (await week()).head?.hash ?? '')).toMatchObject({ ok: true });
    const before = await week();
    const { folder, secrets, installationId } = station;
    await station.close();
    station = await Workstation.start(test.vrs, {
      folder,
      secrets,
      clock: test.vrs.clock,
      profile: { installationId },
    });
    await signIn('chief02');
    const after = await week();
    expect(after.signature).toEqual(before.signature);
    expect(after.counts.accesses).toBe(before.counts.accesses);
    const { marks } = await station.get('review.marks', { offset: 0, limit: 10 });
    expect(marks).toMatchObject([{ reason: '報道された人', by: { userId: 'chief01' } }]);
  });

  it('leaves one’s own look-ups to somebody else', async () => {
    await signIn('chief01');
    await look(somebody(1));
    await nextWeek();
    await signIn('chief01');
    const read = await week();
    expect(read.undecidedOwn).toBe(1);
    const [own] = await findings();
    expect(own).toMatchObject({ isOwn: true, mayDecide: false });
    const decision = { week: monday, findings: [own?.id ?? ''], ...noProblem };
    expect(await station.call('review.decide', decision)).toMatchObject({ problem: { code: 'own-lookups' } });
    await signIn('admin01');
    expect(await station.call('review.decide', decision)).toMatchObject({ ok: true });
    expect(await sign('admin01', read.head?.hash ?? '')).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
    await signIn('chief01');
    expect(await sign('chief01', (await week()).head?.hash ?? '')).toMatchObject({ ok: true });
  });

  it('lets an administrator read, and decide nothing about anybody but a supervisor', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await nextWeek();
    await signIn('admin01');
    const [finding] = await findings();
    expect(finding).toMatchObject({ isOwn: false, mayDecide: false });
    const decision = { week: monday, findings: [finding?.id ?? ''], ...noProblem };
    expect(await station.call('review.decide', decision)).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
    await signIn('clerk01');
    expect(await station.call('review.week', { week: null, fresh: false })).toMatchObject({
      problem: { code: 'role-not-allowed' },
    });
  });

  it('waits until the week is over', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await signIn('chief01');
    const [finding] = await findings();
    const decision = { week: monday, findings: [finding?.id ?? ''], ...noProblem };
    expect(await station.call('review.decide', decision)).toMatchObject({
      problem: { code: 'review-week-open' },
    });
    expect((await week()).isFinished).toBe(false);
  });

  it('says that somebody bears a mark, also of look-ups before it', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await look(somebody(2));
    await nextWeek();
    await signIn('chief01');
    expect(countOf(await week(), 'marked-person')).toBe(0);
    const { addresseeNumber } = somebody(2);
    await station.get('review.mark', { addresseeNumber, marked: true, note: '議員' });
    const [marked] = await findings({ rule: 'marked-person' });
    expect(marked?.people).toEqual([{ addresseeNumber, name: somebody(2).name }]);
    await station.get('review.mark', { addresseeNumber, marked: false, note: '任期の終わり' });
    expect(countOf(await week(), 'marked-person')).toBe(0);
  });

  it('says of a signed week that an entry of it was changed', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await nextWeek();
    await signIn('chief01');
    await decideAll();
    await sign('chief01', (await week()).head?.hash ?? '');
    const folder = path.join(station.folder, 'log');
    const segment = (await readdir(folder)).find((name) => name.startsWith('operation-log-')) ?? '';
    const text = await readFile(path.join(folder, segment), 'utf8');
    await writeFile(path.join(folder, segment), text.replace('"reason":"電話"', '"reason":"窓口"'));
    const changed = await week(true);
    expect(changed.signature?.stands).toBe('changed');
    expect(changed.brokenAt).not.toBeNull();
  });

  it('makes the sheet of the month from the same numbers', async () => {
    await signIn('clerk01');
    await look(somebody(1));
    await nextWeek();
    await signIn('chief01');
    await decideAll();
    await sign('chief01', (await week()).head?.hash ?? '');
    const sheet = await station.get('review.month', { month: monday.slice(0, 7) });
    const mine = sheet.weeks.find((each) => each.week === monday);
    const { counts, signature, rules } = await week();
    expect(mine).toMatchObject({ counts, signature, rules });
    expect(sheet.newest?.sequence).toBeGreaterThan(0);
  });
});

describe('the comparison with VRS’s own access log', () => {
  beforeEach(async () => {
    await signIn('clerk01');
    await look(somebody(1), true);
    await look(somebody(2), true);
    await look(somebody(3));
    await station.get('people.search', { reason: telephone, text: '佐藤', birthDate: '', fresh: true });
  });

  it('finds both the same after real work', async () => {
    await nextWeek();
    await signIn('chief01');
    const { comparison } = await compared();
    expect(comparison).toMatchObject({ onlyAtVrs: 0, onlyHere: 0, by: { userId: 'chief01' } });
    expect(comparison?.atVrs).toBeGreaterThan(3);
    expect(await differences()).toEqual([]);
  });

  it('finds that the certificate was used elsewhere', async () => {
    const elsewhere = await test.signIn('clerk02');
    await elsewhere.call('people.read', { path: { addresseeNumber: somebody(9).addresseeNumber } });
    await nextWeek();
    await signIn('chief01');
    await compared();
    const found = await differences();
    expect(found).toContainEqual(
      expect.objectContaining({ side: 'vrs', userId: 'clerk02', what: 'people.read', people: 1 }),
    );
    expect(found.every(({ userId }) => userId === 'clerk02')).toBe(true);
  });

  it('finds what VRS does not have', async () => {
    const { database } = test.vrs.storage;
    database.exec(`DELETE FROM access_log WHERE "call" = 'people.find'`);
    await nextWeek();
    await signIn('chief01');
    const { comparison } = await compared();
    expect(comparison).toMatchObject({ onlyHere: 1, onlyAtVrs: 0 });
    expect(await differences()).toMatchObject([{ side: 'here', what: 'people.search', userId: 'clerk01' }]);
  });

  it('says so when VRS can not be reached, and writes nothing down', async () => {
    await nextWeek();
    await signIn('chief01');
    test.vrs.faults.add({ kind: 'drop-before' }, { calls: ['accessLog.list'] });
    await station.get('review.compare', { week: monday });
    await expect.poll(newestState, { timeout: 30_000 }).toBe('failed vrs-unreachable');
    expect((await week(true)).comparison).toBeNull();
  }, 60_000);

  it('stops when it is told to', async () => {
    await nextWeek();
    await signIn('chief01');
    test.vrs.faults.add({ kind: 'latency', milliseconds: 5_000 }, { calls: ['accessLog.list'] });
    const { jobId } = await station.get('review.compare', { week: monday });
    await station.get('jobs.cancel', { jobId });
    await expect.poll(newestState).toBe('cancelled ');
    expect((await week(true)).comparison).toBeNull();
  });
});
