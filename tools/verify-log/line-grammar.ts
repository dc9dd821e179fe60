import { hash } from 'node:crypto';

import { isDate } from './calendar.ts';

/** One line of the log, taken apart as far as the chain needs it. */
export interface Line {
  readonly sequence: number;
  readonly operation: string;
  readonly result: string;
  readonly time: string;
  readonly previousHash: string;
  readonly hash: string;
  /** The hash that the line's content has. */
  readonly computed: string;
  readonly detail: ReadonlyMap<string, string>;
  readonly sealed: number;
  readonly blackedOut: number;
  /** The line with every sealed value replaced by its digest. */
  readonly black: string;
}

/**
 * The whole format as one grammar: fixed keys in one order, no blanks, one spelling for every value. A line that it accepts is
 * canonical, so the text that was hashed can be cut out of the line instead of being written again.
 */
const character = String.raw`(?:[^"\\\u0000-\u001f]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))`;
/** A text of so many UTF-16 code units. */
const text = (least: number, most: number): string => `"${character}{${least},${most}}"`;
const integer = String.raw`(?:0|-?[1-9][0-9]{0,15})`;
const digest = String.raw`[0-9a-f]{64}`;
const sealed = String.raw`(?:[A-Za-z0-9_-]{59,880}|sha256:${digest})`;
const moment = String.raw`\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z`;
const memberName = String.raw`[a-z][A-Za-z0-9]{0,39}`;
const memberValue = `(?:${text(0, 200)}|${integer})`;
const member = `"${memberName}":${memberValue}`;
const MOST_SUBJECTS = 2000;

const line = new RegExp(
  [
    String.raw`^(\{"action":${text(1, 60)},`,
    String.raw`"actor":\{"department":${text(0, 50)},"name":${text(0, 50)},"role":${text(0, 20)},"userId":${text(0, 64)}\},`,
    String.raw`"detail":\{((?:${member}(?:,${member})*)?)\},)`,
    String.raw`"hash":"(${digest})",`,
    String.raw`"note":"(|${sealed})"`,
    String.raw`(,"operation":(${text(1, 60)}),"previousHash":"(${digest})","reason":${text(0, 60)},"result":(${text(1, 60)}),`,
    String.raw`"sequence":([1-9][0-9]{0,10}),"subjects":)`,
    String.raw`\[((?:"${sealed}"(?:,"${sealed}")*)?)\]`,
    String.raw`(,"time":"(${moment})","workstation":${text(0, 64)}\})$`,
  ].join(''),
);

/** Undefined for a text that is not a line of the format. */
export function readLine(given: string): Line | undefined {
  const parts = line.exec(given);
  if (parts === null) return undefined;
  const [, head = '', members = '', stated = '', note = '', middle = '', operation = '', ...others] = parts;
  const [previousHash = '', result = '', sequence = '', subjects = '', tail = '', time = ''] = others;
  const detail = readDetail(members);
  const values = subjects === '' ? [] : subjects.slice(1, -1).split('","');
  if (detail === undefined || values.length > MOST_SUBJECTS || !isDate(time.slice(0, 10))) return undefined;
  const digests = values.map((value) => `"${digestOf(value)}"`).join(',');
  const rest = `"note":"${note === '' ? '' : digestOf(note)}"${middle}[${digests}]${tail}`;
  const all = note === '' ? values : [note, ...values];
  return {
    sequence: Number(sequence),
    operation: operation.slice(1, -1),
    result: result.slice(1, -1),
    time,
    previousHash,
    hash: stated,
    computed: hash('sha256', head + rest, 'hex'),
    detail,
    sealed: all.length,
    blackedOut: all.filter((value) => value.startsWith('sha256:')).length,
    black: `${head}"hash":"${stated}",${rest}`,
  };
}

/** Values as they stand in the text, texts without their quotation marks. Undefined where names are out of order, or a number is too large. */
function readDetail(members: string): ReadonlyMap<string, string> | undefined {
  const detail = new Map<string, string>();
  let before = '';
  memberParts.lastIndex = 0;
  for (let parts = memberParts.exec(members); parts !== null; parts = memberParts.exec(members)) {
    const [, name = '', value = ''] = parts;
    const isText = value.startsWith('"');
    if (name <= before || !(isText || Number.isSafeInteger(Number(value)))) return undefined;
    before = name;
    detail.set(name, isText ? value.slice(1, -1) : value);
  }
  return detail;
}

const memberParts = new RegExp(`"(${memberName})":(${memberValue})`, 'g');

/** What a sealed value counts as: the digest of its characters, or what stands in its place since it was blacked out. */
function digestOf(value: string): string {
  return value.startsWith('sha256:') ? value : `sha256:${hash('sha256', value, 'hex')}`;
}
