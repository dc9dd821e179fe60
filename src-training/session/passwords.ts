import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

import { passwordRule } from '../../src-shared/vrs-api/session.ts';

/** N of scrypt; r = 8, p = 1. Tests take a smaller one, which the hash remembers. */
export const DEFAULT_HASH_COST = 2 ** 15;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 2 * 128 * cost * 8 };
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, cost = '', salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64url');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64url'), Number(cost)), expected);
}

const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^0-9A-Za-z]/];

/** `passwordRule` of the contract: length, kinds of characters, and not the user ID. */
export function isStrong(password: string, userId: string): boolean {
  return (
    Array.from(password).length >= passwordRule.minimumLength &&
    kinds.filter((kind) => kind.test(password)).length >= passwordRule.kinds &&
    !password.toLowerCase().includes(userId.toLowerCase())
  );
}
