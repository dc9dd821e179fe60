import type { KeyObject } from 'node:crypto';

import type { DraftId, FileEncoding, FileKind } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { Clock } from '../../src-shared/domain/clock.ts';
import type { FileSource } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Incident } from '../gateway/incident.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { LocalCopy } from '../people/local-copy.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { Profile } from '../workstation/profile.ts';
import type { ChooseFile } from './choose-file.ts';
import type { ChooseTarget } from './choose-target.ts';
import { Checking } from './checking.ts';
import { Choosing } from './choosing.ts';
import { DraftJournal } from './draft-journal.ts';
import { type Entry, hasEnded } from './draft-record.ts';
import { Drafts, type RecordErasure } from './drafts.ts';
import { LayoutShelf } from './layout-shelf.ts';
import type { FileLimits } from './reading/survey.ts';
import { Resuming } from './resuming.ts';
import { Reversing } from './reversing.ts';
import { Sending } from './sending.ts';
import { Exporting, type RecordExport } from './rows/exporting.ts';
import { Rows } from './rows/rows.ts';
import { TakingBack } from './rows/taking-back.ts';
import { StagingFiles } from './staging-files.ts';
import { Submitting } from './submitting.ts';
import { Works } from './works.ts';

export interface BatchesParts {
  /** Where the staging files lie. */
  readonly folder: string;
  /** AES-256 key that wraps the key of each staging file. */
  readonly wrappingKey: KeyObject;
  readonly profile: Profile;
  readonly vrs: VrsClient;
  readonly localCopy: Pick<LocalCopy, 'cache' | 'state'>;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly chooseFile: ChooseFile;
  readonly chooseTarget: ChooseTarget;
  /** The bundled entry of `file-check-worker.ts`. */
  readonly worker: URL;
  readonly recordErasure: RecordErasure;
  readonly recordExport: RecordExport;
  readonly reportIncident: (incident: Incident) => void;
  /** Without it, those that ship with the product. */
  readonly layouts?: LayoutShelf;
  /** Smaller in tests. */
  readonly limits?: FileLimits;
}

/** How long the list waits for VRS before it shows what was known last, in milliseconds. */
const LIST_PATIENCE = 4_000;
const LISTED = 200;

/** 一括登録 from the chosen file to the result: the drafts of the person who is signed in. */
export class Batches {
  readonly #drafts: Drafts;
  readonly #works: Works;
  readonly #choosing: Choosing;
  readonly #resuming: Resuming;
  readonly layouts: LayoutShelf;
  readonly checking: Checking;
  readonly sending: Sending;
  readonly submitting: Submitting;
  readonly rows: Rows;
  readonly takingBack: TakingBack;
  readonly exporting: Exporting;
  readonly reversing: Reversing;

  constructor(parts: BatchesParts) {
    const { clock, vrs, worker, chooseFile, recordErasure, limits } = parts;
    const cache = () => parts.localCopy.cache;
    const { layouts = new LayoutShelf() } = parts;
    this.layouts = layouts;
    const files = new StagingFiles(parts.folder);
    const journal = new DraftJournal(cache, clock);
    const drafts = new Drafts({ journal, files, vrs, clock, recordErasure });
    this.#drafts = drafts;
    this.#works = new Works(parts.jobs);
    this.#choosing = new Choosing({
      chooseFile,
      worker,
      journal,
      drafts,
      cache,
      clock,
      layouts,
      municipalityCode: parts.profile.municipalityCode,
      ...(limits ? { limits } : {}),
    });
    const shared = { drafts, works: this.#works, files, vrs, clock, worker };
    const checking = new Checking({ ...parts, ...shared, layouts });
    const { reportIncident } = parts;
    const rows = new Rows({ ...parts, ...shared });
    const sending = new Sending({ ...shared, checking, reportIncident });
    const takingBack = new TakingBack({ ...shared, open: (entry) => sending.open(entry) });
    this.checking = checking;
    this.sending = sending;
    this.rows = rows;
    this.takingBack = takingBack;
    this.exporting = new Exporting({ ...parts, ...shared, checking });
    this.submitting = new Submitting({ ...shared, sending });
    this.reversing = new Reversing({ vrs, drafts });
    this.#resuming = new Resuming({
      ...shared,
      journal,
      checking,
      sending,
      rows,
      takingBack,
      retention: parts.profile.retention,
    });
  }

  chooseFile(user: SignedInUser, source: FileSource): Promise<Outcome<Entry>> {
    return this.#choosing.choose(user, source);
  }

  async readAs(
    user: SignedInUser,
    draftId: DraftId,
    kind: FileKind,
    encoding: FileEncoding,
  ): Promise<Outcome<Entry>> {
    if (this.#works.isRunning(draftId)) return failed('job-running');
    return this.#choosing.readAs(user, draftId, kind, encoding);
  }

  async mapColumns(
    user: SignedInUser,
    draftId: DraftId,
    columns: readonly (string | null)[],
  ): Promise<Outcome<Entry>> {
    if (this.#works.isRunning(draftId)) return failed('job-running');
    return this.#choosing.mapColumns(user, draftId, columns);
  }

  /** Own drafts, newest first, as far as VRS can be reached with how their batches stand now. */
  async list(user: SignedInUser): Promise<Outcome<readonly Entry[]>> {
    await this.#followAll(user, AbortSignal.timeout(LIST_PATIENCE));
    const listed = await this.#drafts.list(user);
    return listed.ok ? ok(listed.value.slice(0, LISTED)) : listed;
  }

  /** One draft, with how its batch stands now where VRS can be reached. */
  async read(user: SignedInUser, draftId: DraftId): Promise<Outcome<Entry>> {
    if (this.#works.isRunning(draftId)) return this.#drafts.find(draftId, user);
    return this.#drafts.change(draftId, user, async (entry) => {
      const options = { signal: AbortSignal.timeout(LIST_PATIENCE) };
      const fresh = await this.#drafts.refresh(entry, user, options);
      if (!fresh.ok) return ok(entry);
      const withReversal = await this.reversing.refresh(fresh.value, options);
      return withReversal.ok ? withReversal : fresh;
    });
  }

  /** At sign-in: drafts go on where the last session, or the last process, left them. */
  async resume(user: SignedInUser): Promise<void> {
    await this.#resuming.resume(user);
    await this.#followAll(user, AbortSignal.timeout(LIST_PATIENCE));
  }

  /** At the end of a session: work ends where it is, and goes on at the next sign-in. */
  async pause(): Promise<void> {
    await this.#works.pause();
    await this.checking.close();
    await this.rows.close();
  }

  async close(): Promise<void> {
    await this.pause();
  }

  /** Asks VRS about every draft that is on its way, until it does not answer. */
  async #followAll(user: SignedInUser, signal: AbortSignal): Promise<void> {
    const listed = await this.#drafts.list(user);
    if (!listed.ok) return;
    for (const { draftId, record } of listed.value) {
      const moving = record.batchId !== null && !hasEnded(record) && !this.#works.isRunning(draftId);
      if (!moving) continue;
      const followed = await this.#drafts.change(draftId, user, (entry) =>
        this.#drafts.refresh(entry, user, { signal }),
      );
      if (!followed.ok) return;
    }
  }
}
