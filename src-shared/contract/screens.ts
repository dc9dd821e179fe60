import { z } from 'zod';

/** The screens, by the name that the navigation and the lock know them. */
export const ScreenName = z.enum(['people', 'batches', 'approvals', 'operation-log', 'users', 'workstation']);
export type ScreenName = z.infer<typeof ScreenName>;
