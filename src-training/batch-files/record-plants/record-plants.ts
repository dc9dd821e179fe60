import { cellPlants } from './cells.ts';
import { dayPlants } from './days.ts';
import { repeatPlants } from './repeats.ts';
import { seriesPlants } from './series.ts';
import type { RecordPlants } from './soil.ts';
import { ticketPlants } from './tickets.ts';

/** Every error that a file of 接種記録 can show, by the code of the rule that has to find it. */
export const recordPlants: RecordPlants = {
  ...cellPlants,
  ...dayPlants,
  ...ticketPlants,
  ...seriesPlants,
  ...repeatPlants,
};
