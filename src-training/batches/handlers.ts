import type { batchCalls } from '../../src-shared/vrs-api/batches.ts';
import type { HandlersFor } from '../server/handler.ts';
import { busy } from '../server/refusal.ts';

const notYet = (): never => {
  throw busy('unavailable', 3600);
};

/** Not there yet: every call says that it can't answer now. */
export function batchHandlers(): HandlersFor<keyof typeof batchCalls> {
  return {
    'batches.list': notYet,
    'batches.open': notYet,
    'batches.read': notYet,
    'batches.sendChunk': notYet,
    'batches.computeDifference': notYet,
    'batches.difference': notYet,
    'batches.submit': notYet,
    'batches.approve': notYet,
    'batches.return': notYet,
    'batches.withdraw': notYet,
    'batches.result': notYet,
    'batches.reverse': notYet,
  };
}
