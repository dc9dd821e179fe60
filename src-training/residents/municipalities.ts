import { MunicipalityCode } from '../../src-shared/domain/identifiers.ts';

export interface Municipality {
  readonly code: MunicipalityCode;
  readonly name: string;
}

/**
 * Two cities that do not exist. Their codes have right check digits but begin with 99, which is no prefecture (01–47):
 * software takes them, and nobody takes them for a real place.
 */
export const ownMunicipality: Municipality = { code: MunicipalityCode.parse('992011'), name: '青葉市' };
/** Where some people moved in from; it exists so that there is somebody whose data must not be found. */
export const neighbourMunicipality: Municipality = { code: MunicipalityCode.parse('992020'), name: '若葉市' };

export const municipalities: readonly Municipality[] = [ownMunicipality, neighbourMunicipality];

/** Where doses are given. Mass sites use 武田/モデルナ, the others ファイザー. */
export interface Venue {
  readonly name: string;
  readonly doctors: readonly string[];
  readonly site: 'hospital' | 'clinic' | 'mass';
}

const venue = (site: Venue['site'], name: string, ...doctors: readonly string[]): Venue => ({
  site,
  name,
  doctors,
});

export const venues: readonly Venue[] = [
  venue('hospital', '青葉市立病院', '長谷川　誠', '三浦　由紀子', '藤井　大輔'),
  venue('hospital', '青葉中央総合病院', '原田　浩二', '小野寺　恵', '松尾　隆'),
  venue('mass', '青葉市民体育館', '大塚　健', '平野　智子', '菅野　学', '岩崎　明美'),
  venue('mass', '青葉産業会館（大規模接種会場）', '野口　修', '川上　裕子', '西田　剛'),
  venue('clinic', '北町内科クリニック', '北村　洋一'),
  venue('clinic', 'みなみ台こどもクリニック', '南　さやか'),
  venue('clinic', '若竹医院', '若竹　勲'),
  venue('clinic', '緑が丘ファミリークリニック', '安藤　美保'),
  venue('clinic', '駅前内科・循環器科', '河野　哲也'),
  venue('clinic', '医療法人社団青葉会　さくら診療所', '桜井　久美子', '武田　悟'),
];

/** Outside the city: people who work, study or are in hospital there. */
export const outsideVenue: Venue = venue('mass', '若葉市総合センター', '中島　崇', '上田　真理');
