import { failed, ok, type Outcome } from '../../../src-shared/contract/problem.ts';
import type { Batch } from '../../../src-shared/vrs-api/batches.ts';
import type { StagingPlaces } from '../../cache/staging/staging-database.ts';
import { type Incident, incidentOf } from '../../gateway/incident.ts';
import type { Telling } from '../../jobs/jobs.ts';
import type { VrsClient } from '../../vrs/vrs-client.ts';
import { type InWorker, inFileWorker } from '../file-worker.ts';
import type { DifferenceRead, PageTaken } from './difference-reader.ts';
import type { Disagreement } from './sent-row.ts';

export interface ReadingDifference {
  readonly vrs: VrsClient;
  readonly worker: URL;
  readonly reportIncident: (incident: Incident) => void;
  /** Where the worker's tasks run; in a thread of their own unless said otherwise. */
  readonly inWorker?: InWorker;
}

const PAGE = 2_500;
const PAGE_TIMEOUT = 60_000;

/** What VRS shows is not what was sent, or not what its fingerprint says. */
export class DifferenceDisagrees extends Error {
  override readonly name = 'DifferenceDisagrees';
  readonly code: Disagreement;

  constructor(code: Disagreement) {
    super(code);
    this.code = code;
  }
}

/**
 * Reads the difference of a batch from its first row to its last and checks it, in a worker; `staging` where the rows that were sent lie
 * here. Problems: `difference-untrusted` (with an incident), `difference-changed`, whatever the network meets.
 */
export async function readDifference(
  { vrs, worker, reportIncident, inWorker = inFileWorker }: ReadingDifference,
  batch: Batch,
  { signal, progress }: Telling,
  staging?: StagingPlaces,
): Promise<Outcome<DifferenceRead>> {
  const { batchId, kind, state, fingerprint, differenceFingerprint, counts, editsSha256 } = batch;
  const total = counts ? Object.values(counts).reduce((sum, rows) => sum + rows, 0) : 0;
  const untrusted = (why: Disagreement): Outcome<never> => {
    const incident = incidentOf('batches.difference', new DifferenceDisagrees(why));
    reportIncident(incident);
    return failed('difference-untrusted', { incident: incident.number });
  };
  const ask = (cursor: string | null): Promise<Outcome<string>> =>
    vrs.text(
      'batches.difference',
      { path: { batchId }, query: { limit: PAGE, ...(cursor === null ? {} : { cursor }) } },
      { signal, timeout: PAGE_TIMEOUT },
    );
  return inWorker({ worker, signal }, async (reader) => {
    const named = { kind, state, fingerprint, differenceFingerprint, counts, editsSha256 };
    const opened = await reader.call('openDifference', { batch: named, staging: staging ?? null });
    if (!opened.ok) return opened;
    let done = 0;
    progress(0, total, 'reading');
    let asked: Promise<Outcome<string>> | undefined = ask(null);
    while (asked) {
      const answer: Outcome<string> = await asked;
      if (!answer.ok) return answer;
      const page: Outcome<PageTaken> = await reader.call('takeDifferencePage', answer.value);
      if (!page.ok) return page;
      const { rows } = page.value;
      const cursor: string | null = page.value.cursor;
      // While these rows are read the next ones are on their way.
      asked = cursor === null ? undefined : ask(cursor);
      const read = await reader.call('readDifferencePage', undefined);
      if (!read.ok) return read;
      if (read.value.disagreement) return untrusted(read.value.disagreement);
      done += rows;
      progress(Math.min(done, total), total, 'reading');
    }
    const ended = await reader.call('endDifference', undefined);
    if (!ended.ok) return ended;
    return ended.value.disagreement ? untrusted(ended.value.disagreement) : ok(ended.value);
  });
}
