import { type batchOperations, subjectsOf } from '../../src-shared/contract/batches.ts';
import { failed, ok, type Outcome } from '../../src-shared/contract/problem.ts';
import type { HandlersOf, RecordedAnswer } from '../gateway/handler.ts';
import type { Batches } from './batches.ts';
import { draftOf, type Entry, peopleIn, summaryOf } from './draft-record.ts';
import { traceOf } from './submitting.ts';
import type { Draft } from '../../src-shared/contract/batches.ts';

/** The draft as an answer, with whose data it shows and what the log keeps of it. */
function answered(entry: Outcome<Entry>): Outcome<RecordedAnswer<Draft>> {
  if (!entry.ok) return entry;
  const draft = draftOf(entry.value);
  return ok({ result: draft, subjects: peopleIn(entry.value), detail: traceOf(draft) });
}

export function batchHandlers(batches: Batches): HandlersOf<typeof batchOperations> {
  const { checking, sending, submitting, reversing } = batches;
  return {
    'batches.chooseFile': async ({ source }, caller) => answered(await batches.chooseFile(caller, source)),

    'batches.readAs': async ({ draftId, kind, encoding }, caller) =>
      answered(await batches.readAs(caller, draftId, kind, encoding)),

    'batches.mapColumns': async ({ draftId, columns }, caller) =>
      answered(await batches.mapColumns(caller, draftId, columns)),

    'batches.layouts': async () => {
      const { all, refused } = batches.layouts;
      const layouts = all.map(({ layout: { id, version, kind, name }, own, sha256 }) => ({
        id,
        version,
        kind,
        name,
        own,
        sha256,
      }));
      return ok({ layouts, refused: [...refused] });
    },

    'batches.check': async ({ draftId }, caller) => {
      const job = await checking.check(caller, draftId);
      return job.ok ? ok({ result: job.value, subjects: [], detail: { draft: draftId } }) : job;
    },

    'batches.checkSoFar': async ({ draftId }, caller) => {
      const soFar = await checking.soFar(caller, draftId);
      if (!soFar.ok) return soFar;
      const { rules, people } = soFar.value;
      return ok({
        result: { rules: [...rules] },
        subjects: people,
        detail: { draft: draftId, rules: rules.length },
      });
    },

    'batches.findings': async ({ draftId, ...page }, caller) => {
      const found = await checking.findings(caller, draftId, page);
      if (!found.ok) return found;
      const { findings, next, people } = found.value;
      return ok({
        result: { findings: [...findings], next },
        subjects: people,
        detail: { draft: draftId, findings: findings.length, code: page.code ?? '' },
      });
    },

    'batches.send': async ({ draftId }, caller) => {
      const job = await sending.send(caller, draftId);
      return job.ok ? ok({ result: job.value, subjects: [], detail: { draft: draftId } }) : job;
    },

    'batches.difference': async ({ draftId, outcome, cursor }, caller) => {
      const page = await submitting.difference(caller, draftId, outcome, cursor);
      if (!page.ok) return page;
      const { rows, differenceFingerprint } = page.value;
      return ok({
        result: page.value,
        subjects: subjectsOf(rows),
        detail: { draft: draftId, rows: rows.length, difference: differenceFingerprint },
      });
    },

    'batches.submit': async ({ draftId, ...submission }, caller) =>
      answered(await submitting.submit(caller, draftId, submission)),

    'batches.list': async (_, caller) => {
      const listed = await batches.list(caller);
      return listed.ok ? ok({ drafts: listed.value.map(summaryOf) }) : listed;
    },

    'batches.read': async ({ draftId }, caller) => answered(await batches.read(caller, draftId)),

    'batches.withdraw': async ({ draftId }, caller) => answered(await submitting.withdraw(caller, draftId)),

    'batches.receipt': async ({ draftId }, caller) => {
      const entry = await batches.read(caller, draftId);
      if (!entry.ok) return entry;
      const { batch, reversal, erasure } = entry.value.record;
      if (!batch) return failed('draft-state');
      return ok({
        result: { batch, reversal, erasure },
        subjects: [],
        detail: { draft: draftId, batch: batch.batchId },
      });
    },

    'batches.reverse': async ({ draftId, reason }, caller) =>
      answered(await reversing.reverse(caller, draftId, reason)),

    'batches.reversalDifference': async ({ draftId, outcome, cursor }, caller) => {
      const page = await reversing.difference(caller, draftId, outcome, cursor);
      if (!page.ok) return page;
      return ok({ result: page.value, subjects: subjectsOf(page.value.rows), detail: { draft: draftId } });
    },

    'batches.withdrawReversal': async ({ draftId }, caller) =>
      answered(await reversing.withdraw(caller, draftId)),

    'batches.result': async ({ batchId, cursor }, caller) => {
      const page = await submitting.result(caller, batchId, cursor);
      if (!page.ok) return page;
      return ok({
        result: page.value,
        subjects: [],
        detail: { batch: batchId, rows: page.value.rows.length },
      });
    },
  };
}
