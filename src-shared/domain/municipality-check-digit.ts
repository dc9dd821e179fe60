const WEIGHTS = [6, 5, 4, 3, 2] as const;

/**
 * The check digit of a municipality code: the last digit of 11 − (Σ digit × weight mod 11), weights 6 to 2 from the left.
 * Unlike 個人番号, remainder 0 gives 1 and remainder 1 gives 0.
 * Source: 全国地方公共団体コード 検査数字 (総務省).
 */
export function municipalityCheckDigit(firstFive: string): number {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(firstFive[index]), 0);
  return (11 - (sum % 11)) % 10;
}

/** Whether the sixth digit of a six-digit code is the right one. */
export function hasMunicipalityCheckDigit(code: string): boolean {
  return municipalityCheckDigit(code) === Number(code[5]);
}
