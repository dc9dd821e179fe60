import { Batch } from '../../src-shared/vrs-api/batches.ts';

/** Over nothing: fits no layout and no header line. */
const NO_DIGEST = '0'.repeat(64);

/**
 * What records did not have when they were first kept, as it was then. A layout that nobody noted fits none that is there, so that a check
 * says `layout-changed` and the file is chosen again.
 */
const later = {
  fileLines: 0,
  layoutVersion: 1,
  layoutSha256: NO_DIGEST,
  layoutName: '',
  layoutColumns: [],
  mappedBy: 'headers',
  readingProblem: null,
  isFindingsList: false,
  headerSha256: NO_DIGEST,
  rowsToSend: null,
  editsAnnounced: null,
  takenBack: null,
  fingerprint: null,
  differenceVerified: null,
  differenceOutdated: false,
  reversal: null,
  reversing: null,
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The record of an earlier release with what came later. Anything else, and what is no record at all, stays as it is. */
export function withWhatCameLater(content: unknown): unknown {
  if (!isFields(content) || content['formatVersion'] !== 1) return content;
  const { columns, check, batch, reversal = null } = content;
  return {
    ...later,
    ...content,
    columns: listOf(columns, (column) => ({ id: null, ...column })),
    check: isFields(check) ? { ...check, rules: listOf(check['rules'], laterRule) } : check,
    // What VRS says of a batch today it is asked for today: `batchId` stays.
    batch: isBatch(batch) ? batch : null,
    reversal: isBatch(reversal) ? reversal : null,
  };
}

function laterRule(rule: Fields): Fields {
  const { example } = rule;
  return { ...rule, example: isFields(example) ? { example: '', proposal: null, ...example } : example };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isBatch = (value: unknown): boolean => Batch.safeParse(value).success;

function listOf(value: unknown, change: (fields: Fields) => Fields): unknown {
  return Array.isArray(value) ? value.map((each: unknown) => (isFields(each) ? change(each) : each)) : value;
}
