import { z } from 'zod';

import { isMonday } from '../domain/dates/weeks.ts';
import { AddresseeNumber, IsoDate, IsoTimestamp, Sha256 } from '../domain/identifiers.ts';
import { OneTimePassword, Password } from '../vrs-api/session.ts';
import { Job } from './jobs.ts';
import { defineOperations } from './operation.ts';

/** The rules of the weekly review of the log, by codes that never change their meaning. */
export const ReviewRuleCode = z.enum([
  'own-record',
  'colleague',
  'marked-person',
  'many-in-short-time',
  'same-surname',
  'outside-hours',
  'not-comparable',
  'no-action-after',
]);
export type ReviewRuleCode = z.infer<typeof ReviewRuleCode>;

export const ReviewLevel = z.enum(['high', 'middle', 'low']);
export type ReviewLevel = z.infer<typeof ReviewLevel>;

/** What became of a finding. */
export const reviewOutcomes = {
  'no-problem': '問題なし',
  'asked-them': '本人に確認した',
  reported: '上司へ報告',
  investigating: '調査中',
} as const;
export const ReviewOutcome = z.enum(['no-problem', 'asked-them', 'reported', 'investigating']);
export type ReviewOutcome = z.infer<typeof ReviewOutcome>;

/** 週: named by its Monday. */
export const Week = IsoDate.refine(isMonday, '月曜日');

/** Names a finding without naming anybody: rule, number of an entry, and which of the people of that entry. */
export const FindingId = z.string().regex(/^[a-z-]{1,30}\.[0-9]{1,11}\.[0-9]{1,4}$/);

const Person = z.strictObject({
  /** Null where it can't be read whose data it was (封印). */
  addresseeNumber: AddresseeNumber.nullable(),
  /** As the local copy has it; null where it has nobody of that number. */
  name: z.string().max(50).nullable(),
});

const Staff = z.strictObject({
  userId: z.string().max(64),
  name: z.string().max(50),
  role: z.string().max(20),
});

const Decision = z.strictObject({
  outcome: ReviewOutcome,
  note: z.string().max(200),
  by: Staff,
  at: IsoTimestamp,
});

/** People and entries of a finding that a page shows; the rest is counted. */
export const MOST_SHOWN = 5;

export const ReviewFinding = z.strictObject({
  id: FindingId,
  rule: ReviewRuleCode,
  level: ReviewLevel,
  staff: Staff,
  day: IsoDate,
  people: z.array(Person).max(MOST_SHOWN),
  peopleCount: z.int().min(0),
  /** Numbers of the entries. */
  entries: z.array(z.int().min(1)).max(MOST_SHOWN),
  entryCount: z.int().min(1),
  firstAt: IsoTimestamp,
  lastAt: IsoTimestamp,
  /** 処理事由 that were given. They explain nothing by themselves. */
  reasons: z.array(z.string().max(200)).max(MOST_SHOWN),
  /** It is about the look-ups of whoever asks: somebody else decides. */
  isOwn: z.boolean(),
  /** Whoever asks may say what became of it. */
  mayDecide: z.boolean(),
  decision: Decision.nullable(),
});
export type ReviewFinding = z.infer<typeof ReviewFinding>;

const Counts = z.strictObject({
  /** Entries by which data was handed out. */
  accesses: z.int().min(0),
  /** People, each counted once for every user and day. */
  people: z.int().min(0),
  explained: z.int().min(0),
  unexplained: z.int().min(0),
  findings: z.int().min(0),
  undecided: z.int().min(0),
});

export const ReviewComparison = z.strictObject({
  at: IsoTimestamp,
  by: Staff,
  /** Entries that were compared, on either side. */
  here: z.int().min(0),
  atVrs: z.int().min(0),
  /** At VRS and not here, and the other way round. */
  onlyAtVrs: z.int().min(0),
  onlyHere: z.int().min(0),
});
export type ReviewComparison = z.infer<typeof ReviewComparison>;

const Head = z.strictObject({ sequence: z.int().min(1), hash: Sha256 });

export const ReviewSignature = z.strictObject({
  by: Staff,
  at: IsoTimestamp,
  /** The last entry of the week, as it was signed. */
  head: Head,
  entries: z.int().min(0),
  counts: Counts,
  rules: z.array(z.strictObject({ rule: ReviewRuleCode, findings: z.int().min(1) })).max(20),
  outcomes: z.array(z.strictObject({ outcome: ReviewOutcome, findings: z.int().min(1) })).max(10),
  /** Whether the log still holds what was signed. `added`: only entries that came to the week later. */
  stands: z.enum(['as-signed', 'changed', 'added']),
});
export type ReviewSignature = z.infer<typeof ReviewSignature>;

const RuleCount = z.strictObject({
  rule: ReviewRuleCode,
  level: ReviewLevel,
  title: z.string().max(40),
  sentence: z.string().max(200),
  findings: z.int().min(0),
  undecided: z.int().min(0),
});

const Summary = {
  week: Week,
  isFinished: z.boolean(),
  counts: Counts,
  rules: z.array(RuleCount).max(20),
  outcomes: z.array(z.strictObject({ outcome: ReviewOutcome, findings: z.int().min(1) })).max(10),
  /** The last entry of the week; null where the log has none up to there. */
  head: Head.nullable(),
  /** The number of the first entry that is not what was written or does not follow the one before; null where none is. */
  brokenAt: z.int().nullable(),
  comparison: ReviewComparison.nullable(),
  signature: ReviewSignature.nullable(),
};

export const ReviewWeek = z.strictObject({
  ...Summary,
  /** The oldest finished week that nobody has signed; null where all are. */
  oldestUnsigned: Week.nullable(),
  /** By which kind of case people were explained, and how many. */
  explanations: z.array(z.strictObject({ words: z.string().max(100), people: z.int().min(1) })).max(20),
  /** 処理事由 of what is not explained. */
  reasons: z.array(z.strictObject({ reason: z.string().max(60), people: z.int().min(1) })).max(20),
  /** People whose name could not be compared with anything. */
  sealed: z.int().min(0),
  notInCopy: z.int().min(0),
  /** False: the rule of colleagues had no roster to compare with. */
  hasRoster: z.boolean(),
  /** False: the local copy is not complete yet, so that names are missing. */
  hasCopy: z.boolean(),
  /** Of the findings without an outcome, those that somebody else has to decide. */
  undecidedOwn: z.int().min(0),
});
export type ReviewWeek = z.infer<typeof ReviewWeek>;

/** One person as one user saw them on one day. */
export const ReviewVisit = z.strictObject({
  place: z.string().max(20),
  staff: Staff,
  day: IsoDate,
  person: Person,
  firstAt: IsoTimestamp,
  entryCount: z.int().min(1),
  reasons: z.array(z.string().max(200)).max(MOST_SHOWN),
  actions: z.array(z.string().max(60)).max(MOST_SHOWN),
  /** The case that explains it; null where nothing does. */
  explanation: z.string().max(100).nullable(),
});
export type ReviewVisit = z.infer<typeof ReviewVisit>;

export const ReviewMark = z.strictObject({
  person: Person,
  reason: z.string().max(200),
  by: Staff,
  at: IsoTimestamp,
});
export type ReviewMark = z.infer<typeof ReviewMark>;

/** Something that stands in one of the two logs only. */
export const ReviewDifference = z.strictObject({
  side: z.enum(['vrs', 'here']),
  /** The number of the entry in the log that has it. */
  sequence: z.int().min(1),
  at: IsoTimestamp,
  userId: z.string().max(64),
  /** The call to VRS, or the operation here. */
  what: z.string().max(60),
  people: z.int().min(0),
});
export type ReviewDifference = z.infer<typeof ReviewDifference>;

const readers = ['supervisor', 'administrator'] as const;
const page = { offset: z.int().min(0).max(10_000_000), limit: z.int().min(1).max(100) };

export const logReviewOperations = defineOperations({
  'review.week': {
    summary: '操作ログの週次点検の一週間。週を言わなければ、署名のない最も古い終わった週',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（週の表示）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      week: Week.nullable(),
      /** True: read the log again, even where the week was read in this session. */
      fresh: z.boolean(),
    }),
    output: ReviewWeek,
  },
  'review.findings': {
    summary: '週次点検で見つかったものを一つずつ見る',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（見つかったものの閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({
      week: Week,
      rule: ReviewRuleCode.nullable(),
      /** True: only those without an outcome. */
      undecidedOnly: z.boolean(),
      ...page,
    }),
    output: z.strictObject({
      findings: z.array(ReviewFinding).max(100),
      total: z.int().min(0),
      next: z.int().nullable(),
    }),
  },
  'review.visits': {
    summary: '週のうちに情報を渡した人を、事務で説明できるものとできないものに分けて見る',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（照会された人の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ week: Week, explained: z.boolean(), ...page }),
    output: z.strictObject({
      visits: z.array(ReviewVisit).max(100),
      total: z.int().min(0),
      next: z.int().nullable(),
    }),
  },
  'review.decide': {
    summary: '見つかったものの結果を記入する。自分の照会は、ほかの人が記入する',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（結果の記入）', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({
      week: Week,
      findings: z.array(FindingId).min(1).max(100),
      outcome: ReviewOutcome,
      note: z.string().trim().max(200),
    }),
    output: ReviewWeek,
  },
  'review.sign': {
    summary: '週次点検に署名する。すべての結果がそろった終わった週だけ。本人確認がもう一度要る',
    session: 'unlocked',
    roles: ['supervisor'],
    log: { action: '操作ログの点検（署名）', effect: 'changes' },
    reauthentication: true,
    input: z.strictObject({
      week: Week,
      /** The head that stood on the screen: what is signed is what was seen. */
      head: Sha256,
      password: Password,
      oneTimePassword: OneTimePassword,
    }),
    output: ReviewWeek,
  },
  'review.compare': {
    summary: '一週間の操作ログを、VRS自身のアクセスの記録と比べる',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（VRSの記録との比較）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ week: Week }),
    output: Job,
  },
  'review.differences': {
    summary: '比較で、片方の記録にしかなかったもの',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（比較の結果の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ week: Week, ...page }),
    output: z.strictObject({
      differences: z.array(ReviewDifference).max(100),
      total: z.int().min(0),
      next: z.int().nullable(),
    }),
  },
  'review.month': {
    summary: '月次点検表：月曜日がその月にある週ごとの件数・結果・署名',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（月次点検表）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ month: z.string().regex(/^20[0-9]{2}-(?:0[1-9]|1[0-2])$/) }),
    output: z.strictObject({
      weeks: z.array(z.strictObject(Summary)).max(5),
      madeAt: IsoTimestamp,
      /** The log's newest entry when the sheet was made. */
      newest: Head.nullable(),
    }),
  },
  'review.marks': {
    summary: '要注意の印のある宛名番号',
    session: 'unlocked',
    roles: readers,
    log: { action: '操作ログの点検（要注意の印の閲覧）', effect: 'reads' },
    reauthentication: false,
    input: z.strictObject({ ...page }),
    output: z.strictObject({
      marks: z.array(ReviewMark).max(100),
      total: z.int().min(0),
      next: z.int().nullable(),
    }),
  },
  'review.mark': {
    summary: '宛名番号に要注意の印を付ける、または外す。理由が要る',
    session: 'unlocked',
    roles: ['supervisor'],
    log: { action: '操作ログの点検（要注意の印の変更）', effect: 'changes' },
    reauthentication: false,
    input: z.strictObject({
      addresseeNumber: AddresseeNumber,
      marked: z.boolean(),
      note: z.string().trim().min(1).max(200),
    }),
    output: z.strictObject({ total: z.int().min(0) }),
  },
});
