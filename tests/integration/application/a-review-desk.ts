import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { vi } from 'vitest';

import type { Draft } from '../../../src-shared/contract/batches.ts';
import type { ReviewFinding, ReviewRuleCode, ReviewWeek } from '../../../src-shared/contract/log-review.ts';
import type { InputOf, OutputOf } from '../../../src-shared/contract/operations.ts';
import type { Outcome } from '../../../src-shared/contract/problem.ts';
import { dayInJapan, systemClock } from '../../../src-shared/domain/clock.ts';
import { addDays } from '../../../src-shared/domain/dates/calendar.ts';
import { mondayOf } from '../../../src-shared/domain/dates/weeks.ts';
import type { AddresseeNumber, IsoDate } from '../../../src-shared/domain/identifiers.ts';
import { ReviewHours } from '../../../src-shared/domain/review-hours.ts';
import type { Person } from '../../../src-shared/vrs-api/people.ts';
import { recordLine, recordsHeader } from '../batches/a-desk.ts';
import { everybody } from '../training/batch-steps.ts';
import { TestVrs } from '../training/training-vrs.ts';
import { Workstation } from './workstation.ts';

export const telephone = { code: 'telephone', note: '' } as const;
const all = { rule: null, undecidedOnly: false, offset: 0, limit: 100 } as const;
const DAY = 86_400_000;
/** For what hangs: a loaded machine may take many times as long as a quiet one. In milliseconds. */
export const patience = { timeout: 20_000 } as const;

/** Wednesday, eleven o'clock in Japan, of the week that comes. */
function wednesday(): number {
  const next = addDays(mondayOf(dayInJapan(systemClock.now())), 9);
  return Date.parse(`${next}T11:00:00+09:00`);
}

/** With it that Wednesday is in the working hours whenever the tests run: it may be a holiday. */
const review = { hours: ReviewHours.parse({ onHolidays: true }) };

/** A terminal and a VRS, with a week of work on them and the review of it in the next. */
export class ReviewDesk {
  readonly vrs: TestVrs;
  readonly people: readonly Person[];
  /** The Monday of the week in which everything happens. */
  readonly monday: IsoDate;
  #station: Workstation;
  #file: string | undefined;

  private constructor(vrs: TestVrs, people: readonly Person[], station: Workstation) {
    this.vrs = vrs;
    this.people = people;
    this.monday = mondayOf(dayInJapan(vrs.vrs.clock.now()));
    this.#station = station;
  }

  static async start(): Promise<ReviewDesk> {
    const vrs = await TestVrs.start({ people: 200 });
    vrs.vrs.clock.advance(wednesday() - Date.now());
    const people = await everybody(await vrs.signIn('clerk02'));
    // That was no work of this terminal.
    vrs.vrs.storage.database.exec('DELETE FROM access_log');
    const desk: ReviewDesk = new ReviewDesk(
      vrs,
      people,
      await Workstation.start(vrs.vrs, {
        clock: vrs.vrs.clock,
        profile: { review },
        chooseFile: () => Promise.resolve(desk.#file),
      }),
    );
    return desk;
  }

  get station(): Workstation {
    return this.#station;
  }

  /** A bug that reached the gateway on the way fails the test. */
  async end(): Promise<void> {
    const incidents = [...this.#station.incidents];
    await this.#station.close();
    await this.vrs.end();
    if (incidents.length > 0) throw new Error(`incidents: ${JSON.stringify(incidents)}`);
  }

  /** The app is closed and started again on the same folder; `meanwhile` somebody else may be at its files. */
  async startAgain(meanwhile: (logFolder: string) => Promise<void> = () => Promise.resolve()): Promise<void> {
    const { folder, secrets, installationId } = this.#station;
    await this.#station.close();
    await meanwhile(path.join(folder, 'log'));
    this.#station = await Workstation.start(this.vrs.vrs, {
      folder,
      secrets,
      clock: this.vrs.vrs.clock,
      profile: { installationId, review },
    });
  }

  async signIn(userId: string): Promise<void> {
    await this.#station.call('session.signOut', {});
    const isClosed = async (): Promise<boolean> =>
      (await this.#station.get('session.view', {})).cache.state === 'closed';
    await vi.waitUntil(isClosed, patience);
    const { password, oneTimePassword } = this.vrs.credentials(userId);
    await this.#station.get('session.signIn', { userId, password, oneTimePassword });
    await this.#station.copyReady();
  }

  async look(person: Person | AddresseeNumber, fresh = false): Promise<void> {
    const addresseeNumber = typeof person === 'string' ? person : person.addresseeNumber;
    await this.#station.get('people.open', { reason: telephone, addresseeNumber, fresh });
  }

  somebody(index: number): Person {
    const person = this.people[index];
    if (person === undefined) throw new Error('nobody there');
    return person;
  }

  /** Tuesday of the week after. */
  async nextWeek(): Promise<void> {
    await this.#station.call('session.signOut', {});
    this.vrs.vrs.clock.advance(6 * DAY);
  }

  async week(fresh = false): Promise<ReviewWeek> {
    return this.#station.get('review.week', { week: this.monday, fresh });
  }

  async findings(changes: Partial<InputOf<'review.findings'>> = {}): Promise<readonly ReviewFinding[]> {
    return (await this.#station.get('review.findings', { week: this.monday, ...all, ...changes })).findings;
  }

  async decideAll(): Promise<void> {
    const open = (await this.findings({ undecidedOnly: true })).filter(({ mayDecide }) => mayDecide);
    if (open.length === 0) return;
    const names = open.map(({ id }) => id);
    await this.#station.get('review.decide', {
      week: this.monday,
      findings: names,
      outcome: 'no-problem',
      note: '',
    });
  }

  sign(userId: string, head: string): Promise<Outcome<OutputOf<'review.sign'>>> {
    const { password, oneTimePassword } = this.vrs.credentials(userId);
    return this.#station.call('review.sign', { week: this.monday, head, password, oneTimePassword });
  }

  /** A small file of records is checked, sent and seen; the people of its rows. */
  async batchOf(some: readonly Person[]): Promise<void> {
    const lines = some.map((person) =>
      recordLine({
        ticketNumber: person.tickets[0]?.ticketNumber ?? '',
        doseNumber: '7',
        vaccinatedOn: '20240501',
      }),
    );
    this.#file = path.join(this.#station.folder, 'rows.csv');
    await writeFile(this.#file, [recordsHeader, ...lines, ''].join('\r\n'));
    const { draftId } = await this.#station.get('batches.chooseFile', { source: { kind: 'office' } });
    const isAt = (stage: Draft['stage']) => async (): Promise<boolean> =>
      (await this.#station.get('batches.read', { draftId })).stage === stage;
    await this.#station.get('batches.check', { draftId });
    await vi.waitUntil(isAt('checked'), patience);
    await this.#station.get('batches.send', { draftId });
    await vi.waitUntil(isAt('ready'), patience);
    await this.#station.get('batches.difference', { draftId, outcome: null, cursor: null });
  }

  /** How the newest comparison ended. */
  async newestState(): Promise<string> {
    const { jobs } = await this.#station.get('jobs.list', {});
    const job = jobs.findLast(({ kind }) => kind === 'compare-log');
    return `${job?.state ?? ''} ${job?.problem?.code ?? ''}`;
  }

  async differences(): Promise<OutputOf<'review.differences'>['differences']> {
    const page = await this.#station.get('review.differences', { week: this.monday, offset: 0, limit: 100 });
    return page.differences;
  }

  async compared(): Promise<ReviewWeek> {
    await this.#station.get('review.compare', { week: this.monday });
    await vi.waitUntil(async () => (await this.newestState()) === 'done ', patience);
    return this.week();
  }
}

export function countOf(read: ReviewWeek, rule: ReviewRuleCode): number {
  return read.rules.find((each) => each.rule === rule)?.findings ?? 0;
}

/** In an order that does not depend on how they came. */
export function numbersOf(
  some: readonly { readonly addresseeNumber: AddresseeNumber | null }[],
): readonly string[] {
  return some
    .map(({ addresseeNumber }) => addresseeNumber ?? '')
    .toSorted((one, other) => one.localeCompare(other));
}
