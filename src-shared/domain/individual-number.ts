const MASK = '[個人番号]';

let readDigits: (number: IndividualNumber) => string;

/**
 * 個人番号 (マイナンバー). It prints as a mask wherever a value can be printed: logs, errors, JSON, template strings and
 * Node's inspect. Its digits come out through `revealIndividualNumber` only.
 * SECURITY: P4 — the digits live in a private field, so no spread, clone or serializer can carry them off by accident.
 */
export class IndividualNumber {
  readonly #digits: string;

  static {
    readDigits = (number) => number.#digits;
  }

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** Twelve digits with the right check digit and not all zeros; otherwise undefined. */
  static parse(text: string): IndividualNumber | undefined {
    if (!/^[0-9]{12}$/.test(text) || text === '000000000000') return undefined;
    return individualNumberCheckDigit(text.slice(0, 11)) === Number(text[11])
      ? new IndividualNumber(text)
      : undefined;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}

/** The only way to the twelve digits. Every call site has to say why it needs them. */
export function revealIndividualNumber(number: IndividualNumber): string {
  return readDigits(number);
}

/**
 * Check digit over the first eleven digits: weights 2–7 then 2–6 from the right, 11 − (Σ mod 11), and 0 where the remainder is 0 or 1.
 * Source: 番号法総務省令 第5条.
 */
export function individualNumberCheckDigit(firstEleven: string): number {
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += individualNumberWeight(n) * Number(firstEleven[11 - n]);
  return checkDigitOfSum(sum);
}

/** Of the digit at that place from the right, the check digit left out: 1–11. */
export const individualNumberWeight = (n: number): number => (n <= 6 ? n + 1 : n - 5);

export function checkDigitOfSum(sum: number): number {
  const remainder = sum % 11;
  return remainder <= 1 ? 0 : 11 - remainder;
}
