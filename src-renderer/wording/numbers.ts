const grouped = new Intl.NumberFormat('ja-JP');

/** 60,000. */
export function count(number: number): string {
  return grouped.format(number);
}

/** 券番号 as it is read aloud: 1234 567 890. */
export function ticketNumber(digits: string): string {
  return /^[0-9]{10}$/.test(digits)
    ? `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`
    : digits;
}

/** A fingerprint in groups of four, to compare by eye or over the telephone. */
export function fingerprintGroups(hash: string): readonly string[] {
  return hash.match(/.{1,4}/g) ?? [];
}

/** 4.2 MB. */
export function bytes(size: number): string {
  const units = ['バイト', 'KB', 'MB', 'GB', 'TB'] as const;
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(1000)));
  const value = size / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? ''}`;
}

/** 約14秒, 約3分, 約1時間20分. */
export function duration(seconds: number): string {
  if (seconds < 60) return `約${seconds}秒`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `約${minutes}分`;
  const rest = minutes % 60;
  return rest === 0 ? `約${minutes / 60}時間` : `約${Math.floor(minutes / 60)}時間${rest}分`;
}
