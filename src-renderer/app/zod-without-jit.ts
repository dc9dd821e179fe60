import { config } from 'zod';

// SECURITY: H19 — the policy forbids code from strings. This must run before the first schema is built, so main.tsx imports it first.
config({ jitless: true });
