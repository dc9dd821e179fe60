import { Secret, TOTP } from 'otpauth';

/** RFC 6238: SHA-1, six digits, thirty seconds, and one step of tolerance to each side. */
const PERIOD = 30_000;
const WINDOW = 1;

const generator = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD / 1000 });

export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The step that the code belongs to, if it is good now and later than the last one that was taken. */
export function stepOfCode(secret: string, code: string, lastStep: number, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = generator(secret).validate({ token: code, timestamp, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(timestamp / PERIOD) + delta;
  return step > lastStep ? step : undefined;
}

/** For training and tests: a code that will be taken now, or how many milliseconds until there is one. */
export function unusedCode(
  secret: string,
  lastStep: number,
  now: Date,
): { readonly code: string } | { readonly waitMilliseconds: number } {
  const current = Math.floor(now.getTime() / PERIOD);
  const step = Math.max(current, lastStep + 1);
  if (step > current + WINDOW) return { waitMilliseconds: (step - WINDOW) * PERIOD - now.getTime() };
  return { code: generator(secret).generate({ timestamp: step * PERIOD }) };
}
