import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type fc from 'fast-check';

import type { Transport } from '../../../src-main/vrs/transport.ts';
import { PersonId, UserId } from '../../../src-shared/domain/identifiers.ts';
import type { Person as Resident } from '../../../src-shared/vrs-api/people.ts';
import type { RecordRow } from '../../../src-training/people/rows.ts';
import { nodeTransport } from '../node-transport.ts';
import { everybody, OWN, plainPeople, ticketOf } from '../training/batch-steps.ts';
import { type SignedIn, TestVrs } from '../training/training-vrs.ts';
import { Person } from './a-terminal.ts';
import { type Name, names, personBehind, type Standing } from './model.ts';

const DAY = 86_400_000;
/** Residents of one run: each brings a dose that stands and one that nobody has. */
export const RESIDENTS = 2;
export const KEYS = RESIDENTS * 2;
const NEW_DOSE = '7';

export interface Key {
  readonly ticketNumber: string;
  readonly doseNumber: string;
}

/** A thousand runs write a hundred thousand times, and none of them is about a power cut. */
function inMemory(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** One VRS for many runs: each run takes other residents and accounts of its own. */
export class Ground {
  readonly test: TestVrs;
  readonly residents: Resident[];
  readonly #transports: readonly (Transport & { close(): Promise<void> })[];
  /** Traces of what terminals sent. */
  readonly #drafts: string;
  #runs = 0;
  scheduler: fc.Scheduler | undefined;
  racing = false;

  private constructor(test: TestVrs, residents: readonly Resident[]) {
    this.test = test;
    this.#drafts = path.join(test.folder, 'drafts');
    mkdirSync(this.#drafts);
    this.residents = [...residents];
    this.#transports = [nodeTransport(test.vrs), nodeTransport(test.vrs)];
  }

  static async make(population: number): Promise<Ground> {
    const test = await TestVrs.start({
      folder: await mkdtemp(path.join(inMemory(), 'two-terminals-')),
      people: population,
      passwordHashCost: 16,
    });
    const people = await everybody(await test.signIn('clerk01'));
    return new Ground(
      test,
      plainPeople(people, 1).filter(({ doses }) => doses.length < Number(NEW_DOSE)),
    );
  }

  async end(): Promise<void> {
    for (const transport of this.#transports) await transport.close();
    await this.test.end();
  }

  async newWorld(scheduler: fc.Scheduler): Promise<World> {
    this.scheduler = scheduler;
    this.#runs += 1;
    this.test.vrs.clock.reset();
    this.test.vrs.faults.clear();
    const run = String(this.#runs);
    const accounts = [...names, 'admin'] as const;
    for (const name of accounts) {
      await this.test.vrs.addAccount({
        userId: `${name}-${run}`,
        personId: `${name === 'admin' ? name : personBehind[name]}-${run}`,
        name,
        department: '接種推進係',
        role: name === 'admin' ? 'administrator' : name.startsWith('clerk') ? 'clerk' : 'supervisor',
        purpose: null,
      });
    }
    const at = (terminal: number): Transport => {
      const transport = this.#transports[terminal];
      if (!transport) throw new Error('no such terminal');
      // While two people race, it is the scheduler that says whose request goes first.
      return async (url, request) => {
        if (this.racing && this.scheduler) await this.scheduler.schedule(Promise.resolve(), 'request');
        return transport(url, request);
      };
    };
    const seat: Readonly<Record<Name, number>> = { clerk1: 0, chief2: 0, clerk2: 1, chief1: 1 };
    const people = Object.fromEntries(
      names.map((name) => [name, new Person(this.test, at(seat[name]), `${name}-${run}`, this.#drafts)]),
    ) as Record<Name, Person>;
    const residents = this.residents.splice(0, RESIDENTS);
    if (residents.length < RESIDENTS) throw new Error('not enough residents');
    return new World(this, run, people, residents);
  }
}

/** What one run happens in. */
export class World {
  readonly run: string;
  readonly people: Readonly<Record<Name, Person>>;
  readonly keys: readonly Key[];
  readonly ground: Ground;
  /** The entry of the access log with which an account was stopped. */
  readonly stoppedAt = new Map<UserId, number>();
  /** The record that the model knows by that number. */
  readonly recordIds = new Map<number, string>();
  /** What stood under each key at the beginning. */
  readonly originals: readonly (RecordRow | undefined)[];
  readonly #residents: readonly Resident[];

  constructor(ground: Ground, run: string, people: Record<Name, Person>, residents: readonly Resident[]) {
    this.ground = ground;
    this.run = run;
    this.people = people;
    this.#residents = residents;
    this.keys = residents.flatMap((resident) => [
      { ticketNumber: ticketOf(resident), doseNumber: '1' },
      { ticketNumber: ticketOf(resident), doseNumber: NEW_DOSE },
    ]);
    this.originals = this.keys.map((key) => this.record(key));
  }

  get test(): TestVrs {
    return this.ground.test;
  }

  /** What stands at the beginning, in the order of the keys. */
  standing(): readonly (Standing | undefined)[] {
    return this.#residents.flatMap((resident, index) => {
      const dose = resident.doses.find(({ doseNumber }) => doseNumber === 1);
      if (!dose) throw new Error('a plain resident has a first dose');
      const content = { rest: 'original', lot: dose.lotNumber, confirmed: dose.confirmed } as const;
      return [{ ...content, identity: index, version: dose.version, batch: null, before: null }, undefined];
    });
  }

  /** Somebody of this run who only reads, whose account nobody stops. */
  reader(): Promise<SignedIn> {
    return this.#administrator();
  }

  /** Waits for its turn among those whom the scheduler lets through. */
  async inTurn(): Promise<void> {
    if (this.ground.racing) await this.ground.scheduler?.schedule(Promise.resolve(), 'another');
  }

  /** Lets both go on at once, their requests in the order that the scheduler draws. */
  async together<One, Other>(one: () => Promise<One>, other: () => Promise<Other>): Promise<[One, Other]> {
    const { scheduler } = this.ground;
    if (!scheduler) throw new Error('nobody says who goes first');
    this.ground.racing = true;
    try {
      return await scheduler.waitFor(Promise.all([one(), other()]));
    } finally {
      this.ground.racing = false;
    }
  }

  passDays(days: number): void {
    this.test.vrs.clock.advance(days * DAY);
  }

  async correct(key: number, lotNumber: string): Promise<void> {
    const recordId = this.recordId(key);
    if (recordId !== undefined)
      await this.test.vrs.registration.correct(OWN, recordId, { lot_number: lotNumber });
  }

  async confirm(key: number, confirmed: boolean): Promise<void> {
    const recordId = this.recordId(key);
    if (recordId !== undefined) await this.test.vrs.registration.confirm(OWN, recordId, confirmed);
  }

  recordId(key: number): string | undefined {
    const found = this.keys[key];
    return found && this.record(found)?.record_id;
  }

  /** What stands under that key. */
  record({ ticketNumber, doseNumber }: Key): RecordRow | undefined {
    return this.#records('record', ticketNumber, doseNumber)[0];
  }

  /** Every state that ever stood under that key, in no order. */
  states({ ticketNumber, doseNumber }: Key): readonly RecordRow[] {
    const past = this.#records('record_past', ticketNumber, doseNumber);
    const all = [...past, ...this.#records('record', ticketNumber, doseNumber)];
    return [...new Map(all.map((state) => [`${state.record_id} ${state.version}`, state])).values()];
  }

  #records(table: 'record' | 'record_past', ticketNumber: string, doseNumber: string): readonly RecordRow[] {
    return this.test.vrs.storage
      .sql<[string, string, number], RecordRow>(
        `SELECT * FROM ${table} WHERE municipality_code = ? AND ticket_number = ? AND dose_number = ?`,
      )
      .all(OWN, ticketNumber, Number(doseNumber));
  }

  /** What became of that row of a batch; undefined before anything was applied. */
  resultOf(batchId: string, line: number): string | undefined {
    return this.test.vrs.storage
      .sql<[string, number], { result: string }>(
        'SELECT result FROM batch_result JOIN batch ON number = batch_number WHERE batch_id = ? AND line = ?',
      )
      .get(batchId, line)?.result;
  }

  async stop(name: Name): Promise<void> {
    const admin = await this.#administrator();
    await admin.call('users.stop', { path: { userId: userIdOf(name, this.run) }, body: { reason: '異動' } });
    const entry = this.test.vrs.storage
      .sql<[string], { sequence: number }>(
        `SELECT max(sequence) AS sequence FROM access_log WHERE call = 'users.stop' AND status < 300 AND user_id = ?`,
      )
      .get(`admin-${this.run}`);
    this.stoppedAt.set(userIdOf(name, this.run), entry?.sequence ?? 0);
  }

  /** Whoever sat at the terminal leaves it. */
  handOver(name: Name, person: string): void {
    this.test.vrs.changeAccount(userIdOf(name, this.run), {
      personId: PersonId.parse(`${person}-${this.run}`),
    });
    this.people[name].leave();
  }

  giveRole(name: Name, role: 'clerk' | 'supervisor'): void {
    this.test.vrs.changeAccount(userIdOf(name, this.run), { role });
  }

  /** Signed in anew each time: the clock may have gone on. */
  #administrator(): Promise<SignedIn> {
    return this.test.signIn(`admin-${this.run}`);
  }
}

export function userIdOf(name: Name, run: string): UserId {
  return UserId.parse(`${name}-${run}`);
}
