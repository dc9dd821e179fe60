import type { Proof } from './checkpoint-files.ts';
import { type DayTree, rootOf, withEntry } from './day-tree.ts';
import { type MissingCheckpoints, missingWith } from './demands.ts';
import { type Line, readLine } from './line-grammar.ts';

/** Something that is not as it was written: the number of the entry, and why, in Japanese. */
export interface Finding {
  readonly at: number;
  readonly file: string;
  readonly why: string;
}

/** What is known of the log after so many lines. */
export interface Chain {
  readonly findings: readonly Finding[];
  readonly entries: number;
  readonly sealed: number;
  readonly blackedOut: number;
  readonly first: Line | undefined;
  readonly last: Line | undefined;
  /** The entry whose number the caller named. */
  readonly named: Line | undefined;
  readonly namedSequence: number;
  /** Entries whose time is before that of the entry before: a clock that was turned back. The first few, and how many. */
  readonly turnedBack: readonly number[];
  readonly turnedBackCount: number;
  readonly file: string;
  readonly logId: string;
  /** The signed checkpoints by the number of their entry. */
  readonly proofs: ReadonlyMap<number, readonly Proof[]>;
  /** Checkpoints that entries have to have and do not; nothing is demanded of a log that came without its folder. */
  readonly missing: MissingCheckpoints;
  readonly demands: boolean;
  /** Archives that were read, and those that entries say were made: the digest of the manifest, and the first entry. */
  readonly archives: ReadonlyMap<string, number>;
  readonly archived: ReadonlyMap<string, number>;
  /** Archives without entries, until an entry says that they were destroyed; and how many entries they had. */
  readonly emptied: ReadonlyMap<string, Finding>;
  readonly destroyed: number;
  /** The entries of the newest day; undefined where there is no checkpoint that could need them. */
  readonly day: DayTree | undefined;
  /** The newest entry for which a checkpoint holds. */
  readonly provenUpTo: number;
  /** Checkpoints that were held against their entry. */
  readonly proven: number;
  /** True until the first line of a file was read. */
  readonly atStart: boolean;
  /** True where nothing is known of the entry before: at the very beginning, and behind a break. */
  readonly loose: boolean;
  /** True where the rest of the file proves nothing any more. */
  readonly brokenOff: boolean;
}

const NO_HASH = '0'.repeat(64);
/** What the log writes in the first entry of a segment after it found a break by itself. */
const recordedReasons: Readonly<Record<string, string>> = {
  unreadable: '記録として読めない行があった',
  hash: '内容が書いたときと違っていた',
  order: '番号が続いていなかった',
  link: '前の記録とつながっていなかった',
  opening: 'ファイルの始まり方が違っていた',
  'cut-off': '控え（錨）にある記録までのうち、ここから後がなくなっていた',
  replaced: '控え（錨）にある記録が、別の記録に置き換わっていた',
  checkpoint: '署名点のときと違う記録だった',
  archive: '書庫が目録と違っていた',
};

/** Before the first line. `namedSequence`: the entry to keep hold of; 0 for none. `demands`: whether checkpoints may not be missing. */
export function emptyChain(
  namedSequence: number,
  proofs: Chain['proofs'] = new Map(),
  demands = false,
): Chain {
  return {
    findings: [],
    entries: 0,
    sealed: 0,
    blackedOut: 0,
    first: undefined,
    last: undefined,
    named: undefined,
    namedSequence,
    turnedBack: [],
    turnedBackCount: 0,
    file: '',
    logId: '',
    proofs,
    missing: { count: 0, first: [] },
    demands,
    archives: new Map(),
    archived: new Map(),
    emptied: new Map(),
    destroyed: 0,
    day: undefined,
    provenUpTo: 0,
    proven: 0,
    atStart: true,
    loose: true,
    brokenOff: false,
  };
}

export function startFile(chain: Chain, file: string): Chain {
  return { ...chain, file, atStart: true, brokenOff: false };
}

/** Holds a line against the one before, whichever file that was in. */
export function takeLine(chain: Chain, given: string): Chain {
  const line = readLine(given);
  if (line === undefined) return breakOff(chain, '記録として読めない行です');
  if (line.hash !== line.computed) return breakOff(chain, '内容が書いたときと違います');
  const opens = line.operation === 'log.opened';
  if (opens && !chain.atStart) return breakOff(chain, 'ファイルの途中に、始まりの記録があります');
  if (!opens && chain.atStart) return breakOff(chain, 'ファイルが始まりの記録で始まっていません');
  if (opens && line.detail.get('format') !== '1') return breakOff(chain, '知らない版の形式です');
  const recorded = opens ? line.detail.get('brokenAt') : undefined;
  if (recorded !== undefined) return counted(withRecorded(chain, Number(recorded), line), line, true);
  const why = chain.loose ? wrongBeginning(line) : wrongSuccession(chain, line);
  const isKnownBefore = !chain.loose || line.sequence === 1;
  return why === undefined ? counted(chain, line, isKnownBefore) : breakOff(chain, why);
}

/** The file proves nothing from here on; the next one is read as a chain of its own. */
export function breakOff(chain: Chain, why: string): Chain {
  return { ...withFinding(chain, why), loose: true, brokenOff: true };
}

function withFinding(chain: Chain, why: string): Chain {
  const at = (chain.last?.sequence ?? 0) + 1;
  return { ...chain, findings: [...chain.findings, { at, file: chain.file, why }] };
}

function wrongBeginning(line: Line): string | undefined {
  const isFirst = line.sequence === 1;
  return isFirst === (line.previousHash === NO_HASH)
    ? undefined
    : '始まりの記録の、前の記録への参照が違います';
}

function wrongSuccession({ last }: Chain, line: Line): string | undefined {
  if (line.sequence !== (last?.sequence ?? 0) + 1) {
    return `番号が続いていません（次の行は ${line.sequence} 番）。記録が抜かれたか、足されたか、並べ替えられています`;
  }
  return line.previousHash === last?.hash ? undefined : '前の記録とつながっていません';
}

/** A break that the log found by itself: it stays one, and the chain begins anew here. */
function withRecorded(chain: Chain, at: number, line: Line): Chain {
  const unlinked = !chain.loose && line.previousHash !== chain.last?.hash;
  const before = unlinked ? withFinding(chain, '前の記録とつながっていません') : chain;
  const reason = recordedReasons[line.detail.get('brokenBecause') ?? ''] ?? '理由は書かれていません';
  const where = line.detail.get('brokenSegment') ?? '';
  const why = `アプリが ${line.time} に自分で見つけて記録しています：${reason}`;
  return { ...before, findings: [...before.findings, { at, file: where === '' ? chain.file : where, why }] };
}

/** `isKnownBefore`: the entry before it was read, or there is none. */
function counted(chain: Chain, line: Line, isKnownBefore: boolean): Chain {
  const back = chain.last !== undefined && line.time < chain.last.time;
  const logId = (line.operation === 'log.opened' ? line.detail.get('logId') : undefined) ?? chain.logId;
  const day = chain.proofs.size === 0 ? undefined : withEntry(chain.day, line, logId, isKnownBefore);
  return {
    ...withArchiveEntry(heldAgainst(chain, chain.proofs.get(line.sequence) ?? [], line, day), line),
    logId,
    day,
    missing: chain.demands ? missingWith(chain, line, logId) : chain.missing,
    atStart: false,
    loose: false,
    entries: chain.entries + 1,
    sealed: chain.sealed + line.sealed,
    blackedOut: chain.blackedOut + line.blackedOut,
    first: chain.first ?? line,
    last: line,
    named: line.sequence === chain.namedSequence ? line : chain.named,
    turnedBack: back && chain.turnedBackCount < 5 ? [...chain.turnedBack, line.sequence] : chain.turnedBack,
    turnedBackCount: chain.turnedBackCount + (back ? 1 : 0),
  };
}

/** What an entry says of an archive. */
function withArchiveEntry(chain: Chain, { operation, detail }: Line): Chain {
  if (operation !== 'log.archived' && operation !== 'log.archiveDestroyed') return chain;
  const manifest = detail.get('manifest') ?? '';
  if (operation === 'log.archived') {
    const first = Number(detail.get('first'));
    return { ...chain, archived: new Map([...chain.archived, [manifest, first]]) };
  }
  const emptied = new Map([...chain.emptied].filter(([digest]) => digest !== manifest));
  return { ...chain, emptied };
}

/** Holds the checkpoints of an entry against it and its day. */
function heldAgainst(chain: Chain, proofs: readonly Proof[], line: Line, day: DayTree | undefined): Chain {
  if (day === undefined || proofs.length === 0) return chain;
  const root = rootOf(day);
  const wrong = proofs.find((proof) => !fits(proof, line, day, root));
  if (wrong === undefined) {
    return { ...chain, provenUpTo: line.sequence, proven: chain.proven + proofs.length };
  }
  const at = Math.max(chain.provenUpTo + 1, chain.first?.sequence ?? line.sequence);
  const upTo = at === line.sequence ? `${at} 番` : `${at} 番から ${line.sequence} 番までのどこか`;
  const why = `${upTo}が、署名点（${wrong.file} の ${wrong.line} 行目）のときと違います。ログが書き直されたか、古い控えから続けられています`;
  return { ...chain, findings: [...chain.findings, { at, file: chain.file, why }] };
}

function fits(proof: Proof, line: Line, day: DayTree, root: string): boolean {
  if (proof.hash !== line.hash || proof.logId !== day.logId || proof.day !== day.day) return false;
  // Of a day whose beginning is in a file that was not given, the tree can't be made.
  if (!day.isWhole && proof.first < day.first) return true;
  return proof.first === day.first && proof.root === root;
}
