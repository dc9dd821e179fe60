import type { batchCalls } from '../../src-shared/vrs-api/batch-calls.ts';
import type { HandlersFor } from '../server/handler.ts';
import type { BatchStore } from './batch-store.ts';
import type { DifferencePages } from './difference-pages.ts';
import type { Lifecycle } from './lifecycle.ts';
import { reverseBatch, type ReversalParts } from './reversal.ts';

export interface BatchParts extends ReversalParts {
  readonly batches: BatchStore;
  readonly lifecycle: Lifecycle;
  readonly pages: DifferencePages;
}

export function batchHandlers(parts: BatchParts): HandlersFor<keyof typeof batchCalls> {
  const { batches, lifecycle, pages } = parts;
  return {
    'batches.list': ({ caller, query, now }) => {
      batches.expireDue(now);
      return batches.list(caller.municipalityCode, query);
    },

    'batches.open': (asked) => lifecycle.open(asked),

    'batches.read': ({ caller, path, now }) => batches.toBatch(lifecycle.find(caller, path.batchId, now)),

    'batches.sendChunk': (asked) => lifecycle.sendChunk(asked),

    'batches.sendEdits': (asked) => lifecycle.sendEdits(asked),

    'batches.edits': (asked) => lifecycle.edits(asked),

    'batches.computeDifference': (asked) => lifecycle.computeDifference(asked),

    'batches.differenceProgress': ({ caller, path, now }) => ({
      compared: parts.differences.progressOf(lifecycle.find(caller, path.batchId, now)),
    }),

    'batches.difference': ({ caller, path, query, now, note }) => {
      const page = pages.page(lifecycle.find(caller, path.batchId, now), query);
      const numbers = page.rows.map(({ addresseeNumber }) => addresseeNumber);
      note.addresseeNumbers = [...new Set(numbers)].filter((number) => number !== '');
      return page;
    },

    'batches.submit': (asked) => lifecycle.submit(asked),

    'batches.approve': (asked) => lifecycle.approve(asked),

    'batches.return': (asked) => lifecycle.return(asked),

    'batches.withdraw': (asked) => lifecycle.withdraw(asked),

    'batches.result': ({ caller, path, query, now }) =>
      pages.results(lifecycle.find(caller, path.batchId, now), query),

    'batches.reverse': (asked) => reverseBatch(parts, asked),
  };
}
