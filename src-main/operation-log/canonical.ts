/** What an entry may hold. No fractions: two programs need not agree on how to print them. */
export type Canonical =
  string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * The one text of a value, after RFC 8785: keys in the order of their UTF-16 code units, no white space, strings as JSON.stringify
 * writes them. docs/operation-log.md has it byte by byte. Throws for what has no such text: fractions, integers beyond 2^53 - 1,
 * strings that are not well-formed Unicode, and keys that are not plain words (JavaScript would reorder `10` and `9` by itself).
 */
export function canonicalText(value: Canonical): string {
  return JSON.stringify(isInOrder(value) ? value : inOrder(value));
}

/** Whether the keys are in order already, as they are in every line that is read: a million of them need no copies. */
function isInOrder(value: Canonical): boolean {
  if (isScalar(value)) return true;
  if (isList(value)) return value.every(isInOrder);
  let before = '';
  for (const key of Object.keys(value)) {
    if (key < before || !isInOrder(memberOf(value, key))) return false;
    before = key;
  }
  return true;
}

/** The same value with its keys in order. */
function inOrder(value: Canonical): Canonical {
  if (isScalar(value)) return value;
  if (isList(value)) return value.map(inOrder);
  const ordered: Record<string, Canonical> = {};
  for (const key of Object.keys(value).toSorted()) ordered[key] = inOrder(memberOf(value, key));
  return ordered;
}

type Scalar = string | number | boolean | null;

function isScalar(value: Canonical): value is Scalar {
  if (typeof value === 'string' && !value.isWellFormed())
    throw new TypeError('A string is not well-formed Unicode.');
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0)))
    throw new TypeError('A number is not a safe integer.');
  return typeof value !== 'object' || value === null;
}

function memberOf(value: Readonly<Record<string, Canonical>>, key: string): Canonical {
  const member = value[key];
  if (!PLAIN_WORD.test(key) || member === undefined)
    throw new TypeError('A key is not a plain word with a value.');
  return member;
}

const PLAIN_WORD = /^[A-Za-z][A-Za-z0-9]*$/;

function isList(value: Exclude<Canonical, Scalar>): value is readonly Canonical[] {
  return Array.isArray(value);
}
