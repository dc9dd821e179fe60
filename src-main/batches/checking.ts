import type { KeyObject } from 'node:crypto';
import { statfs } from 'node:fs/promises';

import { batchStateNames, type DraftId, Finding, type RuleCount } from '../../src-shared/contract/batches.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, dayInJapan } from '../../src-shared/domain/clock.ts';
import { formatWesternDate } from '../../src-shared/domain/dates/eras.ts';
import { type AddresseeNumber, IsoDate, type Sha256 } from '../../src-shared/domain/identifiers.ts';
import { combined } from '../../src-shared/domain/rules/check-rules.ts';
import { noSettings } from '../../src-shared/domain/rules/rule-settings.ts';
import type { Batch, BatchState } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Cache } from '../cache/cache.ts';
import type { StagedPage } from '../cache/staging/staged-findings.ts';
import type { JobHandle } from '../jobs/jobs.ts';
import type { LocalCopy } from '../people/local-copy.ts';
import type { VrsClient } from '../vrs/vrs-client.ts';
import type { Profile } from '../workstation/profile.ts';
import type { FileCheckRequest } from './checking/check-request.ts';
import type { CheckSoFar } from './checking/so-far.ts';
import { rulesVersionUnder } from './checking/rules-of-layout.ts';
import type { Entry } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import { FileWorker, inFileWorker } from './file-worker.ts';
import type { LayoutShelf } from './layout-shelf.ts';
import { peopleOfRows } from './people-of-rows.ts';
import type { StagingFiles } from './staging-files.ts';
import {
  forgetStagingKeys,
  newStagingKeys,
  type StagingKeys,
  unwrapStagingKeys,
  wrapStagingKeys,
} from './staging-key.ts';
import type { RequestOf } from './worker-protocol.ts';
import type { Works } from './works.ts';

export interface CheckingParts {
  readonly drafts: Drafts;
  readonly works: Works;
  readonly files: StagingFiles;
  readonly folder: string;
  readonly wrappingKey: KeyObject;
  readonly profile: Profile;
  readonly localCopy: Pick<LocalCopy, 'cache' | 'state'>;
  readonly vrs: VrsClient;
  readonly clock: Clock;
  readonly worker: URL;
  readonly layouts: LayoutShelf;
}

export interface FindingsPage {
  readonly findings: readonly Finding[];
  readonly next: number | null;
  readonly people: readonly AddresseeNumber[];
}

export interface FoundSoFar {
  readonly rules: readonly RuleCount[];
  /** Whose rows the examples are. */
  readonly people: readonly AddresseeNumber[];
}

/** Room that a staging file takes, as a multiple of the file. */
const ROOM = 1.5;
/** How long VRS is waited for to say whether the file was used before. */
const SEEN_PATIENCE = 4_000;
/** A batch in one of these states was applied for: its file is not new. */
const appliedFor: ReadonlySet<BatchState> = new Set(['submitted', 'applying', 're-review', 'applied']);

/** The second step: every row is checked, and what can be sent is staged under a key of its own. */
export class Checking {
  readonly #parts: CheckingParts;
  #reader: FileWorker | undefined;
  /** What checks that run now have found. It ends with them: nothing of it outlives a check or a process. */
  readonly #soFar = new Map<DraftId, CheckSoFar>();

  constructor(parts: CheckingParts) {
    this.#parts = parts;
  }

  /** Problems: `draft-state`, `job-running`, `check-needs-copy`, `cache-unavailable`. What the check itself meets is in its job. */
  async check(user: SignedInUser, draftId: DraftId): Promise<Outcome<Job>> {
    const { drafts, works, localCopy } = this.#parts;
    if (works.isRunning(draftId)) return failed('job-running');
    return drafts.change(draftId, user, async ({ record }) => {
      const early = record.stage === 'chosen' || record.stage === 'checking' || record.stage === 'checked';
      if (!early || record.path === null || record.openingKey !== null) return failed('draft-state');
      if (record.readingProblem !== null) return { ok: false, problem: record.readingProblem };
      // Against half a copy every second ticket would look as if it had never been issued.
      if (!localCopy.cache || localCopy.state.state !== 'ready') return failed('check-needs-copy');
      const work = (handle: JobHandle): Promise<Outcome<unknown>> => this.#run(user, draftId, handle);
      return works.start({ kind: 'check-file', draftId, owner: user.userId, work });
    });
  }

  /** What the running check has found until now, an example of each rule. Nothing where none runs. */
  async soFar(user: SignedInUser, draftId: DraftId): Promise<Outcome<FoundSoFar>> {
    const entry = await this.#parts.drafts.find(draftId, user);
    if (!entry.ok) return entry;
    const { rules, exampleSubjects } = this.#soFar.get(draftId) ?? { rules: [], exampleSubjects: [] };
    return ok({ rules, people: await peopleOfRows(exampleSubjects, this.#parts.localCopy.cache) });
  }

  async findings(
    user: SignedInUser,
    draftId: DraftId,
    page: { readonly code: string | null; readonly after: number; readonly limit: number },
  ): Promise<Outcome<FindingsPage>> {
    const { drafts, localCopy } = this.#parts;
    const entry = await drafts.find(draftId, user);
    if (!entry.ok) return entry;
    if (entry.value.record.check === null) return failed('draft-state');
    const keys = this.stagingKeysOf(entry.value);
    if (!keys) return failed('draft-missing');
    keys.individualNumbers.fill(0);
    const staging = this.#parts.files.rowsOf(draftId, keys);
    const found = await this.#ask({ staging, ...page });
    if (!found.ok) return found;
    const subjects = found.value.findings.map(({ subject }) => subject);
    return ok({
      findings: found.value.findings.map((finding) => Finding.strip().parse(finding)),
      next: found.value.next,
      people: await peopleOfRows(subjects, localCopy.cache),
    });
  }

  /** One worker reads for whoever looks; after a crash of it there is a new one. */
  async #ask(request: RequestOf<'findings'>): Promise<Outcome<StagedPage>> {
    this.#reader ??= new FileWorker({ worker: this.#parts.worker });
    try {
      const found = this.#reader.call('findings', request);
      request.staging.key.fill(0); // SECURITY: H57 — the worker has a copy of its own, and forgets it as well.
      return await found;
    } catch (thrown) {
      await this.close();
      throw thrown;
    }
  }

  /** Undefined where there are none, or where they were wrapped under a key that ended with an earlier process. */
  stagingKeysOf({ draftId, stagingKey }: Entry): StagingKeys | undefined {
    return stagingKey === null ? undefined : unwrapStagingKeys(this.#parts.wrappingKey, draftId, stagingKey);
  }

  async close(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }

  async #run(user: SignedInUser, draftId: DraftId, handle: JobHandle): Promise<Outcome<unknown>> {
    const { drafts, files, wrappingKey } = this.#parts;
    const keys = newStagingKeys();
    const begun = await drafts.change(draftId, user, async (entry) => {
      const forgotten = await drafts.forgetCheck(entry);
      if (!forgotten.ok) return forgotten;
      return drafts.save(forgotten.value, { stage: 'checking' }, wrapStagingKeys(wrappingKey, draftId, keys));
    });
    if (!begun.ok) return begun;
    const checked = await this.#checkStaged(begun.value, keys, handle)
      .catch(async (thrown: unknown) => {
        await drafts.change(draftId, user, (entry) => drafts.forgetCheck(entry));
        throw thrown;
      })
      .finally(() => this.#soFar.delete(draftId));
    forgetStagingKeys(keys);
    const ended = await drafts.change(draftId, user, async (entry) => {
      if (!checked.ok) return drafts.forgetCheck(entry);
      const { summary: check, exampleSubjects } = checked.value;
      const examplePeople = await peopleOfRows(exampleSubjects, this.#parts.localCopy.cache);
      return drafts.save(entry, { stage: 'checked', check, examplePeople });
    });
    // Where not even that can be noted, the next sign-in puts it in order; the file is of no use meanwhile.
    if (!ended.ok) await files.remove(draftId);
    return checked.ok ? ended : checked;
  }

  async #checkStaged(entry: Entry, keys: StagingKeys, { signal, progress, found }: JobHandle) {
    const { files, folder, worker, localCopy } = this.#parts;
    const prepared = await files.prepare();
    if (!prepared.ok) return prepared;
    const disk = await statfs(folder);
    if (disk.bavail * disk.bsize < entry.record.fileBytes * ROOM) return failed('disk-full');
    const request = await this.#requestOf(entry, signal);
    if (!request.ok) return request;
    return inFileWorker(
      {
        worker,
        signal,
        onProgress: progress,
        onSoFar: (soFar) => {
          this.#soFar.set(entry.draftId, soFar);
          found?.(soFar.rules.map(({ code, severity, title, count }) => ({ code, severity, title, count })));
        },
        ticketPort: cacheOf(localCopy)?.openTicketPort?.(),
        holders: async (tickets) =>
          (await cacheOf(localCopy)?.tickets.holders(tickets)) ?? failed('cache-unavailable'),
        residents: async (people) =>
          (await cacheOf(localCopy)?.tickets.residents(people)) ?? failed('cache-unavailable'),
      },
      (checker) => checker.call('check', { ...request.value, staging: files.placesOf(entry.draftId, keys) }),
    );
  }

  async #requestOf({ draftId, record }: Entry, signal: AbortSignal): Promise<Outcome<FileCheckRequest>> {
    const { profile, clock, layouts } = this.#parts;
    const { path, fileSha256: sha256, encoding, fileLines: lines, layoutId, layoutSha256 } = record;
    if (path === null) return failed('draft-state');
    const shelved = layouts.find(layoutId);
    if (shelved?.sha256 !== layoutSha256) return failed('layout-changed');
    const settings = combined(profile.rules ?? noSettings, shelved.profile.rules ?? noSettings);
    return ok({
      path,
      sha256,
      encoding,
      profile: { ...shelved.profile, rules: settings },
      columns: record.columns.map(({ id }) => id),
      lines,
      municipalityCode: profile.municipalityCode,
      today: dayInJapan(clock.now()),
      rulesVersion: rulesVersionUnder(settings, profile.version),
      seenBefore: await this.#seenBefore(draftId, sha256, signal),
    });
  }

  /** The newest batch of the same file that was applied for, here or at another terminal. */
  async #seenBefore(
    draftId: DraftId,
    sha256: Sha256,
    signal: AbortSignal,
  ): Promise<FileCheckRequest['seenBefore']> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(SEEN_PATIENCE)]);
    const listed = await this.#parts.vrs.call(
      'batches.list',
      { query: { limit: 500 } },
      { signal: patience },
    );
    const here = await this.#parts.drafts.everybodys();
    const known: Batch[] = [
      ...(listed.ok ? listed.value.batches : []),
      ...here.flatMap((entry) => (entry.draftId === draftId ? [] : (entry.record.batch ?? []))),
    ];
    const same = known.find(({ fileSha256, state }) => fileSha256 === sha256 && appliedFor.has(state));
    if (!same) return null;
    const on = dayInJapan(new Date(same.submittedAt ?? same.maker.at));
    return { on: formatWesternDate(IsoDate.parse(on)), result: batchStateNames[same.state] };
  }
}

/** Read anew each time: the copy may be closed and opened again while a check runs. */
const cacheOf = (localCopy: Pick<LocalCopy, 'cache'>): Cache | undefined => localCopy.cache;
