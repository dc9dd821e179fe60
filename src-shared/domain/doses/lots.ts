import { foldWidth, removeBlanks } from '../text/width.ts';
import type { MakerId } from './makers.ts';

/** Half width, upper case, no blanks: how a data project unified the lots that municipalities had disclosed. */
export function normaliseLot(text: string): string {
  return isTidy(text) ? text : removeBlanks(foldWidth(text)).toUpperCase();
}

/** Nothing but what a normalised lot may have. */
function isTidy(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isDigit = unit >= 0x30 && unit <= 0x39;
    if (!isDigit && (unit < 0x41 || unit > 0x5a)) return false;
  }
  return true;
}

/** ファイザー: two letters and four digits. Published by 萩市 and 秩父市: FJ7489, FK0108, FL1839, FM3289 … */
const PFIZER = /^[A-Z]{2}[0-9]{4}$/;
/** 武田/モデルナ of 2021: seven digits (3004733). Later patterns were never published. */
const EARLY_MODERNA = /^[0-9]{7}$/;
const ANY_LOT = /^[0-9A-Z-]+$/;

/** 武田/モデルナ with foreign matter, withdrawn on 2021-08-26. */
const RECALLED: ReadonlySet<string> = new Set(['3004667', '3004734', '3004956']);

export function isRecalledLot(lot: string): boolean {
  return RECALLED.has(lot);
}

export interface UnusualLot {
  /** In words that go on after the lot's number. */
  readonly why: string;
  readonly maker: MakerId | undefined;
  /** It has the form of another maker's lots: the lot or the maker is wrong. */
  readonly isOfOtherMaker: boolean;
}

/**
 * Why a normalised lot looks unusual for a maker; undefined where nothing is to be said.
 * Uncertain by nature: products change their patterns, so this is never more than a 要確認. An expiry printed on the label is not
 * looked at: it was extended more than once, and a dose after it is in order.
 */
export function unusualLot(lot: string, maker: MakerId | undefined): UnusualLot | undefined {
  const form = formOf(lot);
  if (form === 'none') return { why: '英数字以外の文字を含みます', maker, isOfOtherMaker: false };
  if (maker === undefined || form === maker) return undefined;
  if (form === 'moderna') {
    return { why: '武田/モデルナのロット番号の形（数字7桁）です', maker, isOfOtherMaker: true };
  }
  if (form === 'pfizer') {
    return { why: 'ファイザーのロット番号の形（英字2文字と数字4桁）です', maker, isOfOtherMaker: true };
  }
  const why = 'ファイザーのロット番号の形（英字2文字と数字4桁、例：FJ7489）ではありません';
  return maker === 'pfizer' ? { why, maker, isOfOtherMaker: false } : undefined;
}

/** Whose lots look like that; `none` where no lot does. */
function formOf(lot: string): 'pfizer' | 'moderna' | 'other' | 'none' {
  if (PFIZER.test(lot)) return 'pfizer';
  if (EARLY_MODERNA.test(lot)) return 'moderna';
  return ANY_LOT.test(lot) ? 'other' : 'none';
}
