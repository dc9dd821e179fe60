import type { SelfCheck } from '../../../src-shared/contract/workstation.ts';

/** What one item of the self-check came to: what was found and, where it failed, what to do. */
export interface Finding {
  readonly result: SelfCheck['items'][number]['result'];
  readonly sentence: string;
}

export const passed = (sentence: string): Finding => ({ result: 'passed', sentence });
export const failed = (sentence: string): Finding => ({ result: 'failed', sentence });
export const notChecked = (sentence: string): Finding => ({ result: 'not-checked', sentence });
