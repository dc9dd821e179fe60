import type { Measure } from './measure.ts';
import { callMeasures } from './measures/calls.ts';
import { contentMeasures } from './measures/content.ts';
import { dataMeasures } from './measures/data.ts';
import { networkMeasures } from './measures/network.ts';
import { platformMeasures } from './measures/platform.ts';
import { windowMeasures } from './measures/window.ts';

/** The one table of the measures, in their order. */
export const measures: readonly Measure[] = [
  ...windowMeasures,
  ...contentMeasures,
  ...callMeasures,
  ...networkMeasures,
  ...dataMeasures,
  ...platformMeasures,
];
