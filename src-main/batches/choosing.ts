import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { DraftId, type FileEncoding, type FileKind } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import { type Clock, timestampOf } from '../../src-shared/domain/clock.ts';
import type { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';
import type { FileSource } from '../../src-shared/vrs-api/batches.ts';
import type { SignedInUser } from '../../src-shared/vrs-api/session.ts';
import type { Cache } from '../cache/cache.ts';
import type { ChooseFile } from './choose-file.ts';
import { liesElsewhere } from './chosen-place.ts';
import type { DraftJournal } from './draft-journal.ts';
import type { DraftRecord, Entry } from './draft-record.ts';
import type { Drafts } from './drafts.ts';
import { type FileWorker, inFileWorker } from './file-worker.ts';
import { peopleOfRows } from './people-of-rows.ts';
import type { LayoutShelf } from './layout-shelf.ts';
import type { Head, HeadRequest } from './reading/head.ts';
import type { Mapping } from './reading/recognise.ts';
import { type FileLimits, fileLimits, type Survey } from './reading/survey.ts';
import { withinUnits } from './reading/presentable.ts';

export interface ChoosingParts {
  readonly chooseFile: ChooseFile;
  readonly worker: URL;
  readonly journal: DraftJournal;
  readonly drafts: Drafts;
  readonly cache: () => Cache | undefined;
  readonly clock: Clock;
  readonly layouts: LayoutShelf;
  /** The own one. */
  readonly municipalityCode: MunicipalityCode;
  readonly limits?: FileLimits;
}

type Wanted = Omit<HeadRequest, 'layouts' | 'municipalityCode'>;

interface Reading {
  readonly head: Head;
  readonly mappedBy: DraftRecord['mappedBy'];
}

/** What the first lines of the file make of the draft. */
type ReadRecord = Omit<Head, 'subjects'> &
  Pick<
    DraftRecord,
    'previewPeople' | 'mappedBy' | 'layoutVersion' | 'layoutSha256' | 'layoutName' | 'layoutColumns'
  >;

/** The first step: a file is chosen, and its kind, encoding and columns are recognised. SECURITY: H62. */
export class Choosing {
  readonly #parts: ChoosingParts;

  constructor(parts: ChoosingParts) {
    this.#parts = parts;
  }

  /** Problems: `file-not-chosen`, `file-not-on-this-terminal` and everything that can be wrong with a file as a whole. */
  async choose(user: SignedInUser, source: FileSource): Promise<Outcome<Entry>> {
    const file = await this.#parts.chooseFile();
    if (file === undefined) return failed('file-not-chosen');
    if (await liesElsewhere(file)) return failed('file-not-on-this-terminal');
    const read = await inFileWorker({ worker: this.#parts.worker }, (worker) => this.#survey(worker, file));
    if (!read.ok) return read;
    const { survey, reading } = read.value;
    const record: DraftRecord = {
      formatVersion: 1,
      stage: 'chosen',
      path: file,
      fileName: withinUnits(path.basename(file), 255),
      fileBytes: survey.bytes,
      fileLines: survey.lines,
      fileSha256: survey.sha256,
      source,
      chosenAt: timestampOf(this.#parts.clock.now()),
      ...(await this.#fromReading(reading)),
      examplePeople: [],
      check: null,
      rowsToSend: null,
      openingKey: null,
      batchId: null,
      editsAnnounced: null,
      takenBack: null,
      batch: null,
      fingerprint: null,
      differenceSeen: null,
      differenceVerified: null,
      differenceOutdated: false,
      reversal: null,
      reversing: null,
      erasure: null,
    };
    const draftId = DraftId.parse(randomUUID());
    return this.#parts.journal.save({ draftId, owner: user.userId, record, stagingKey: null });
  }

  /**
   * The person knows better: the header is read again as that kind, in that encoding, by the mapping that such a header line had last. Where
   * it does not fit, nothing changes.
   */
  readAs(
    user: SignedInUser,
    draftId: DraftId,
    kind: FileKind,
    encoding: FileEncoding,
  ): Promise<Outcome<Entry>> {
    return this.#readAgain(user, draftId, (worker, file) =>
      this.#read(worker, { path: file, encoding, kind }),
    );
  }

  /** The person says which column is which. What is complete is kept for the next file with such a header line. */
  mapColumns(
    user: SignedInUser,
    draftId: DraftId,
    columns: readonly (string | null)[],
  ): Promise<Outcome<Entry>> {
    return this.#readAgain(user, draftId, async (worker, file, { kind, encoding, layoutId, ...record }) => {
      const shelved = this.#parts.layouts.find(layoutId);
      if (!shelved || columns.length !== record.columns.length) return failed('draft-state');
      const mapping = { layoutId, columns };
      const head = await this.#head(worker, { path: file, encoding, kind, mapping });
      if (!head.ok) return head;
      if (head.value.readingProblem === null) await this.#remember(head.value, mapping);
      return ok({ head: head.value, mappedBy: 'person' as const });
    });
  }

  #readAgain(
    user: SignedInUser,
    draftId: DraftId,
    read: (worker: FileWorker, path: string, record: DraftRecord) => Promise<Outcome<Reading>>,
  ): Promise<Outcome<Entry>> {
    const { drafts, worker } = this.#parts;
    return drafts.change(draftId, user, async (entry) => {
      const { record } = entry;
      const { path: file, stage, batchId, openingKey } = record;
      const early = stage === 'chosen' || stage === 'checked';
      if (!early || file === null || batchId !== null || openingKey !== null) return failed('draft-state');
      const reading = await inFileWorker({ worker }, (reader) => read(reader, file, record));
      if (!reading.ok) return reading;
      const forgotten = await drafts.forgetCheck(entry);
      if (!forgotten.ok) return forgotten;
      return drafts.save(forgotten.value, await this.#fromReading(reading.value));
    });
  }

  async #survey(worker: FileWorker, file: string): Promise<Outcome<{ survey: Survey; reading: Reading }>> {
    const limits = this.#parts.limits ?? fileLimits;
    const survey = await worker.call('survey', { path: file, limits });
    if (!survey.ok) return survey;
    const { encoding } = survey.value;
    const reading = await this.#read(worker, { path: file, encoding, kind: null });
    return reading.ok ? ok({ survey: survey.value, reading: reading.value }) : reading;
  }

  /** By its headers, or as somebody mapped such a header line before. */
  async #read(worker: FileWorker, wanted: Omit<Wanted, 'mapping'>): Promise<Outcome<Reading>> {
    const head = await this.#head(worker, { ...wanted, mapping: null });
    if (!head.ok) return head;
    const byHeaders = ok({ head: head.value, mappedBy: 'headers' as const });
    const found = await this.#parts.cache()?.mappings.find(head.value.headerSha256, wanted.kind);
    const mapping = found?.ok === true ? found.value : undefined;
    if (!mapping || !this.#parts.layouts.find(mapping.layoutId)) return byHeaders;
    const { layoutId, columns } = mapping;
    const mapped = await this.#head(worker, { ...wanted, mapping: { layoutId, columns } });
    // The layout has changed since, and the mapping does not fit it any more.
    if (!mapped.ok || mapped.value.readingProblem !== null) return byHeaders;
    return ok({ head: mapped.value, mappedBy: 'memory' as const });
  }

  #head(worker: FileWorker, wanted: Wanted): Promise<Outcome<Head>> {
    const { layouts, municipalityCode } = this.#parts;
    return worker.call('readHead', { ...wanted, layouts: layouts.layouts, municipalityCode });
  }

  /** Where it can't be kept, the file is read all the same. */
  async #remember({ headerSha256, kind }: Head, { layoutId, columns }: Mapping): Promise<void> {
    const savedAt = timestampOf(this.#parts.clock.now());
    await this.#parts.cache()?.mappings.save({ headerSha256, kind, layoutId, columns, savedAt });
  }

  async #fromReading({ head: { subjects, ...head }, mappedBy }: Reading): Promise<ReadRecord> {
    const shelved = this.#parts.layouts.find(head.layoutId);
    if (!shelved) throw new Error('a file was read by a layout that is not there');
    const { layout, sha256 } = shelved;
    return {
      ...head,
      mappedBy,
      layoutVersion: layout.version,
      layoutSha256: sha256,
      layoutName: layout.name,
      layoutColumns: layout.columns.map(({ id, name, required }) => ({ id, name, required })),
      previewPeople: await peopleOfRows(subjects, this.#parts.cache()),
    };
  }
}
