import { StationTable } from '../parts/station-table.tsx';

/** `/stations`: every station, its newest values and how fresh they are. */
export function Stations() {
  return (
    <div class="one-column">
      <StationTable chart={null} />
    </div>
  );
}
