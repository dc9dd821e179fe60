import { describe, expect, it } from 'vitest';

import { identifyMaker, nearestMaker } from '../../../../src-shared/domain/doses/maker-text.ts';
import { makers, products } from '../../../../src-shared/domain/doses/makers.ts';
import { specialProgramme } from '../../../../src-shared/domain/doses/programme.ts';
import { IsoDate } from '../../../../src-shared/domain/identifiers.ts';

describe('the master of makers and products', () => {
  it('has days of the calendar inside the programme, names that fit and ages that only fall', () => {
    for (const entry of [...makers, ...products]) {
      expect(IsoDate.safeParse(entry.from).success && IsoDate.safeParse(entry.until).success).toBe(true);
      expect(entry.from >= specialProgramme.firstDay && entry.until <= specialProgramme.lastDay).toBe(true);
      expect(entry.from < entry.until && entry.name.length <= 20).toBe(true);
      const months = entry.leastAges.map((age) => age.months);
      expect(months).toEqual(months.toSorted((a, b) => b - a));
      expect(entry.leastAges.every(({ from }) => IsoDate.safeParse(from).success)).toBe(true);
    }
  });

  it('has products of its own makers, in use while the maker is', () => {
    for (const product of products) {
      const maker = makers.find(({ id }) => id === product.maker);
      expect(maker && product.from >= maker.from && product.until <= maker.until).toBe(true);
    }
  });

  it('finds every entry by its names and aliases', () => {
    for (const entry of [...makers, ...products]) {
      for (const written of [entry.name, ...entry.aliases])
        expect(identifyMaker(written)?.name).toBe(entry.name);
    }
  });
});

describe('a maker cell', () => {
  it.each([
    ['ﾌｧｲｻﾞｰ', 'ファイザー'],
    ['ファイザー社', 'ファイザー'],
    ['ファイザ-', 'ファイザー'],
    ['PFIZER', 'ファイザー'],
    ['武田／モデルナ', '武田/モデルナ'],
    ['武田・モデルナ', '武田/モデルナ'],
    ['モデルナ', '武田/モデルナ'],
    ['Moderna', '武田/モデルナ'],
    ['武田(ノババックス)', '武田（ノババックス）'],
    ['武田社（ノババックス）', '武田（ノババックス）'],
    ['武田社ワクチン（ノババックス）', '武田（ノババックス）'],
    ['コミナティ筋注', 'コミナティ'],
    ['コミナティ(5~11歳用)', 'コミナティ（5〜11歳用）'],
    ['コミナティ（６か月～４歳用）', 'コミナティ（6ヵ月〜4歳用）'],
    ['コミナティ(BA.4/5)', 'コミナティ（BA.4-5）'],
    ['スパイクバックス', 'スパイクバックス'],
  ])('with %s means %s', (text, name) => {
    expect(identifyMaker(text)?.name).toBe(name);
  });

  it('names the product too where it is that exact', () => {
    expect(identifyMaker('ファイザー')?.product).toBeUndefined();
    expect(identifyMaker('コミナティ（BA.1）')).toMatchObject({
      maker: { id: 'pfizer' },
      product: { from: '2022-09-20' },
    });
  });

  it.each(['', '不明', 'ファイサー', '塩野義', '武田'])('with 「%s」 means none', (text) => {
    expect(identifyMaker(text)).toBeUndefined();
  });

  it('is offered the nearest name', () => {
    expect(nearestMaker('ファイサー')).toBe('ファイザー');
    expect(nearestMaker('モデナ')).toBe('武田/モデルナ');
    expect(nearestMaker('不明')).toBeUndefined();
  });
});
